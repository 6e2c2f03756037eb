import type { Event } from "../../capacity/event/event";
import { expectedOf } from "../../capacity/event-parameter";
import { withViewers } from "../../capacity/levers";
import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import { DEFAULT_PLANNING } from "../../capacity/planning-defaults";
import type { EventSettings } from "./event-settings";

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
  const built = mode === "rehearsal" ? withViewers(event, expectedOf(event, "timeline.rehearsalNodesRatio")) : event;
  return planEvent(built, DEFAULT_PLANNING);
}
