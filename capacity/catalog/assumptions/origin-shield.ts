import type { AssumptionRow } from "../../parameter";

/** What reaches the origin when caches start empty, where the event file doesn't say. */
export const originShieldAssumptions = [
  {
    key: "originShield.coldSeconds",
    unit: "s",
    low: 30,
    expected: 60,
    high: 120,
    min: 1,
    because: "a CDN that takes over another's viewers fills its caches within about the minute in which they come",
    source: "working value; the length of a rejoin storm (audience.rejoinSeconds)",
    asOf: "2026-11-25",
    path: "delivery.coldSeconds",
  },
  {
    key: "originShield.lateViewerRatio",
    unit: "ratio",
    low: 0.005,
    expected: 0.02,
    high: 0.1,
    min: 0,
    max: 1,
    because: "a few viewers watch from the start or rewind, so old segments are asked for besides the newest",
    source: "working value; counts only where stream.timeShift is above 0",
    asOf: "2026-11-25",
    path: "delivery.lateViewerRatio",
  },
] as const satisfies readonly AssumptionRow[];
