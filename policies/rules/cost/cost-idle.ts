import { z } from "zod";
import { figure } from "../../figure";
import { fine, rule, violated } from "../../rule";

export const idle = rule({
  id: "cost-idle",
  area: "cost",
  level: "advisory",
  severity: "medium",
  title: "What stays when no event is on costs no more than agreed",
  why: "A platform is paid for on all the days without an event",
  fix: "Lower the platform's ceiling, or have the amount raised by whoever pays",
  sources: [{ document: "plan: idle cost of a month" }],
  appliesTo: "limits of idle cost (mostUsdPerMonth) or plans",
  config: z.strictObject({
    mostUsdPerMonth: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe("Most that a month without an event may cost, USD; null: no limit."),
  }),
  check: ({ facts, config: { mostUsdPerMonth } }) => {
    if (facts.plan === null || mostUsdPerMonth === null) return [];
    const { idleMonthUsd } = facts.plan.cost;
    return idleMonthUsd <= mostUsdPerMonth
      ? [fine()]
      : [violated(undefined, `${figure(idleMonthUsd)} USD a month without an event`, `${figure(mostUsdPerMonth)} USD`)];
  },
});
