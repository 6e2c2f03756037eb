import type { AssumptionRow } from "../../parameter";

export const originShieldAssumptions = [] as const satisfies readonly AssumptionRow[];
