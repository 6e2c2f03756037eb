import type { PlanOptions } from "./plan";

/**
 * How an event is planned unless somebody says otherwise: what a report shows and what a stack builds are then the same plan.
 * 500 worlds are enough to tell 95 % from 93 %; a thousand cost a tenth of a second more and move few counts.
 */
export const DEFAULT_PLANNING = { worlds: 500, seed: 1 } as const satisfies PlanOptions;
