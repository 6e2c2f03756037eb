import { CATALOG_DATE } from "./catalog/date";
import { type ChainRequirements, requireChain, sizeFleetLayer, sizeLayer } from "./chain";
import { type PoolPlan, planPools } from "./compute";
import { type EventCost, eventCost } from "./cost";
import { type Deadlines, deadlinesOf } from "./deadlines";
import { demandEquations } from "./demand";
import { plannedViewers } from "./evaluation";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import { idleCost } from "./idle-cost";
import { layersOf } from "./layers";
import type { LayerInstance, LayerSizing } from "./layers/layer";
import { momentOf } from "./moment";
import { type Occurrences, occurrencesOf } from "./occurrences";
import { planTimeline, type Timeline } from "./phases";
import { PLAN_VERSION, type Plan } from "./plan-document";
import { bySeverity, distinct, type Finding, required } from "./problems";
import { quotaUses } from "./quota-uses";
import { quotaFindings, quotaNeeds } from "./quotas";
import { assumptionsOf, sensitivityOf } from "./sensitivity";
import { type UsageCounts, usageCounts } from "./usage-counts";
import { verdictOf } from "./verdict";

/** How an event is planned. */
export interface PlanOptions {
  /** Sampled worlds; 0 plans the design world alone. */
  readonly worlds: number;
  readonly seed: number;
  /** Accepted share of worlds with some layer short; the event's own when absent. */
  readonly riskRatio?: number;
  /** The instant the plan is judged at, seconds since 1970; without it deadlines are listed and nothing is late. */
  readonly at?: number;
}

/** Everything a plan is made of, for those who ask on: explanations, levers, headroom. */
export interface Planning {
  readonly event: Event;
  readonly instances: readonly LayerInstance[];
  readonly chain: ChainRequirements;
  readonly pools: PoolPlan;
  readonly layers: readonly LayerSizing[];
  readonly counts: UsageCounts;
  readonly viewers: number;
}

/** Sizes the chain of an event: requirements in every world, machines, and what layers need of them. */
export function sizeEvent(event: Event, options: PlanOptions, design?: Readonly<Record<string, number>>): Planning {
  const riskRatio = options.riskRatio ?? event.riskRatio;
  const instances = layersOf(event);
  const chain = requireChain(event, instances, {
    worlds: options.worlds,
    seed: options.seed,
    riskRatio,
    ...(design === undefined ? {} : { design }),
  });
  const demand = instances.filter((instance) => instance.model.stage === "demand");
  const sized = memoize((instance: LayerInstance, relativeSpeed: number) => sizeLayer(instance, chain, relativeSpeed));
  const pools = planPools(
    demand.flatMap((instance) => {
      const { workload } = sized(instance, 1);
      if (workload === null) return [];
      return [
        {
          id: instance.id,
          pool: workload.pool,
          workloadAt: (speed: number) => required(sized(instance, speed).workload, `workload of ${instance.id}`),
        },
      ];
    }),
    event,
  );
  const layers = instances.map((instance) =>
    instance.model.stage === "fleet"
      ? sizeFleetLayer(instance, chain, pools.fleet)
      : sized(instance, pools.relativeSpeeds.get(instance.id) ?? 1),
  );
  const counts = usageCounts(layers, event, { pools: pools.pools.length });
  return { event, instances, chain, pools, layers, counts, viewers: plannedViewers(event, riskRatio) };
}

/** Remembers sizings: pools ask for the same speed again and again. */
function memoize(size: (instance: LayerInstance, speed: number) => LayerSizing) {
  const known = new Map<string, LayerSizing>();
  return (instance: LayerInstance, speed: number): LayerSizing => {
    const key = `${instance.id} ${speed}`;
    const found = known.get(key) ?? size(instance, speed);
    known.set(key, found);
    return found;
  };
}

/** What a sized chain means in time, quotas and money. */
interface Consequences {
  readonly occurrences: Occurrences;
  readonly timeline: Timeline;
  readonly quotas: Plan["quotas"];
  readonly deadlines: Deadlines;
  readonly cost: EventCost;
}

