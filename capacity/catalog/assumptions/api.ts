import type { AssumptionRow } from "../../parameter";

export const apiAssumptions = [] as const satisfies readonly AssumptionRow[];
