import { z } from "zod";
import { figure } from "../../figure";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, numberAt, UNKNOWN } from "../../values";

export const budget = rule({
  id: "cost-budget",
  area: "cost",
  level: "mandatory",
  severity: "high",
  title: "An event has a budget that tells somebody before it is spent",
  why: "Cloud bills come a month later; nobody remembers by then why the nodes ran on",
  fix: "Add an EventBudget with somebody to tell, of up to twice what the plan says",
  sources: [{ document: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html" }],
  appliesTo: "event stacks",
  config: z.strictObject({
    mostRatioOfPlan: z.number().min(1).max(20).default(2).describe("Largest budget, as a multiple of the plan's cost."),
  }),
  check: ({ graph, facts, config }) => {
    if (facts.program !== "event") return [];
    const budgets = graph.ofType(TYPES.budget);
    if (budgets.length === 0) return [violated(undefined, "no budget", "one for the event")];
    const planned = facts.plan?.cost.monthUsd ?? 0;
    return budgets.flatMap((at): readonly Observation[] => {
      const limit = numberAt(at.inputs, "limitAmount");
      const told = listAt(at.inputs, "notifications");
      if (told === UNKNOWN || limit === UNKNOWN) return [unknown(at, "whom it tells, of how much")];
      const reaches = told.some((each) => {
        const mails = listAt(each, "subscriberEmailAddresses");
        const topics = listAt(each, "subscriberSnsTopicArns");
        return mails === UNKNOWN || topics === UNKNOWN || mails.length + topics.length > 0;
      });
      if (!reaches) return [violated(at, "a budget that tells nobody", "an address or a topic")];
      const most = planned * config.mostRatioOfPlan;
      if (planned > 0 && (limit ?? 0) > most)
        return [
          violated(
            at,
            `a budget of ${figure(limit ?? 0)} USD`,
            `${figure(most)} USD, ${config.mostRatioOfPlan} × the plan's cost`,
          ),
        ];
      return [fine(at)];
    });
  },
});
