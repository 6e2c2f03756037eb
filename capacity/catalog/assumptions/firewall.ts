import type { AssumptionRow } from "../../parameter";

export const firewallAssumptions = [] as const satisfies readonly AssumptionRow[];
