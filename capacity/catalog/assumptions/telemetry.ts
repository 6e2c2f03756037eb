import type { AssumptionRow } from "../../parameter";

export const telemetryAssumptions = [] as const satisfies readonly AssumptionRow[];
