import type { AssumptionRow } from "../../parameter";

export const dnsAssumptions = [] as const satisfies readonly AssumptionRow[];
