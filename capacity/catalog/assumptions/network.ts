import type { AssumptionRow } from "../../parameter";

export const networkAssumptions = [] as const satisfies readonly AssumptionRow[];
