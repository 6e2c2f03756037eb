import type { AssumptionRow } from "../../parameter";

/** What stays between events, where the event file doesn't say. */
export const platformAssumptions = [
  {
    key: "platform.systemNodesPerZone",
    unit: "nodes",
    low: 1,
    expected: 1,
    high: 1,
    min: 1,
    because: "one small machine a zone carries DNS, the balancer controller and the autoscalers",
    source: "working value",
    asOf: "2026-11-25",
    path: "cluster.systemNodesPerZone",
  },
  {
    key: "platform.alarms",
    unit: "count",
    low: 10,
    expected: 10,
    high: 10,
    min: 0,
    because: "a handful of alarms watch cluster, NAT and buckets between events",
    source: "working value",
    asOf: "2026-11-25",
    path: null,
  },
] as const satisfies readonly AssumptionRow[];