function consequencesOf(planning: Planning, atSeconds: number | null): Consequences {
  const { event, pools, counts, viewers } = planning;
  const occurrences = occurrencesOf(event);
  const timelineOf = (index: number) =>
    planTimeline({
      event,
      occurrence: required(occurrences.list[index], "an occurrence"),
      viewers,
      nodes: pools.fleet.nodes,
    });
  const timeline = timelineOf(0);
  const context = { event, spans: timeline.spans, atSeconds };
  return {
    occurrences,
    timeline,
    quotas: quotaNeeds(quotaUses({ pools: pools.pools, fleet: pools.fleet, counts: counts.quotas }, event), context),
    deadlines: deadlinesOf({
      ...context,
      nodes: pools.fleet.nodes,
      viewers,
      reservedAlbLcu: counts.quotas.reservedAlbLcu ?? 0,
      reservedNlbLcu: counts.quotas.reservedNlbLcu ?? 0,
      serverlessCaches: 0,
      hosts: counts.hosts,
      cloudflareContract: counts.cloudflareContract,
      deploy: counts.deploy,
    }),
    cost: costOf(planning, occurrences, timeline, occurrences.list.length > 1 ? timelineOf(1) : timeline),
  };
}

/** The bill of a sized chain: traffic of the design world, machines and services as provisioned. */
export function costOf(planning: Planning, occurrences: Occurrences, first: Timeline, later: Timeline): EventCost {
  const { event, chain, pools, counts, viewers } = planning;
  const demand = (name: string) => required(chain.evaluation.demand.get(name)?.[0], name);
  const flows = Object.fromEntries([...chain.evaluation.flows].map(([name, column]) => [name, column[0] as number]));
  return eventCost({
    event,
    viewers,
    pools: pools.pools,
    traffic: {
      deliveredMbps: demand("deliveredMbps"),
      requestsPerViewerPerSecond: demand("requestsPerViewerPerSecond"),
      flows,
    },
    counts: counts.services,
    occurrences: occurrences.list,
    firstSpans: first.spans,
    laterSpans: later.spans,
  });
}

/** What levers compare: an event sized and judged, without the parts that only a report needs. */
export interface Judged {
  readonly viewers: number;
  readonly layers: readonly LayerSizing[];
  readonly findings: readonly Finding[];
  /** Known cost of one occurrence, USD. */
  readonly knownUsd: number;
}

/** Sizes an event and judges quotas and deadlines at `options.at`. */
export function judgeEvent(event: Event, options: PlanOptions): Judged {
  const planning = sizeEvent(event, options);
  const atSeconds = options.at ?? null;
  const then = consequencesOf(planning, atSeconds);
  return {
    viewers: planning.viewers,
    layers: planning.layers,
    findings: findingsOf(planning, then, atSeconds),
    knownUsd: then.cost.perOccurrence.knownUsd,
  };
}

/** Everything a person should act on, gravest first. */
function findingsOf(planning: Planning, then: Consequences, atSeconds: number | null): readonly Finding[] {
  return bySeverity(
    distinct([
      ...quotaFindings(then.quotas, atSeconds),
      ...then.deadlines.findings,
      ...planning.layers.flatMap((layer) => layer.findings),
      ...planning.pools.findings,
      ...then.occurrences.findings,
      ...then.timeline.findings,
    ]),
  );
}

/** Demand that a reader looks for first, in the order of the chain. */
const HEADLINES = [
  "joinsPerSecond",
  "rejoinsPerSecond",
  "exitsPerSecond",
  "deliveredMbps",
  "egressGbps",
  "edgeGbps",
  "edgeRequestsPerSecond",
] as const;

function headlines(planning: Planning): Plan["demand"] {
  const { chain } = planning;
  const spread = (column: Float64Array) => {
    const sorted = column.slice(1).sort();
    const at = (ratio: number) => sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))] ?? column[0];
    return { low: at(0.05) as number, high: at(0.95) as number };
  };
  const units = new Map(demandEquations(planning.event).list.map((equation) => [equation.key, equation.unit]));
  const peak = required(chain.evaluation.demand.get("peakConcurrentViewers"), "peakConcurrentViewers");
  return [
    { name: "peakConcurrentViewers", unit: "viewers" as const, design: peak[0] as number, ...spread(peak) },
    ...HEADLINES.flatMap((name) => {
      const column = chain.evaluation.demand.get(name);
      if (column === undefined) return [];
      return [{ name, unit: required(units.get(name), name), design: column[0] as number, ...spread(column) }];
    }),
  ];
}

