import { z } from "zod";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";

export const ceiling = rule({
  id: "cost-ceiling",
  area: "cost",
  level: "mandatory",
  severity: "high",
  title: "What all occurrences of the event cost by plan stays under the ceiling",
  why: "A bill is best refused before it is made",
  fix: "Use a lever (tidegate levers), or have the ceiling raised by whoever pays",
  sources: [{ document: "plan: cost of all occurrences" }],
  appliesTo: "ceilings (mostUsd) or plans",
  config: z.strictObject({
    mostUsd: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("Most that all occurrences may cost, USD; null: no ceiling."),
  }),
  check: ({ facts, config: { mostUsd } }) => {
    if (facts.plan === null || mostUsd === null) return [];
    const { monthUsd, unpriced } = facts.plan.cost;
    if (monthUsd > mostUsd) return [violated(undefined, `${figure(monthUsd)} USD by plan`, `${figure(mostUsd)} USD`)];
    return unpriced > 0 ? [unknown(undefined, `the price of ${unpriced} lines of the bill`)] : [fine()];
  },
});
