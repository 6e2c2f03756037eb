import type { sessionAssumptions } from "../catalog/assumptions/session";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { KIB_PER_GIB, MIB_PER_GIB } from "../units";
import { featureOf, poolOf } from "../workload";
import type { LayerModel } from "./layer";
import { podOf, sizePods, waitOf } from "./pods";

const SESSION = "session";

const equations = Equations.over<
  DemandName | LocalName<typeof sessionAssumptions> | "hashesPerSecondPerVcpu" | "memoryPerHashMib"
>()
  .let(
    "signInsPerSecond",
    "calls/s",
    "joinsPerSecond × (1 − validTokenRatio)",
    (s) => s.joinsPerSecond * (1 - s.validTokenRatio),
  )
  // Who has a valid token trades it once for a fresh one; an app that restarts in a storm does so again.
  .let("refreshesPerSecond", "calls/s", "max(joinsPerSecond × validTokenRatio, rejoinsPerSecond)", (s) =>
    Math.max(s.joinsPerSecond * s.validTokenRatio, s.rejoinsPerSecond),
  )
  .let(
    "callsPerSecond",
    "calls/s",
    "signInsPerSecond × callsPerSignIn + refreshesPerSecond × callsPerRefresh",
    (s) => s.signInsPerSecond * s.callsPerSignIn + s.refreshesPerSecond * s.callsPerRefresh,
  )
  .let(
    "hashVcpu",
    "vCPU",
    "signInsPerSecond ÷ hashesPerSecondPerVcpu",
    (s) => s.signInsPerSecond / s.hashesPerSecondPerVcpu,
  )
  .let("callVcpu", "vCPU", "callsPerSecond × vcpuMsPerCall ÷ 1000", (s) => (s.callsPerSecond * s.vcpuMsPerCall) / 1000)
  .let("vcpu", "vCPU", "hashVcpu + callVcpu", (s) => s.hashVcpu + s.callVcpu)
  // Little: as many hashes are under way as vCPU are busy with them, each holding its memory.
  .let("memoryGib", "GiB", "hashVcpu × memoryPerHashMib ÷ 1024", (s) => (s.hashVcpu * s.memoryPerHashMib) / MIB_PER_GIB)
  .let("newConnectionsPerSecond", "connections/s", "signInsPerSecond", (s) => s.signInsPerSecond)
  .let(
    "cacheOperations",
    "operations/s",
    "(signInsPerSecond + refreshesPerSecond) × cacheOperationsPerToken",
    (s) => (s.signInsPerSecond + s.refreshesPerSecond) * s.cacheOperationsPerToken,
  )
  .let(
    "databaseReads",
    "operations/s",
    "signInsPerSecond × databaseReadsPerSignIn",
    (s) => s.signInsPerSecond * s.databaseReadsPerSignIn,
  )
  .let(
    "databaseWrites",
    "operations/s",
    "signInsPerSecond × databaseWritesPerSignIn",
    (s) => s.signInsPerSecond * s.databaseWritesPerSignIn,
  )
  // Everyone who watched some of it has a session that outlives the visit: peak viewers, turned over every mean watch time.
  .let(
    "storedSessions",
    "users",
    "peakConcurrentViewers ÷ meanWatchRatio",
    (s) => s.peakConcurrentViewers / s.meanWatchRatio,
  )
  .let(
    "sessionsGib",
    "GiB",
    "storedSessions × kibPerSession ÷ 1048576",
    (s) => (s.storedSessions * s.kibPerSession) / KIB_PER_GIB,
  );

/** Sign-in: password hashing binds processors, and memory with a memory-hard hash. */
export const session: LayerModel = {
  layer: "session",
  title: "Sign-in",
  stage: "demand",
  equations: equations.list,
  requires: ["vcpu", "memoryGib"],
  emits: {
    appRequestsPerSecond: "callsPerSecond",
    appConnectionsPerSecond: "newConnectionsPerSecond",
    cacheOperationsPerSecond: "cacheOperations",
    cacheMemoryGib: "sessionsGib",
    databaseReadsPerSecond: "databaseReads",
    databaseWritesPerSecond: "databaseWrites",
  },
  size(requirements, context) {
    const criticality = featureOf(context.event, SESSION)?.criticality ?? "core";
    return sizePods(
      requirements,
      {
        id: SESSION,
        layer: "session",
        title: "Sign-in",
        pool: poolOf({ criticality }),
        criticality,
        pod: podOf(context),
        baseMemoryGib: context.value("baseMemoryGib"),
        minimumReplicas: context.zones,
        wait: waitOf(context, 1 / context.value("hashesPerSecondPerVcpu")),
        shapePath: "features.signIn.vcpuPerPod",
      },
      context,
    );
  },
};