/** The platform that stays: one small machine a zone, the ways out, nothing of the event. */
function idleOf(planning: Planning): Plan["cost"]["idlePerMonth"] {
  const { event, layers } = planning;
  const nat = layers.find((layer) => layer.id === "network:nat")?.settings;
  return idleCost(
    {
      systemNodes: [
        {
          instanceType: SYSTEM_INSTANCE_TYPE,
          nodes: expectedOf(event, "platform.systemNodesPerZone") * event.cluster.zones.length,
        },
      ],
      natGateways: nat?.gateways ?? 0,
      publicAddresses: (nat?.gateways ?? 0) * (nat?.addressesPerGateway ?? 0),
      hostedZones: event.hosts.zone === null ? 0 : 1,
      alarms: expectedOf(event, "platform.alarms"),
      webAcls: 0,
      webAclRules: 0,
      storedGb: null,
      cloudflarePlan: event.account.cloudflarePlan,
    },
    event,
  );
}

/** Machines that carry the platform's own pods between events: small, current, with a known price. */
const SYSTEM_INSTANCE_TYPE = "m7i.large";

/**
 * The whole answer for one event. Pure: same event and options, same bytes.
 *
 * @returns a plan also when it is blocked or infeasible: the verdict and the findings say so
 */
export function planEvent(event: Event, options: PlanOptions): Plan {
  const planning = sizeEvent(event, options);
  const atSeconds = options.at ?? null;
  const then = consequencesOf(planning, atSeconds);
  const { chain, pools, layers } = planning;
  const { zone } = event.start;
  const last = required(then.occurrences.list.at(-1), "an occurrence").epochSeconds + event.durationSeconds;
  const findings = findingsOf(planning, then, atSeconds);
  return {
    version: PLAN_VERSION,
    event: {
      name: event.name,
      owner: event.owner,
      tier: event.tier,
      start: momentOf(event.start.epochSeconds, zone),
      end: momentOf(event.start.epochSeconds + event.durationSeconds, zone),
      durationSeconds: event.durationSeconds,
      zone,
      occurrences: then.occurrences.list.map((one) => momentOf(one.epochSeconds, zone)),
      protocol: event.stream.protocol,
      region: event.cluster.region,
      zones: event.cluster.zones,
      survivingZones: event.cluster.survivingZones,
      peakConcurrentViewers: event.audience.peakConcurrentViewers,
    },
    basis: {
      at: atSeconds === null ? null : momentOf(atSeconds, zone),
      worlds: options.worlds,
      seed: options.seed,
      riskRatio: options.riskRatio ?? event.riskRatio,
      jointHoldRatio: chain.quantile.jointHoldRatio,
      commonQuantile: options.worlds === 0 ? 1 : chain.quantile.rank / options.worlds,
      catalogDate: CATALOG_DATE,
    },
    verdict: verdictOf({
      plannedViewers: planning.viewers,
      confidenceRatio: options.worlds === 0 ? 0 : 1 - (options.riskRatio ?? event.riskRatio),
      findings,
      quotas: then.quotas,
      deadlines: then.deadlines.deadlines,
      over: atSeconds !== null && atSeconds > last,
      ended: momentOf(last, zone).local,
    }),
    demand: headlines(planning),
    layers,
    nodePools: pools.pools,
    quotas: then.quotas,
    deadlines: then.deadlines.deadlines,
    timeline: { phases: then.timeline.phases, curve: then.timeline.curve },
    cost: {
      perOccurrence: then.cost.perOccurrence,
      allOccurrences: then.cost.allOccurrences,
      idlePerMonth: idleOf(planning),
    },
    assumptions: assumptionsOf(chain),
    sensitivity: sensitivityOf(chain, { layers, pools: pools.pools, lines: then.cost.perOccurrence.lines }),
    levers: [],
    findings,
  };
}
