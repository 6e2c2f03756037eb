import type { AssumptionRow } from "../../parameter";

export const licenceAssumptions = [] as const satisfies readonly AssumptionRow[];
