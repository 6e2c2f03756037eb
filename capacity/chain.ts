import { type Evaluation, evaluate, evaluateOnce, type Sampling } from "./evaluation";
import type { Event } from "./event/event";
import {
  FLOWS,
  type Fleet,
  type FlowName,
  type LayerInstance,
  type LayerSizing,
  type Requirements,
  type SizingContext,
} from "./layers/layer";
import { required } from "./problems";
import { type Column, type CommonQuantile, commonQuantile } from "./uncertainty";

/** The fleet before any machine is planned. */
export const NO_FLEET: Fleet = {
  nodes: 0,
  pods: 0,
  vcpu: 0,
  cores: 0,
  nodeGroups: 0,
  nodesPerZone: 0,
  podsPerZone: 0,
  storageTib: 0,
  vcpuByQuota: {},
};

/** What every layer must provide, so that the whole chain holds with probability 1 − risk. */
export interface ChainRequirements {
  readonly event: Event;
  readonly instances: readonly LayerInstance[];
  readonly evaluation: Evaluation;
  readonly quantile: CommonQuantile;
  readonly requirements: ReadonlyMap<string, Requirements>;
  /** Flows at the planning quantile. */
  readonly flows: Readonly<Record<FlowName, number>>;
}

/** The value of a column at a rank of its sorted worlds, never below its design value. */
function atRank(column: Column, rank: number): number {
  const design = column[0] as number;
  if (rank === 0) return design;
  return Math.max(design, column.slice(1).sort()[rank - 1] as number);
}

/**
 * Computes the chain in every world and finds the common quantile at which all of it holds.
 *
 * @returns requirements per layer instance; `design` with the planned viewers and expected coefficients, `atRisk` at the quantile
 */
export function requireChain(event: Event, instances: readonly LayerInstance[], sampling: Sampling): ChainRequirements {
  const evaluation = evaluate(event, instances, sampling);
  const places: { readonly instance: LayerInstance; readonly resource: string; readonly column: Column }[] = [];
  for (const instance of instances) {
    const columns = evaluation.layers.get(instance.id);
    if (columns === undefined) continue;
    for (const resource of instance.model.requires) {
      places.push({ instance, resource, column: required(columns.get(resource), `${instance.id}.${resource}`) });
    }
  }
  const quantile = commonQuantile(
    places.map((place) => place.column),
    sampling.riskRatio,
  );
  const requirements = new Map<string, Record<string, Requirements[string]>>();
  places.forEach(({ instance, resource, column }, i) => {
    const unit = required(
      instance.model.equations.find((equation) => equation.key === resource),
      `equation ${resource} in ${instance.id}`,
    ).unit;
    const of = requirements.get(instance.id) ?? {};
    of[resource] = {
      resource,
      unit,
      design: column[0] as number,
      atRisk: required(quantile.values[i], "quantile value"),
    };
    requirements.set(instance.id, of);
  });
  const flows = Object.fromEntries(
    (Object.keys(FLOWS) as FlowName[]).map((name) => [
      name,
      atRank(required(evaluation.flows.get(name), name), quantile.rank),
    ]),
  ) as Record<FlowName, number>;
  return { event, instances, evaluation, quantile, requirements, flows };
}

/** What a layer's sizing may look at, on machines of the given speed and with the given fleet. */
export function contextOf(
  instance: LayerInstance,
  chain: ChainRequirements,
  machine: { readonly relativeSpeed: number; readonly fleet: Fleet },
): SizingContext {
  const { event } = chain;
  const parameter = (name: string) =>
    required(instance.parameters.get(name) ?? event.parameters.get(name), `parameter ${name} of ${instance.id}`);
  const value = (name: string) => parameter(name).interval.expected;
  const target = instance.parameters.get("targetUtilization") ?? event.parameters.get("compute.targetUtilization");
  return {
    event,
    parameter,
    value,
    flow: (name) => chain.flows[name],
    zones: event.cluster.zones.length,
    survivingZones: event.cluster.survivingZones,
    targetUtilization: required(target, "compute.targetUtilization").interval.expected,
    degradedUtilization: value("compute.degradedUtilization"),
    ...machine,
  };
}

/** Sizes one layer that follows demand. */
export function sizeLayer(instance: LayerInstance, chain: ChainRequirements, relativeSpeed: number): LayerSizing {
  return instance.model.size(
    chain.requirements.get(instance.id) ?? {},
    contextOf(instance, chain, { relativeSpeed, fleet: NO_FLEET }),
  );
}

/** Sizes one layer that follows the planned machines: its equations are computed once, over the fleet's counts. */
export function sizeFleetLayer(instance: LayerInstance, chain: ChainRequirements, fleet: Fleet): LayerSizing {
  const values = evaluateOnce(instance, chain.evaluation, chain.flows, fleet);
  const requirements: Record<string, Requirements[string]> = {};
  for (const resource of instance.model.requires) {
    const equation = required(
      instance.model.equations.find((one) => one.key === resource),
      `equation ${resource} in ${instance.id}`,
    );
    const amount = required(values.get(resource), `${instance.id}.${resource}`);
    requirements[resource] = { resource, unit: equation.unit, design: amount, atRisk: amount };
  }
  return instance.model.size(requirements, contextOf(instance, chain, { relativeSpeed: 1, fleet }));
}
