import type { Rule } from "../../rule";
import { armedFrozen } from "./time-armed-frozen";
import { armedSizes } from "./time-armed-sizes";
import { guardedTimers } from "./time-guarded-timers";
import { keptTimers } from "./time-kept-timers";
import { lowering } from "./time-lowering";
import { noScheduledScaling } from "./time-no-scheduled-scaling";
import { raisesBeforeDoors } from "./time-raises-before-doors";
import { replacements } from "./time-replacements";
import { retries } from "./time-retries";
import { slowLowering } from "./time-slow-lowering";
import { utc } from "./time-utc";

/** Rules of the area, in the order of their ids. */
export const TIME_RULES: readonly Rule[] = [
  armedFrozen,
  armedSizes,
  guardedTimers,
  keptTimers,
  lowering,
  noScheduledScaling,
  raisesBeforeDoors,
  replacements,
  retries,
  slowLowering,
  utc,
];
