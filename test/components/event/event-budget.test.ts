import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { EventBudget, type EventBudgetArgs } from "../../../components/event/event-budget";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: EventBudgetArgs = { event: "final", limitUsd: 125_000, emails: ["live@example.com"] };
const graphWith = (changes: Partial<EventBudgetArgs> = {}) =>
  graphOf(() => new EventBudget("bill", { ...MINIMAL, ...changes }));

describe("EventBudget", () => {
  it("watches what carries the event's tag, and tells at half, four fifths, all, and before", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual(["aws:budgets/budget:Budget bill-budget", "tidegate:guard:EventBudget bill"]);
    const { notifications, ...budget } = named(graph, "bill-budget").inputs;
    expect(budget).toEqual({
      name: "platform-bill-budget",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "125000.00",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: ["user:tidegate:event$final"] }],
    });
    const told = notifications as readonly { readonly notificationType: string; readonly threshold: number }[];
    expect(told.map(({ notificationType, threshold }) => [notificationType, threshold])).toEqual([
      ["ACTUAL", 50],
      ["ACTUAL", 80],
      ["ACTUAL", 100],
      ["FORECASTED", 100],
    ]);
    expect(told[0]).toMatchObject({
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: ["live@example.com"],
    });
  });

  it("takes every setting, and a topic that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const topicArns = [unknownText("topic")];
      new EventBudget("bill", {
        event: "final",
        limitUsd: 1000.5,
        topicArns,
        spentPercentages: [90],
        forecastPercentages: [],
      });
    });
    expect(named(graph, "bill-budget").inputs).toMatchObject({
      limitAmount: "1000.50",
      notifications: [{ threshold: 90, subscriberSnsTopicArns: [UNKNOWN] }],
    });
    expect(named(graph, "bill").inputs).toMatchObject({ limitUsd: 1000.5, spentPercentages: [90] });
  });

  it("keeps its name within limits for the longest names", async () => {
    const graph = await graphOf(() => new EventBudget(LONG, { ...MINIMAL, event: LONG }), { stack: LONG });
    expect(String(named(graph, `${LONG}-budget`).inputs.name)).toMatch(/^[^:\\]{1,100}$/);
  });

  it.each<[string, Partial<EventBudgetArgs>, string]>([
    ["nothing to spend", { limitUsd: 0 }, "limitUsd is 0, expected a number of at least 1"],
    ["nobody to tell", { emails: [] }, "emails is empty, and so is topicArns, expected somebody to tell"],
    [
      "six notifications",
      { spentPercentages: [10, 20, 30, 40, 50] },
      "spentPercentages is 6 with the forecast's, expected 1 to 5",
    ],
    ["an address that is none", { emails: ["live"] }, "emails[0] is live, expected an address"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new EventBudget("bill", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
