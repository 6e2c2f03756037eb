import { sampleCorrelation } from "simple-statistics";
import type { ChainRequirements } from "./chain";
import type { PoolPlan } from "./compute";
import { type Evaluation, evaluate, VIEWERS_KEY } from "./evaluation";
import { isPoint } from "./interval";
import type { LayerSizing } from "./layers/layer";
import type { Parameter } from "./parameter";
import type { AssumptionUse, CostLine, Sensitivity } from "./plan-document";

/** How many inputs a plan names: more would not be read. */
const NAMED = 20;
/** Worlds that tell which inputs matter; more would change no name near the top. */
const RANKED_WORLDS = 400;

/** A line of the bill and the requirement it follows. */
interface Driven {
  readonly usd: number;
  readonly layer: string;
  readonly resource: string;
}

/** What each priced line follows: the binding requirement of its layer, or of the workloads in its pool. */
function drivers(
  lines: readonly CostLine[],
  layers: readonly LayerSizing[],
  pools: PoolPlan["pools"],
): { readonly driven: readonly Driven[]; readonly fixedUsd: number } {
  const driven: Driven[] = [];
  let fixedUsd = 0;
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const follow = (layer: LayerSizing | undefined, usd: number) => {
    const resource = layer?.resources.find((one) => one.resource === layer.bindingConstraint) ?? layer?.resources[0];
    if (layer === undefined || resource === undefined) fixedUsd += usd;
    else driven.push({ usd, layer: layer.id, resource: resource.resource });
  };
  for (const line of lines) {
    if (line.usd === null) continue;
    const pool = pools.find((one) => line.id === `machines:${one.name}`);
    if (pool === undefined) {
      follow(byId.get(line.layer) ?? layers.find((layer) => layer.layer === line.layer), line.usd);
      continue;
    }
    const members = layers.filter((layer) => layer.workload?.pool === pool.name);
    const weight = (layer: LayerSizing) => (layer.workload?.replicas ?? 0) * (layer.workload?.pod.vcpu ?? 0);
    const total = members.reduce((sum, layer) => sum + weight(layer), 0);
    for (const layer of members) follow(layer, total === 0 ? 0 : (line.usd * weight(layer)) / total);
  }
  return { driven, fixedUsd };
}

/** Cost in one world: each line scaled by what it follows. */
function usdIn(
  world: number,
  evaluation: Evaluation,
  base: Evaluation,
  bill: { readonly driven: readonly Driven[]; readonly fixedUsd: number },
): number {
  let usd = bill.fixedUsd;
  for (const line of bill.driven) {
    const then = evaluation.layers.get(line.layer)?.get(line.resource)?.[world];
    const now = base.layers.get(line.layer)?.get(line.resource)?.[0];
    usd += then === undefined || now === undefined || now === 0 ? line.usd : (line.usd * then) / now;
  }
  return usd;
}

/** Every uncertain parameter of the chain. */
function uncertain(chain: ChainRequirements): readonly Parameter[] {
  const byKey = new Map([...chain.event.parameters.values()].map((parameter) => [parameter.key, parameter]));
  return [...chain.evaluation.sampled.keys()].flatMap((key) => {
    const parameter = byKey.get(key);
    return parameter === undefined || isPoint(parameter.interval) ? [] : [parameter];
  });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const found = sampleCorrelation(a as number[], b as number[]);
  return Number.isFinite(found) ? Math.round(found * 1000) / 1000 : 0;
}

/**
 * Which inputs move the answer most: the first candidates for a load test or a better number.
 *
 * Inputs are picked by how they go with the cost and with the worst layer's need over the sampled worlds; each is then moved alone
 * from its low to its high, and the bill follows by what each line depends on. Without sampled worlds there is nothing to rank.
 *
 * @returns the widest cost swings first
 */
export function sensitivityOf(
  chain: ChainRequirements,
  of: {
    readonly layers: readonly LayerSizing[];
    readonly pools: PoolPlan["pools"];
    readonly lines: readonly CostLine[];
  },
): readonly Sensitivity[] {
  const { evaluation, quantile } = chain;
  if (evaluation.worlds < 2) return [];
  const bill = drivers(of.lines, of.layers, of.pools);
  const ranked = Math.min(evaluation.worlds, RANKED_WORLDS);
  const usd = Array.from({ length: ranked }, (_, world) => usdIn(world + 1, evaluation, evaluation, bill));
  const needed = Array.from(quantile.neededRank.subarray(0, ranked));
  const correlated = uncertain(chain).map((parameter) => {
    const column = Array.from((evaluation.sampled.get(parameter.key) as Float64Array).subarray(1, ranked + 1));
    return {
      parameter,
      withCost: correlation(column, usd),
      withShortfall: correlation(column, needed),
    };
  });
  const strength = (one: (typeof correlated)[number]) => Math.max(Math.abs(one.withCost), Math.abs(one.withShortfall));
  const named = correlated
    .sort((a, b) => strength(b) - strength(a) || (a.parameter.key < b.parameter.key ? -1 : 1))
    .slice(0, NAMED);
  const moved = evaluate(chain.event, chain.instances, {
    worlds: 0,
    seed: 0,
    riskRatio: chain.event.riskRatio,
    design: { [VIEWERS_KEY]: plannedIn(evaluation) },
    made: named.flatMap(({ parameter: { key, interval } }) => [{ [key]: interval.low }, { [key]: interval.high }]),
  });
  return named
    .map(({ parameter, withShortfall }, i) => ({
      key: parameter.key,
      unit: parameter.unit,
      origin: parameter.origin,
      ...parameter.interval,
      usdAtLow: usdIn(2 * i + 1, moved, evaluation, bill),
      usdAtHigh: usdIn(2 * i + 2, moved, evaluation, bill),
      shortfallCorrelation: withShortfall,
    }))
    .sort((a, b) => Math.abs(b.usdAtHigh - b.usdAtLow) - Math.abs(a.usdAtHigh - a.usdAtLow));
}

/** The viewers of the design world. */
function plannedIn(evaluation: Evaluation): number {
  return evaluation.demand.get("peakConcurrentViewers")?.[0] ?? 0;
}

/** Every number the plan rests on that the event file didn't state, in the catalog's order. */
export function assumptionsOf(chain: ChainRequirements): readonly AssumptionUse[] {
  const used = new Set(chain.evaluation.sampled.keys());
  return [...chain.event.parameters.values()]
    .filter((parameter) => parameter.origin !== "given" && used.has(parameter.key))
    .map(({ key, unit, interval, origin, because, source, asOf, path }) => ({
      key,
      unit,
      interval,
      origin,
      because,
      source,
      asOf,
      path,
    }));
}
