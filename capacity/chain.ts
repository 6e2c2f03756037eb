import { type Evaluation, evaluate, evaluateOnce, type Sampling } from "./evaluation";
import type { Event } from "./event/event";
import { EMPTY_FLEET } from "./fleet";
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
  const floors = minimumCapacities(instances, { event, evaluation });
  const quantile = commonQuantile(
    places.map((place) => place.column),
    sampling.riskRatio,
    places.map((place) => floors.get(place.instance.id)?.[place.resource] ?? 0),
  );
  const requirements = new Map<string, Record<string, Requirements[string]>>();
  places.forEach(({ instance, resource, column }, i) => {
    const unit = unitOf(instance, resource);
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

/**
 * What each layer's smallest count can carry at the planned utilization, by layer and resource: counts have minimums, so small
 * requirements are provisioned whatever the quantile.
 */
function minimumCapacities(
  instances: readonly LayerInstance[],
  of: Pick<ChainRequirements, "event" | "evaluation">,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const empty: ChainRequirements = {
    ...of,
    instances,
    quantile: { rank: 0, jointHoldRatio: 1, values: [], neededRank: new Int32Array(0) },
    requirements: new Map(),
    flows: Object.fromEntries(Object.keys(FLOWS).map((name) => [name, 0])) as Record<FlowName, number>,
  };
  const floors = new Map<string, Record<string, number>>();
  for (const instance of instances) {
    if (instance.model.stage !== "demand") continue;
    const context = contextOf(instance, empty, { relativeSpeed: 1, fleet: EMPTY_FLEET });
    const none = Object.fromEntries(
      instance.model.requires.map((resource) => [
        resource,
        { resource, unit: unitOf(instance, resource), design: 0, atRisk: 0 },
      ]),
    );
    const share = Math.min(
      context.targetUtilization,
      (context.degradedUtilization * context.survivingZones) / context.zones,
    );
    const floor: Record<string, number> = {};
    for (const resource of instance.model.size(none, context).resources) {
      // A resource without a known ceiling has no utilization: its "provision" is only what is asked.
      if (resource.utilization !== null) floor[resource.resource] = resource.provisioned * share;
    }
    floors.set(instance.id, floor);
  }
  return floors;
}

function unitOf(instance: LayerInstance, resource: string) {
  return required(
    instance.model.equations.find((equation) => equation.key === resource),
    `equation ${resource} in ${instance.id}`,
  ).unit;
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
    contextOf(instance, chain, { relativeSpeed, fleet: EMPTY_FLEET }),
  );
}

/** Sizes one layer that follows the planned machines: its equations are computed once, over the fleet's counts. */
export function sizeFleetLayer(instance: LayerInstance, chain: ChainRequirements, fleet: Fleet): LayerSizing {
  const values = evaluateOnce(instance, chain.evaluation, chain.flows, fleet);
  const requirements: Record<string, Requirements[string]> = {};
  for (const resource of instance.model.requires) {
    const amount = required(values.get(resource), `${instance.id}.${resource}`);
    requirements[resource] = { resource, unit: unitOf(instance, resource), design: amount, atRisk: amount };
  }
  return instance.model.size(requirements, contextOf(instance, chain, { relativeSpeed: 1, fleet }));
}
