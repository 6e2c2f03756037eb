import type { serviceAssumptions } from "../catalog/assumptions/service";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Feature } from "../event/event";
import type { LocalName } from "../parameter";
import { poolOf } from "../workload";
import { frequentDatabaseAccess } from "./database-access";
import type { LayerModel } from "./layer";
import { sizePods } from "./pods";

const equations = Equations.over<DemandName | LocalName<typeof serviceAssumptions>>()
  .let(
    "callsPerSecond",
    "calls/s",
    "peakConcurrentViewers × callsPerViewerPerMinute ÷ 60 + arrivalsPerSecond × callsPerJoin",
    (s) => (s.peakConcurrentViewers * s.callsPerViewerPerMinute) / 60 + s.arrivalsPerSecond * s.callsPerJoin,
  )
  .let("vcpu", "vCPU", "callsPerSecond × vcpuMsPerCall ÷ 1000", (s) => (s.callsPerSecond * s.vcpuMsPerCall) / 1000)
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "callsPerSecond × newConnectionRatio",
    (s) => s.callsPerSecond * s.newConnectionRatio,
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
  );

/** A service beside the picture, such as rewards or a forum: follows viewers and joins, and is shed first where it only adds value. */
export function serviceModel(feature: Feature): LayerModel {
  const name = feature.id.slice(feature.id.indexOf(":") + 1);
  const title = `Service ${name}`;
  const path = `features.services.${name}`;
  return {
    layer: "service",
    title,
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
    },
    size(requirements, context) {
      return sizePods(
        requirements,
        {
          id: feature.id,
          layer: "service",
          title,
          pool: poolOf(feature),
          criticality: feature.criticality,
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
          shapePath: `${path}.vcpuPerPod`,
          findings: frequentDatabaseAccess(feature.id, path, context),
        },
        context,
      );
    },
  };
}
