import type { AssumptionRow } from "../../parameter";

export const uploadAssumptions = [] as const satisfies readonly AssumptionRow[];
