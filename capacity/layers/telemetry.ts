import type { telemetryAssumptions } from "../catalog/assumptions/telemetry";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { BYTES_PER_GIB } from "../units";
import { featureOf, poolOf } from "../workload";
import type { FlowName, LayerModel } from "./layer";
import { podOf, sizePods } from "./pods";

const TELEMETRY = "telemetry";
const TITLE = "Telemetry";

const equations = Equations.over<DemandName | FlowName | LocalName<typeof telemetryAssumptions>>()
  .let(
    "beaconsPerSecond",
    "requests/s",
    "peakConcurrentViewers ÷ beaconSeconds + arrivalsPerSecond × beaconsPerJoin",
    (s) => s.peakConcurrentViewers / s.beaconSeconds + s.arrivalsPerSecond * s.beaconsPerJoin,
  )
  .let(
    "vcpu",
    "vCPU",
    "beaconsPerSecond × vcpuMsPerBeacon ÷ 1000",
    (s) => (s.beaconsPerSecond * s.vcpuMsPerBeacon) / 1000,
  )
  .let(
    "memoryGib",
    "GiB",
    "beaconsPerSecond × beaconBytes × bufferSeconds ÷ 1073741824",
    (s) => (s.beaconsPerSecond * s.beaconBytes * s.bufferSeconds) / BYTES_PER_GIB,
  )
  .let(
    "ingressGbps",
    "Gbps",
    "beaconsPerSecond × beaconBytes × 8 ÷ 1000000000",
    (s) => (s.beaconsPerSecond * s.beaconBytes * 8) / 1e9,
  )
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "beaconsPerSecond × newConnectionRatio",
    (s) => s.beaconsPerSecond * s.newConnectionRatio,
  )
  .let(
    "beaconGbPerHour",
    "GB/h",
    "beaconsPerSecond × beaconBytes × storedRatio × 3600 ÷ 1000000000",
    (s) => (s.beaconsPerSecond * s.beaconBytes * s.storedRatio * 3600) / 1e9,
  )
  .let(
    "accessLogGbPerHour",
    "GB/h",
    "appRequestsPerSecond × logBytesPerRequest × loggedRatio × 3600 ÷ 1000000000",
    (s) => (s.appRequestsPerSecond * s.logBytesPerRequest * s.loggedRatio * 3600) / 1e9,
  )
  .let(
    "storedLogGbPerHour",
    "GB/h",
    "beaconGbPerHour + accessLogGbPerHour",
    (s) => s.beaconGbPerHour + s.accessLogGbPerHour,
  );

/** Telemetry: collectors for what players report, and the volume of logs. */
export const telemetry: LayerModel = {
  layer: "telemetry",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["vcpu", "memoryGib", "storedLogGbPerHour"],
  emits: {
    appRequestsPerSecond: "beaconsPerSecond",
    appConnectionsPerSecond: "newConnectionsPerSecond",
    appIngressGbps: "ingressGbps",
    logGbPerHour: "storedLogGbPerHour",
  },
  size(requirements, context) {
    const criticality = featureOf(context.event, TELEMETRY)?.criticality ?? "value-added";
    return sizePods(
      requirements,
      {
        id: TELEMETRY,
        layer: "telemetry",
        title: TITLE,
        pool: poolOf({ criticality }),
        criticality,
        pod: podOf(context),
        baseMemoryGib: context.value("baseMemoryGib"),
        minimumReplicas: context.zones,
        shapePath: "features.telemetry.vcpuPerPod",
      },
      context,
    );
  },
};
