import type { AssumptionRow } from "../../parameter";

export const admissionAssumptions = [] as const satisfies readonly AssumptionRow[];
