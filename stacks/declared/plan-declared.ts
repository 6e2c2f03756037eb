import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import { DEFAULT_PLANNING } from "../../capacity/planning-defaults";
import type { DeclaredEvent } from "./declared-event";

/** The plan of a declared event, as `tidegate plan` makes it unless told otherwise. */
export function planDeclared({ event }: Pick<DeclaredEvent, "event">): Plan {
  return planEvent(event, DEFAULT_PLANNING);
}
