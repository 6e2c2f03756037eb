import type { telemetryAssumptions } from "../catalog/assumptions/telemetry";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { sizeByCapacity } from "../sizing";
import { KIB_PER_GIB } from "../units";
import type { LayerModel } from "./layer";

const ID = "telemetry:series";
const TITLE = "Metrics store";

const equations = Equations.over<"nodes" | "pods" | LocalName<typeof telemetryAssumptions>>()
  .let(
    "activeSeries",
    "series",
    "pods × seriesPerPod + nodes × seriesPerNode",
    (s) => s.pods * s.seriesPerPod + s.nodes * s.seriesPerNode,
  )
  .let(
    "memoryGib",
    "GiB",
    "activeSeries × kibPerSeries ÷ 1048576",
    (s) => (s.activeSeries * s.kibPerSeries) / KIB_PER_GIB,
  );

/** The metrics store: every pod and node brings its series, so it grows with the fleet and falls over with it. */
export const telemetrySeries: LayerModel = {
  layer: "telemetry",
  title: TITLE,
  stage: "fleet",
  equations: equations.list,
  requires: ["activeSeries", "memoryGib"],
  emits: {},
  size(requirements, context) {
    const gibPerShard = context.value("gibPerShard");
    // Shards are copies in two zones: losing one loses no capacity.
    const sized = sizeByCapacity(requirements, { memoryGib: gibPerShard }, context, {
      zonal: "global",
      minimumUnits: 1,
    });
    return {
      id: ID,
      layer: "telemetry",
      title: TITLE,
      criticality: "core",
      resources: sized.resources,
      unitName: "shards",
      units: sized.units,
      bindingConstraint: sized.bindingConstraint,
      waterfall: sized.waterfall,
      candidates: [],
      workload: null,
      settings: { activeSeries: Math.ceil(requirements.activeSeries?.atRisk ?? 0), gibPerShard },
      findings: [],
    };
  },
};
