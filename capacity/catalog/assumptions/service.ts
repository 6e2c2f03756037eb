import type { AssumptionRow } from "../../parameter";

export const serviceAssumptions = [] as const satisfies readonly AssumptionRow[];
