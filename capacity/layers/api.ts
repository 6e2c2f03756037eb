import type { apiAssumptions } from "../catalog/assumptions/api";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { featureOf, poolOf } from "../workload";
import { CALL_FLOWS, weighCalls } from "./calls";
import { frequentDatabaseAccess } from "./database-access";
import type { LayerModel } from "./layer";
import { podOf, sizePods, waitOf } from "./pods";

const API = "api";
const TITLE = "API";
const PATH = "features.api";

const calls = Equations.over<DemandName | LocalName<typeof apiAssumptions>>()
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
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "max(arrivalsPerSecond, exitsPerSecond) × connectionsPerJoin + steadyCallsPerSecond × newConnectionRatio",
    (s) =>
      Math.max(s.arrivalsPerSecond, s.exitsPerSecond) * s.connectionsPerJoin +
      s.steadyCallsPerSecond * s.newConnectionRatio,
  );

const equations = weighCalls(calls)
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
    ...CALL_FLOWS,
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
        pod: podOf(context),
        baseMemoryGib: context.value("baseMemoryGib"),
        minimumReplicas: context.zones,
        wait: waitOf(context, context.value("vcpuMsPerCall") / 1000),
        shapePath: `${PATH}.vcpuPerPod`,
        findings: frequentDatabaseAccess(API, PATH, context),
      },
      context,
    );
  },
};
