import { epochSecondsOf, momentOf } from "../../capacity/moment";
import type { Moment, Plan } from "../../capacity/plan-document";

/** A stretch in which viewers watch or capacity is held for them: from the first raise to the close. */
export interface LiveWindow {
  readonly event: string;
  readonly from: Moment;
  readonly to: Moment;
}

/** The window of the plan's events that an instant lies in; null outside of all. */
export function liveWindowAt(plan: Plan, atSeconds: number): LiveWindow | null {
  const { phases } = plan.timeline;
  const [raise, drain] = [
    phases.find(({ phase }) => phase === "preScale"),
    phases.find(({ phase }) => phase === "drain"),
  ];
  const [first] = plan.event.occurrences;
  if (raise === undefined || drain === undefined || first === undefined) return null;
  const start = epochSecondsOf(first);
  const [before, after] = [start - epochSecondsOf(raise.from), epochSecondsOf(drain.to) - start];
  for (const occurrence of plan.event.occurrences) {
    const begins = epochSecondsOf(occurrence);
    const [from, to] = [begins - before, begins + after];
    if (atSeconds < from || atSeconds > to) continue;
    const { name, zone } = plan.event;
    return { event: name, from: momentOf(from, zone), to: momentOf(to, zone) };
  }
  return null;
}
