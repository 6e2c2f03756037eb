import { judgeCeiling, sharedNeeds } from "../../capacity/shared-needs";
import { eventsOn } from "../declared/declared-event";
import { planDeclared } from "../declared/plan-declared";
import { accept, refuse } from "../refusal";
import { say } from "../say";
import type { PlatformCeiling } from "./ceiling";

export interface CeilingCheck {
  /** The project's folder. */
  readonly root: string;
  /** The platform's stack: events that name it are summed. */
  readonly stack: string;
  readonly ceiling: PlatformCeiling;
}

/** Refuses a ceiling under which the declared events don't fit together. */
export async function checkCeiling({ root, stack, ceiling }: CeilingCheck): Promise<void> {
  const own = accept("declared events", eventsOn(stack, root));
  const findings = judgeCeiling(sharedNeeds(own.map(planDeclared)), ceiling);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) refuse(`stack ${stack}`, errors);
  await say(findings);
}
