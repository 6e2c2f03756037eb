import type { Finding } from "../problems";
import type { LayerModel, LayerSizing } from "./layer";

/** The answer of a layer that somebody else runs: nothing of ours, and a note that says so. */
export function nothingOfOurs(
  layer: Pick<LayerModel, "layer" | "title">,
  note: Pick<Finding, "id" | "found" | "expected" | "fix">,
): LayerSizing {
  return {
    id: layer.layer,
    layer: layer.layer,
    title: layer.title,
    criticality: "core",
    resources: [],
    unitName: "pods",
    units: 0,
    bindingConstraint: "minimum",
    waterfall: null,
    candidates: [],
    workload: null,
    settings: {},
    findings: [{ ...note, severity: "note", where: layer.layer }],
  };
}
