import type { AssumptionRow } from "../../parameter";

export const ingestAssumptions = [] as const satisfies readonly AssumptionRow[];
