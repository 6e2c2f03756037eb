import type { AssumptionRow } from "../../parameter";

export const timelineAssumptions = [] as const satisfies readonly AssumptionRow[];
