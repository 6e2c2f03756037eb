import type { AssumptionRow } from "../../parameter";

export const cacheAssumptions = [] as const satisfies readonly AssumptionRow[];
