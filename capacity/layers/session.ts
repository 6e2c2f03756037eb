import type { sessionAssumptions } from "../catalog/assumptions/session";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { MIB_PER_GIB } from "../units";
import { sizeWorkload } from "../workload";
import type { LayerModel } from "./layer";

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
  .let("callsPerSecond", "calls/s", "signInsPerSecond × callsPerSignIn", (s) => s.signInsPerSecond * s.callsPerSignIn)
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
  .let("cacheOperationsPerSecond", "operations/s", "signInsPerSecond × 2", (s) => s.signInsPerSecond * 2)
  .let("databaseReadsPerSecond", "operations/s", "signInsPerSecond", (s) => s.signInsPerSecond);

/** Sign-in: password hashing binds processors, and memory with a memory-hard hash. */
export const session: LayerModel = {
  layer: "session",
  title: "Sign-in",
  stage: "demand",
  equations: equations.list,
  requires: ["vcpu", "memoryGib"],
  emits: {
    appRequestsPerSecond: "callsPerSecond",
    appConnectionsPerSecond: "signInsPerSecond",
    cacheOperationsPerSecond: "cacheOperationsPerSecond",
    databaseReadsPerSecond: "databaseReadsPerSecond",
  },
  size(requirements, context) {
    const sized = sizeWorkload(
      requirements,
      {
        id: SESSION,
        pool: "core",
        criticality: "core",
        pod: {
          vcpu: context.value("vcpuPerPod"),
          memoryGib: context.value("memoryGibPerPod"),
          networkGbps: 0,
          connections: null,
          internetFacing: false,
          gpus: 0,
        },
        baseMemoryGib: 0.5,
        minimumReplicas: context.zones,
        wait: {
          serviceSeconds: 1 / context.value("hashesPerSecondPerVcpu"),
          waitSeconds: context.value("waitSeconds"),
          exceedRatio: context.value("waitExceedRatio"),
        },
      },
      context,
    );
    return {
      id: SESSION,
      layer: "session",
      title: "Sign-in",
      criticality: "core",
      resources: sized.resources,
      unitName: "pods",
      units: sized.units,
      bindingConstraint: sized.bindingConstraint,
      waterfall: sized.waterfall,
      candidates: [],
      workload: sized.workload,
      settings: {},
      findings: [],
    };
  },
};
