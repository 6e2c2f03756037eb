import type { AssumptionRow } from "../../parameter";

export const transcodeAssumptions = [] as const satisfies readonly AssumptionRow[];
