import type { serviceAssumptions } from "../catalog/assumptions/service";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Feature } from "../event/event";
import type { LocalName } from "../parameter";
import { poolOf } from "../workload";
import { CALL_FLOWS, weighCalls } from "./calls";
import { frequentDatabaseAccess } from "./database-access";
import type { LayerModel } from "./layer";
import { podOf, sizePods, waitOf } from "./pods";

const calls = Equations.over<DemandName | LocalName<typeof serviceAssumptions>>()
  .let(
    "callsPerSecond",
    "calls/s",
    "peakConcurrentViewers × callsPerViewerPerMinute ÷ 60 + arrivalsPerSecond × callsPerJoin",
    (s) => (s.peakConcurrentViewers * s.callsPerViewerPerMinute) / 60 + s.arrivalsPerSecond * s.callsPerJoin,
  )
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "callsPerSecond × newConnectionRatio",
    (s) => s.callsPerSecond * s.newConnectionRatio,
  );

const equations = weighCalls(calls);

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
    emits: CALL_FLOWS,
    size(requirements, context) {
      return sizePods(
        requirements,
        {
          id: feature.id,
          layer: "service",
          title,
          pool: poolOf(feature),
          criticality: feature.criticality,
          pod: podOf(context),
          baseMemoryGib: context.value("baseMemoryGib"),
          minimumReplicas: context.zones,
          wait: waitOf(context, context.value("vcpuMsPerCall") / 1000),
          shapePath: `${path}.vcpuPerPod`,
          findings: frequentDatabaseAccess(feature.id, path, context),
        },
        context,
      );
    },
  };
}
