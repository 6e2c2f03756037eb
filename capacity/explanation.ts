import type { ChainRequirements } from "./chain";
import { demandEquations } from "./demand";
import { type Equation, namesIn } from "./equation";
import { evaluateOnce } from "./evaluation";
import { FLOWS, type Fleet, type FlowName, type LayerInstance, type LayerSizing } from "./layers/layer";
import type { Origin, Parameter } from "./parameter";
import { required } from "./problems";
import type { Unit } from "./units";

/** A name that an equation reads. */
export interface ExplainedInput {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** `computed`: by another equation. `flow`: handed on by the layers before, summed. */
  readonly origin: Origin | "computed" | "flow";
  /** Event-file path, catalog key, reason, or the equation that computed it. */
  readonly because: string;
  readonly source: string | null;
  readonly asOf: string | null;
  /** Where the event file can state a better number. */
  readonly path: string | null;
}

/** One equation with its numbers, in the design world. */
export interface ExplainedEquation {
  readonly key: string;
  readonly unit: Unit;
  /** `joinsPerSecond × (1 − validTokenRatio)` */
  readonly text: string;
  readonly inputs: readonly ExplainedInput[];
  readonly value: number;
  /** Value at the common quantile where the equation states a requirement, null elsewhere. */
  readonly atRisk: number | null;
}

/** Why a layer has the size it has. */
export interface Explanation {
  readonly id: string;
  readonly title: string;
  /** Equations of audience and stream that the layer rests on. */
  readonly demand: readonly ExplainedEquation[];
  readonly equations: readonly ExplainedEquation[];
  readonly sizing: LayerSizing;
}

/**
 * The equations of one layer with their numbers.
 *
 * @param sizing the layer's answer in the plan
 * @param fleet the planned machines, for layers that follow them
 */
export function explain(
  instance: LayerInstance,
  chain: ChainRequirements,
  sizing: LayerSizing,
  fleet: Fleet,
): Explanation {
  const { event, evaluation } = chain;
  const own: ReadonlyMap<string, number> =
    instance.model.stage === "fleet"
      ? evaluateOnce(instance, evaluation, chain.flows, fleet)
      : new Map([...required(evaluation.layers.get(instance.id), instance.id)].map(([k, c]) => [k, c[0] as number]));
  const ownEquations = new Map(instance.model.equations.map((equation) => [equation.key, equation]));
  const demandList = demandEquations(event).list;
  const demandByKey = new Map(demandList.map((equation) => [equation.key, equation]));
  const demandParameter = (name: string) =>
    event.parameters.get(`audience.${name}`) ?? event.parameters.get(`stream.${name}`);

  const inputOf = (name: string, local: boolean): ExplainedInput => {
    const equation = (local ? ownEquations.get(name) : undefined) ?? demandByKey.get(name);
    const parameter = (local ? instance.parameters.get(name) : undefined) ?? demandParameter(name);
    if (local && ownEquations.has(name)) return computed(name, required(own.get(name), name), required(equation, name));
    if (parameter) {
      const value = (local ? own.get(name) : undefined) ?? evaluation.demand.get(name)?.[0];
      return fromParameter(name, value ?? parameter.interval.expected, parameter);
    }
    if (equation) return computed(name, required(evaluation.demand.get(name)?.[0], name), equation);
    if (name in FLOWS) {
      const flow = name as FlowName;
      const value =
        instance.model.stage === "fleet" ? chain.flows[flow] : required(evaluation.flows.get(flow)?.[0], flow);
      return {
        name,
        value,
        unit: FLOWS[flow],
        origin: "flow",
        because: "sum over the layers before",
        source: null,
        asOf: null,
        path: null,
      };
    }
    const count = fleet[name as Exclude<keyof Fleet, "vcpuByQuota">];
    return {
      name,
      value: required(count, name),
      unit: "count",
      origin: "computed",
      because: "planned node pools",
      source: null,
      asOf: null,
      path: null,
    };
  };
  const explained = (equation: Equation, value: number, local: boolean): ExplainedEquation => ({
    key: equation.key,
    unit: equation.unit,
    text: equation.text,
    inputs: namesIn(equation.text).map((name) => inputOf(name, local)),
    value,
    atRisk: local ? (chain.requirements.get(instance.id)?.[equation.key]?.atRisk ?? null) : null,
  });

  const restsOn = demandBehind(instance.model.equations, demandByKey);
  return {
    id: instance.id,
    title: instance.title,
    demand: demandList
      .filter((equation) => restsOn.has(equation.key))
      .map((equation) => explained(equation, required(evaluation.demand.get(equation.key)?.[0], equation.key), false)),
    equations: instance.model.equations.map((equation) =>
      explained(equation, required(own.get(equation.key), equation.key), true),
    ),
    sizing,
  };
}

function computed(name: string, value: number, equation: Equation): ExplainedInput {
  return {
    name,
    value,
    unit: equation.unit,
    origin: "computed",
    because: equation.text,
    source: null,
    asOf: null,
    path: null,
  };
}

function fromParameter(name: string, value: number, parameter: Parameter): ExplainedInput {
  const { unit, origin, because, source, asOf, path } = parameter;
  return { name, value, unit, origin, because, source, asOf, path };
}

/** The demand equations that the given ones read, directly or through each other. */
function demandBehind(equations: readonly Equation[], demandByKey: ReadonlyMap<string, Equation>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (text: string) => {
    for (const name of namesIn(text)) {
      const equation = demandByKey.get(name);
      if (equation && !found.has(name)) {
        found.add(name);
        visit(equation.text);
      }
    }
  };
  for (const equation of equations) visit(equation.text);
  return found;
}
