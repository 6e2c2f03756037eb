import type { AssumptionRow } from "../../parameter";

export const edgeAssumptions = [] as const satisfies readonly AssumptionRow[];
