import { demandEquations } from "./demand";
import { type Equation, namesIn } from "./equation";
import type { Event } from "./event/event";
import { quantile } from "./interval";
import { FLOWS, type Fleet, type FlowName, type LayerInstance } from "./layers/layer";
import type { Parameter } from "./parameter";
import { required } from "./problems";
import { type Column, sampleInput } from "./uncertainty";

/** Columns by name. */
export type Columns = ReadonlyMap<string, Column>;

/** The chain computed in every world. */
export interface Evaluation {
  /** Number of sampled worlds; columns have one more entry, the design world at index 0. */
  readonly worlds: number;
  /** Audience and stream: parameters and equations by name. */
  readonly demand: Columns;
  /** What the layers hand on to each other, summed. */
  readonly flows: ReadonlyMap<FlowName, Column>;
  /**
   * Parameters and equations of each layer instance by id, then by local name. Equations that no requirement and no flow rests on
   * are computed in the design world alone: their columns have one entry.
   */
  readonly layers: ReadonlyMap<string, Columns>;
  /** Every sampled parameter by full key, for the sensitivity analysis. */
  readonly sampled: ReadonlyMap<string, Column>;
}

/** How the worlds are drawn. */
export interface Sampling {
  readonly worlds: number;
  readonly seed: number;
  readonly riskRatio: number;
  /** Values that replace a parameter in the design world, by full key: what-if and reverse questions. */
  readonly design?: Readonly<Record<string, number>>;
  /** Worlds that are not drawn but made, one after the other: values by full key that differ from the design world's. */
  readonly made?: readonly Readonly<Record<string, number>>[];
}

/** The parameter whose upper quantile the design world uses: the plan is for the viewers it promises. */
export const VIEWERS_KEY = "audience.peakConcurrentViewers";

/** The viewers that the plan is for: not exceeded with probability 1 − risk. */
export function plannedViewers(event: Event, riskRatio: number): number {
  return quantile(event.audience.peakConcurrentViewers, 1 - riskRatio);
}

function designValue(parameter: Parameter, event: Event, sampling: Sampling): number {
  const override = sampling.design?.[parameter.key];
  if (override !== undefined) return override;
  return parameter.key === VIEWERS_KEY ? plannedViewers(event, sampling.riskRatio) : parameter.interval.expected;
}

/** The name after the layer: `session.validTokenRatio` → `validTokenRatio`. */
export function localName(key: string): string {
  return key.slice(key.indexOf(".") + 1);
}

/**
 * Computes audience, stream and every layer in every world.
 *
 * Deterministic in (event, instances, sampling): no clock, no global random numbers.
 *
 * @param instances in the order of `LAYERS`: a layer may read flows of the layers before it only
 */
export function evaluate(event: Event, instances: readonly LayerInstance[], sampling: Sampling): Evaluation {
  const worlds = sampling.made?.length ?? sampling.worlds;
  const sampled = new Map<string, Column>();
  const drawn = (parameter: Parameter): Column => {
    const known = sampled.get(parameter.key);
    if (known) return known;
    const design = designValue(parameter, event, sampling);
    const column =
      sampling.made === undefined
        ? sampleInput({ ...parameter, design }, worlds, sampling.seed)
        : Float64Array.of(design, ...sampling.made.map((world) => world[parameter.key] ?? design));
    sampled.set(parameter.key, column);
    return column;
  };

  const demand = new Map<string, Column>();
  for (const parameter of event.parameters.values()) {
    if (parameter.key.startsWith("audience.") || parameter.key.startsWith("stream.")) {
      demand.set(localName(parameter.key), drawn(parameter));
    }
  }
  compute(demandEquations(event).list, demand, worlds + 1, (name) => required(demand.get(name), `demand name ${name}`));

  const flows = new Map<FlowName, Column>();
  for (const flow of Object.keys(FLOWS) as FlowName[]) flows.set(flow, new Float64Array(worlds + 1));

  const layers = new Map<string, Columns>();
  for (const instance of instances) {
    if (instance.model.stage !== "demand") continue;
    const local = new Map<string, Column>();
    for (const [name, parameter] of instance.parameters) local.set(name, drawn(parameter));
    const lookUp = (name: string) =>
      required(
        local.get(name) ?? demand.get(name) ?? flows.get(name as FlowName),
        `name ${name} in layer ${instance.id}`,
      );
    const counted = countedEquations(instance);
    compute(counted, local, worlds + 1, lookUp);
    compute(
      instance.model.equations.filter((equation) => !counted.includes(equation)),
      local,
      1,
      lookUp,
    );
    for (const [flow, key] of Object.entries(instance.model.emits) as [FlowName, string][]) {
      const total = required(flows.get(flow), `flow ${flow}`);
      const part = required(local.get(key), `equation ${key} in layer ${instance.id}`);
      for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (part[i] as number);
    }
    layers.set(instance.id, local);
  }
  return { worlds, demand, flows, layers, sampled };
}

