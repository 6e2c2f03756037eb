import type { AssumptionRow } from "../../parameter";

export const originAssumptions = [] as const satisfies readonly AssumptionRow[];
