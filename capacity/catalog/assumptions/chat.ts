import type { AssumptionRow } from "../../parameter";

export const chatAssumptions = [] as const satisfies readonly AssumptionRow[];
