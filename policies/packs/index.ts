import type { StackFacts } from "../facts";
import type { Pack } from "../pack";
import { cost } from "./cost";
import { event } from "./event";
import { limits } from "./limits";
import { platform } from "./platform";

/** All packs, in the order of running. */
export const PACKS: readonly Pack[] = [limits, event, platform, cost];

/** The packs that a stack is held to. */
export function packsFor(program: StackFacts["program"]): readonly Pack[] {
  return program === "event" ? [limits, event, cost] : [limits, platform, cost];
}
