import { EventBudget } from "../../components/event/event-budget";
import type { EventContext } from "./event-context";

/** A bill is allowed to be a quarter more than the plan before it is news: the plan's traffic is that of the design world. */
const TOLERANCE_RATIO = 1.25;

/** Says when the event costs more than it should. */
export function buildBudget({ settings, event, plan, platform, opts }: EventContext): void {
  const { budgetUsd = Math.ceil(plan.cost.allOccurrences.knownUsd * TOLERANCE_RATIO) } = settings;
  const { alarms } = platform;
  const told = [event.owner].filter((owner) => owner !== null);
  if (budgetUsd < 1 || (told.length === 0 && alarms === undefined)) return;
  new EventBudget(
    "budget",
    {
      event: event.name,
      limitUsd: budgetUsd,
      emails: told,
      ...(alarms === undefined ? {} : { topicArns: [alarms.topicArn] }),
    },
    opts,
  );
}
