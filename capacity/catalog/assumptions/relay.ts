import type { AssumptionRow } from "../../parameter";

export const relayAssumptions = [] as const satisfies readonly AssumptionRow[];
