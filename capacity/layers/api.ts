import type { apiAssumptions } from "../catalog/assumptions/api";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { featureOf, poolOf } from "../workload";
import { frequentDatabaseAccess } from "./database-access";
import type { LayerModel } from "./layer";
import { sizePods } from "./pods";

const API = "api";
const TITLE = "API";
const PATH = "features.api";

const equations = Equations.over<DemandName | LocalName<typeof apiAssumptions>>()
  .let(
    "steadyCallsPerSecond",
    "calls/s",
    "peakConcurrentViewers ÷ heartbeatSeconds + peakConcurrentViewers × pollsPerViewerPerMinute ÷ 60",
    (s) => s.peakConcurrentViewers / s.heartbeatSeconds + (s.peakConcurrentViewers * s.pollsPerViewerPerMinute) / 60,
  )
  .let("joinCallsPerSecond", "calls/s", "arrivalsPerSecond × callsPerJoin", (s) => s.arrivalsPerSecond * s.callsPerJoin)
  .let("exitCallsPerSecond", "calls/s", "exitsPerSecond × callsPerExit", (s) => s.exitsPerSecond * s.callsPerExit)
  // Everybody comes or everybody goes: the plan holds either storm, not both at once.
  .let(
    "callsPerSecond",
    "calls/s",
    "steadyCallsPerSecond + max(joinCallsPerSecond, exitCallsPerSecond)",
    (s) => s.steadyCallsPerSecond + Math.max(s.joinCallsPerSecond, s.exitCallsPerSecond),
  )
  .let("vcpu", "vCPU", "callsPerSecond × vcpuMsPerCall ÷ 1000", (s) => (s.callsPerSecond * s.vcpuMsPerCall) / 1000)
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "max(arrivalsPerSecond, exitsPerSecond) × connectionsPerJoin + steadyCallsPerSecond × newConnectionRatio",
    (s) =>
      Math.max(s.arrivalsPerSecond, s.exitsPerSecond) * s.connectionsPerJoin +
      s.steadyCallsPerSecond * s.newConnectionRatio,
  )
  .let(
    "egressGbps",
    "Gbps",
    "callsPerSecond × responseKib × 1024 × 8 ÷ 1000000000",
    (s) => (s.callsPerSecond * s.responseKib * 1024 * 8) / 1e9,
  )
  .let(
    "ingressGbps",
    "Gbps",
    "callsPerSecond × requestKib × 1024 × 8 ÷ 1000000000",
    (s) => (s.callsPerSecond * s.requestKib * 1024 * 8) / 1e9,
  )
  .let(
    "cacheOperations",
    "operations/s",
    "callsPerSecond × cacheOperationsPerCall",
    (s) => s.callsPerSecond * s.cacheOperationsPerCall,
  )
  .let(
    "databaseReads",
    "operations/s",
    "callsPerSecond × databaseReadsPerCall",
    (s) => s.callsPerSecond * s.databaseReadsPerCall,
  )
  .let(
    "databaseWrites",
    "operations/s",
    "callsPerSecond × databaseWritesPerCall",
    (s) => s.callsPerSecond * s.databaseWritesPerCall,
  )
  .let(
    "externalCallsPerSecond",
    "calls/s",
    "callsPerSecond × externalCallsPerCall",
    (s) => s.callsPerSecond * s.externalCallsPerCall,
  )
  // Little: calls to third parties that are under way at once.
  .let(
    "externalConnections",
    "connections",
    "externalCallsPerSecond × externalSeconds",
    (s) => s.externalCallsPerSecond * s.externalSeconds,
  )
  .let(
    "externalGbps",
    "Gbps",
    "externalCallsPerSecond × externalKib × 1024 × 8 ÷ 1000000000",
    (s) => (s.externalCallsPerSecond * s.externalKib * 1024 * 8) / 1e9,
  );

/** The app's API: joins, heartbeats, polls, and the storm on the home page when the event ends. */
export const api: LayerModel = {
  layer: "api",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["vcpu"],
  emits: {
    appRequestsPerSecond: "callsPerSecond",
    appConnectionsPerSecond: "newConnectionsPerSecond",
    appEgressGbps: "egressGbps",
    appIngressGbps: "ingressGbps",
    cacheOperationsPerSecond: "cacheOperations",
    databaseReadsPerSecond: "databaseReads",
    databaseWritesPerSecond: "databaseWrites",
    natGbps: "externalGbps",
    natConnections: "externalConnections",
  },
  size(requirements, context) {
    const criticality = featureOf(context.event, API)?.criticality ?? "core";
    return sizePods(
      requirements,
      {
        id: API,
        layer: "api",
        title: TITLE,
        pool: poolOf({ criticality }),
        criticality,
        pod: {
          vcpu: context.value("vcpuPerPod"),
          memoryGib: context.value("memoryGibPerPod"),
          networkGbps: 0,
          connections: null,
          internetFacing: false,
          gpus: 0,
        },
        baseMemoryGib: context.value("baseMemoryGib"),
        minimumReplicas: context.zones,
        wait: {
          serviceSeconds: context.value("vcpuMsPerCall") / 1000,
          waitSeconds: context.value("waitSeconds"),
          exceedRatio: context.value("waitExceedRatio"),
        },
        shapePath: `${PATH}.vcpuPerPod`,
        findings: frequentDatabaseAccess(API, PATH, context),
      },
      context,
    );
  },
};
