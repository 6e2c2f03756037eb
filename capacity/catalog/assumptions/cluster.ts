import type { AssumptionRow } from "../../parameter";

export const clusterAssumptions = [] as const satisfies readonly AssumptionRow[];
