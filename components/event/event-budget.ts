import { Budget } from "@pulumi/aws/budgets/budget";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { EVENT_RULE, Requirements } from "../requirements";

/** An alarm about an event's bill; whether it may cost that much was judged when it was planned. */
export interface EventBudgetArgs extends Overridable {
  readonly event: string;
  /** What all occurrences in a month may cost, USD. */
  readonly limitUsd: number;
  /** Who is told, by mail. @default nobody */
  readonly emails?: readonly string[];
  /** Who is told, by topics whose policies let Budgets publish. @default none */
  readonly topicArns?: readonly Input<string>[];
  /** Percents of the limit at which somebody is told, of what was spent. @default 50, 80 and 100 */
  readonly spentPercentages?: readonly number[];
  /** Percents of the limit at which somebody is told, of what a month looks like becoming. @default 100 */
  readonly forecastPercentages?: readonly number[];
}

/** @see AWS Budgets user guide, "Quotas and restrictions": five notifications, ten mail addresses and one topic each */
const LIMITS = { notifications: 5, emails: 10, topics: 1 };

/**
 * A budget over everything that carries the event's tag.
 * The tag `tidegate:event` must be an active cost allocation tag of the account, else the budget sees nothing.
 */
export class EventBudget extends ComponentResource {
  static readonly type = "tidegate:guard:EventBudget";

  constructor(name: string, args: EventBudgetArgs, opts?: ComponentResourceOptions) {
    const intent = budgetIntent(EventBudget.type, name, args);
    super(EventBudget.type, name, intent, opts);
    const children = new Children(this, name, args);
    const { event, limitUsd, spentPercentages, forecastPercentages } = intent;
    const told = { subscriberEmailAddresses: [...intent.emails], subscriberSnsTopicArns: [...(args.topicArns ?? [])] };
    const notify = (notificationType: string, threshold: number) => ({
      notificationType,
      threshold,
      ...AT_PERCENT,
      ...told,
    });
    children.make(Budget, "budget", {
      name: children.physicalName("budget", { maxLength: 100 }),
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: limitUsd.toFixed(2),
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: [`user:tidegate:event$${event}`] }],
      notifications: [
        ...spentPercentages.map((each) => notify("ACTUAL", each)),
        ...forecastPercentages.map((each) => notify("FORECASTED", each)),
      ],
    });
    children.publish({});
  }
}

function budgetIntent(type: string, name: string, args: EventBudgetArgs) {
  const { event, limitUsd, emails = [], topicArns = [] } = args;
  const { spentPercentages = [50, 80, 100], forecastPercentages = [100] } = args;
  const notifications = spentPercentages.length + forecastPercentages.length;
  const checks = new Requirements(type, name)
    .text("event", event, EVENT_RULE)
    .number("limitUsd", limitUsd, { min: 1 })
    .list("emails", emails, { max: LIMITS.emails })
    .holds(topicArns.length <= LIMITS.topics, "topicArns", `${topicArns.length} in all`, `at most ${LIMITS.topics}`)
    .holds(emails.length + topicArns.length > 0, "emails", "empty, and so is topicArns", "somebody to tell")
    .list("spentPercentages", spentPercentages)
    .list("forecastPercentages", forecastPercentages)
    .holds(
      notifications > 0 && notifications <= LIMITS.notifications,
      "spentPercentages",
      `${notifications} with the forecast's`,
      `1 to ${LIMITS.notifications}`,
    );
  for (const [input, all] of Object.entries({ spentPercentages, forecastPercentages })) {
    for (const [at, each] of all.entries()) checks.number(`${input}[${at}]`, each, { min: 1, max: 1000 });
  }
  for (const [at, email] of emails.entries()) {
    checks.text(`emails[${at}]`, email, { pattern: /^\S+@\S+\.\S+$/, words: "an address such as ops@example.com" });
  }
  checks.enforce();
  return { event, limitUsd, emails, spentPercentages, forecastPercentages, ...overriddenInputs(args) };
}

const AT_PERCENT = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE" };
