import type { LayerSizing, Workload } from "../../capacity/layers/layer";
import type { Plan } from "../../capacity/plan-document";
import { required } from "../../capacity/problems";

/** A plan's layer, if the event has it. */
export function layerOf({ layers }: Pick<Plan, "layers">, id: string): LayerSizing | undefined {
  return layers.find((layer) => layer.id === id);
}

/** A number that a layer gives to what builds it. */
export function settingOf(layer: LayerSizing, name: string): number {
  return required(layer.settings[name], `${layer.id}.settings.${name}`);
}

/** Everything of the plan that runs in pods, in the plan's order. */
export function workloadsOf({ layers }: Pick<Plan, "layers">): readonly Workload[] {
  return layers.flatMap(({ workload }) => workload ?? []);
}

/** The name of the machine that a layer chose, such as a cache's. */
export function chosenOf(layer: LayerSizing): string {
  return required(layer.candidates.find(({ chosen }) => chosen)?.name, `${layer.id}'s chosen candidate`);
}
