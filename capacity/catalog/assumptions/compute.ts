import type { AssumptionRow } from "../../parameter";

export const computeAssumptions = [] as const satisfies readonly AssumptionRow[];
