import type { AssumptionRow } from "../../parameter";

export const packageAssumptions = [] as const satisfies readonly AssumptionRow[];