/** The equations that a layer's requirements and flows rest on, in order. */
function countedEquations(instance: LayerInstance): readonly Equation[] {
  const { equations, requires, emits } = instance.model;
  const wanted = new Set<string>([...requires, ...Object.values(emits)]);
  // Equations read earlier ones only: one pass from the end finds all.
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = equations[i] as Equation;
    if (wanted.has(equation.key)) for (const name of namesIn(equation.text)) wanted.add(name);
  }
  return equations.filter((equation) => wanted.has(equation.key));
}

/**
 * Computes the equations of a fleet-stage layer once: over the design world's demand, the flows at the planning quantile and the
 * fleet's counts.
 *
 * @returns parameters' expected values and equations by local name
 */
export function evaluateOnce(
  instance: LayerInstance,
  evaluation: Evaluation,
  flows: Readonly<Record<FlowName, number>>,
  fleet: Fleet,
): ReadonlyMap<string, number> {
  const local = new Map<string, Column>();
  for (const [name, parameter] of instance.parameters) local.set(name, Float64Array.of(parameter.interval.expected));
  const single = (value: number | undefined) => (value === undefined ? undefined : Float64Array.of(value));
  compute(instance.model.equations, local, 1, (name) =>
    required(
      local.get(name) ??
        single(fleet[name as Exclude<keyof Fleet, "vcpuByQuota">]) ??
        single(flows[name as FlowName]) ??
        single(evaluation.demand.get(name)?.[0]),
      `name ${name} in layer ${instance.id}`,
    ),
  );
  return new Map([...local].map(([name, column]) => [name, column[0] as number]));
}

/**
 * Computes equations into `into`, one equation over all worlds after the other.
 *
 * Equations read through accessors that look into the columns at the current world: nothing is copied or boxed per world. An
 * equation that reads nothing that varies is computed once.
 */
function compute(
  equations: readonly Equation[],
  into: Map<string, Column>,
  length: number,
  lookUp: (name: string) => Column,
): void {
  const cursor = { world: 0 };
  const scope: Record<string, number> = {};
  const constant = new Set<string>();
  const expose = (name: string, column: Column) => {
    if (isVarying(column)) {
      Object.defineProperty(scope, name, { get: () => column[cursor.world], enumerable: true });
    } else {
      constant.add(name);
      scope[name] = column[0] as number;
    }
  };
  for (const equation of equations) {
    const names = namesIn(equation.text);
    for (const name of names) if (!(name in scope)) expose(name, lookUp(name));
    const column = new Float64Array(length);
    if (names.every((name) => constant.has(name))) column.fill(equation.value(scope));
    else {
      for (let world = 0; world < length; world++) {
        cursor.world = world;
        column[world] = equation.value(scope);
      }
    }
    into.set(equation.key, column);
    expose(equation.key, column);
  }
}

function isVarying(column: Column): boolean {
  const first = column[0];
  for (let i = 1; i < column.length; i++) if (column[i] !== first) return true;
  return false;
}
