import type { AssumptionRow } from "../../parameter";

export const databaseAssumptions = [] as const satisfies readonly AssumptionRow[];
