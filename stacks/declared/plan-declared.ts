import type { Event } from "../../capacity/event/event";
import { expectedOf } from "../../capacity/event-parameter";
import { withViewers } from "../../capacity/levers";
import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import { DEFAULT_PLANNING } from "../../capacity/planning-defaults";
import type { EventSettings, Mode } from "./event-settings";

/** An event and how its stack holds it. */
export interface Planned {
  readonly event: Event;
  readonly settings: Pick<EventSettings, "mode">;
}

/**
 * The plan that a stack builds, as `tidegate plan` makes it unless told otherwise: without an instant, so that the same inputs give the
 * same resources on any day. A rehearsal is a plan for a share of the viewers.
 */
export function planDeclared({ event, settings: { mode = "now" } }: Planned): Plan {
  const known = PLANS.get(event)?.get(mode);
  if (known !== undefined) return known;
  const plan = planFor(event, mode);
  PLANS.set(event, new Map(PLANS.get(event)).set(mode, plan));
  return plan;
}

/** Platform, edge and event all look at every event's plan; in one process each is made once. */
const PLANS = new WeakMap<Event, Map<Mode, Plan>>();

function planFor(event: Event, mode: Mode): Plan {
  const built = mode === "rehearsal" ? withViewers(event, expectedOf(event, "timeline.rehearsalNodesRatio")) : event;
  return planEvent(built, DEFAULT_PLANNING);
}
