import { requireChain, sizeLayer } from "./chain";
import type { Current } from "./current";
import { VIEWERS_KEY } from "./evaluation";
import type { Event } from "./event/event";
import type { LayerInstance, PoolName, Workload } from "./layers/layer";
import { type MachineType, machineTypes } from "./machine-types";
import { podNeeds } from "./node-shape";
import { pack } from "./packing";
import { type Planning, type PlanOptions, sizeEvent } from "./plan";
import type { NodePool, Plan } from "./plan-document";
import { type Finding, type Outcome, required } from "./problems";
import { ceilCount } from "./sizing";

/** What one thing that exists can hold. */
export interface Held {
  /** Layer id, or `pool:<name>` for machines. */
  readonly id: string;
  readonly title: string;
  readonly unitName: string;
  /** Units there are today, and units the event needs. */
  readonly units: number;
  readonly neededUnits: number;
  /** The machine type that `neededUnits` counts, for pools: today's, or the plan's where pods don't fit today's. */
  readonly neededAs: string | null;
  /** Viewers held with the planned margins for utilization and a lost zone; null when the need doesn't follow viewers. */
  readonly viewers: number | null;
  /** What sets the count at that many viewers. */
  readonly bindingConstraint: string;
}

/** One step from today's capacity to the event's. */
export interface ExpansionStep {
  readonly order: number;
  readonly id: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** The machine type after the step, for pools. */
  readonly toAs: string | null;
  readonly unitName: string;
  /** Viewers the chain holds before this step: it is the next to break. */
  readonly holdsBefore: number;
  /** Viewers the chain holds after it, limited by the step after. */
  readonly holdsAfter: number;
}

/** Today's capacity against the event, layer by layer. */
export interface Headroom {
  readonly current: string;
  readonly plannedViewers: number;
  /** The chain holds as many viewers as its weakest part. */
  readonly viewers: number;
  readonly breaksFirst: string | null;
  /** Weakest first. */
  readonly held: readonly Held[];
  /** Layers of the event about which the current file says nothing: unknown, not enough. */
  readonly unknown: readonly {
    readonly id: string;
    readonly title: string;
    readonly neededUnits: number;
    readonly unitName: string;
  }[];
  readonly steps: readonly ExpansionStep[];
  readonly findings: readonly Finding[];
}

/** More viewers than this are not looked for. */
const MOST_VIEWERS = 1e9;
/** Halvings of the range in ratio: 1e9 ^ (1 / 2^16) is within a thousandth. */
const HALVINGS = 16;

/** What is needed at some number of viewers: units and what binds them. */
interface Needed {
  readonly units: number;
  readonly bindingConstraint: string;
}

/** The largest number of viewers for which `needed` stays within `units`; 0 when not even one is held. */
function mostViewers(units: number, needed: (viewers: number) => Needed): Pick<Held, "viewers" | "bindingConstraint"> {
  const one = needed(1);
  const most = needed(MOST_VIEWERS);
  // A sizing that ends at a limit says how far it comes, not that it holds.
  const enough = (need: Needed) => need.units <= units && need.bindingConstraint !== "limit";
  if (Number.isFinite(one.units) && one.units === most.units && one.bindingConstraint === most.bindingConstraint) {
    return { viewers: null, bindingConstraint: one.bindingConstraint };
  }
  if (!enough(one)) return { viewers: 0, bindingConstraint: one.bindingConstraint };
  if (enough(most)) return { viewers: MOST_VIEWERS, bindingConstraint: most.bindingConstraint };
  let low = 1;
  let high = MOST_VIEWERS;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = Math.sqrt(low * high);
    if (enough(needed(middle))) low = middle;
    else high = middle;
  }
  return { viewers: Math.floor(low), bindingConstraint: needed(high).bindingConstraint };
}

/** Orders by viewers held; what doesn't follow viewers comes first when it is short, else last. */
function rank(held: Held): number {
  if (held.viewers !== null) return held.viewers;
  return held.units < held.neededUnits ? 0 : Number.POSITIVE_INFINITY;
}

/** Layers at a number of viewers with everything else as expected, remembered by number of viewers. */
function chainAt(event: Event, instances: readonly LayerInstance[]) {
  const known = new Map<number, ReturnType<typeof requireChain>>();
  return (viewers: number) => {
    const found =
      known.get(viewers) ??
      requireChain(event, instances, {
        worlds: 0,
        seed: 0,
        riskRatio: event.riskRatio,
        design: { [VIEWERS_KEY]: viewers },
      });
    known.set(viewers, found);
    return found;
  };
}

/** Nodes of one machine type that a pool's workloads need. */
function nodesFor(workloads: readonly Workload[], type: MachineType, zones: number): number {
  const kinds = workloads
    .filter((workload) => workload.replicas > 0)
    .map((workload) => ({
      id: workload.id,
      needs: podNeeds(workload.pod),
      count: ceilCount(workload.replicas / zones),
    }));
  const packing = pack(kinds, type.room);
  return packing === null ? Number.POSITIVE_INFINITY : packing.nodes * zones;
}

/**
 * How many viewers each part of today's capacity holds, which part breaks first, and the way to the event.
 *
 * Margins for utilization and a lost zone are kept: what is held is held safely. Coefficients are at their expected values.
 *
 * @returns problems when the current file describes another region or machines that don't exist
 */
export function headroomOf(event: Event, current: Current, options: PlanOptions): Outcome<Headroom> {
  const planning = sizeEvent(event, options);
  const findings = mismatches(event, current);
  if (findings.length > 0) return { ok: false, findings };
  const at = chainAt(event, planning.instances);
  const held = [...poolsHeld(planning, current, at), ...layersHeld(planning, current, at)].sort(
    (a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1),
  );
  const unknown = planning.layers
    .filter((layer) => layer.workload === null && countable(layer.unitName) && current.layers[layer.id] === undefined)
    .map(({ id, title, units, unitName }) => ({ id, title, neededUnits: units, unitName }));
  const weakest = held.find((one) => one.viewers !== null);
  return {
    ok: true,
    value: {
      current: current.name,
      plannedViewers: planning.viewers,
      viewers: weakest?.viewers ?? 0,
      breaksFirst: weakest?.id ?? null,
      held,
      unknown,
      steps: stepsOf(held, planning.viewers),
      findings: [],
    },
    findings: [],
  };
}

/** Layers that are counted: others are contracts and settings, which a current file can't have a number of. */
function countable(unitName: string): boolean {
  return unitName !== "count";
}

function mismatches(event: Event, current: Current): readonly Finding[] {
  const findings: Finding[] = [];
  if (current.region !== event.cluster.region) {
    findings.push({
      id: "current-region",
      severity: "error",
      where: "region",
      file: current.file,
      found: `capacity in ${current.region}`,
      expected: `${event.cluster.region}, where ${event.name} is planned`,
      fix: `Take the file of the platform in ${event.cluster.region}, or plan with --set cluster.region=${current.region}`,
    });
  }
  const types = machineTypes({ ...event, cluster: { ...event.cluster, families: [] } }).types;
  for (const [pool, { instanceType }] of Object.entries(current.nodePools)) {
    if (types.some((type) => type.instance.type === instanceType)) continue;
    findings.push({
      id: "current-machine",
      severity: "error",
      where: `nodePools.${pool}.instanceType`,
      file: current.file,
      found: instanceType,
      expected: "a machine type of the catalog whose speed is known, e.g. m6i.xlarge",
      fix: "State the type the nodes really have; of a type the catalog doesn't compare, take the nearest of the same generation",
    });
  }
  return findings;
}

function poolsHeld(planning: Planning, current: Current, at: ReturnType<typeof chainAt>): readonly Held[] {
  const { event, instances, layers } = planning;
  const zones = event.cluster.zones.length;
  const types = machineTypes({ ...event, cluster: { ...event.cluster, families: [] } }).types;
  return Object.entries(current.nodePools).flatMap(([name, { instanceType, nodes }]): readonly Held[] => {
    const type = required(
      types.find((one) => one.instance.type === instanceType),
      `machine ${instanceType}`,
    );
    const members = layers.filter((layer) => layer.workload?.pool === name).map((layer) => layer.id);
    const inPool = instances.filter((instance) => members.includes(instance.id));
    if (inPool.length === 0) return [];
    const needed = (viewers: number): Needed => {
      const sized = inPool.map((instance) => sizeLayer(instance, at(viewers), type.relativeSpeed));
      const workloads = sized.flatMap((layer) => (layer.workload === null ? [] : [layer.workload]));
      const largest = sized.reduce((a, b) => (vcpuOf(b.workload) > vcpuOf(a.workload) ? b : a));
      const needed = nodesFor(workloads, type, zones);
      return {
        units: needed,
        bindingConstraint: Number.isFinite(needed)
          ? `${largest.bindingConstraint} of ${largest.id}`
          : `pods that don't fit ${instanceType}, the largest of ${largest.id}`,
      };
    };
    return [
      {
        id: `pool:${name}`,
        title: `Machines of pool ${name} (${instanceType})`,
        unitName: "nodes",
        units: nodes,
        ...neededNodes(planning, name as PoolName, type),
        ...mostViewers(nodes, needed),
      },
    ];
  });
}

function vcpuOf(workload: Workload | null): number {
  return workload === null ? 0 : workload.replicas * workload.pod.vcpu;
}

/** What the event's pool needs, counted in today's machine type, or in the plan's where its pods don't fit today's. */
function neededNodes(
  planning: Planning,
  pool: PoolName,
  type: MachineType,
): { readonly neededUnits: number; readonly neededAs: string | null } {
  const workloads = planning.instances
    .filter((instance) => instance.model.stage === "demand")
    .map((instance) => sizeLayer(instance, planning.chain, type.relativeSpeed).workload)
    .filter((workload): workload is Workload => workload?.pool === pool);
  const nodes = nodesFor(workloads, type, planning.event.cluster.zones.length);
  if (Number.isFinite(nodes)) return { neededUnits: nodes, neededAs: type.instance.type };
  const planned = planning.pools.pools.find((one) => one.name === pool);
  return { neededUnits: planned?.nodes ?? 0, neededAs: planned?.instanceTypes[0] ?? null };
}

function layersHeld(planning: Planning, current: Current, at: ReturnType<typeof chainAt>): readonly Held[] {
  return planning.instances.flatMap((instance): readonly Held[] => {
    const units = current.layers[instance.id];
    const planned = required(
      planning.layers.find((layer) => layer.id === instance.id),
      instance.id,
    );
    if (units === undefined || planned.workload !== null || instance.model.stage !== "demand") return [];
    // Counts compare only within one type: a store planned larger may be fewer nodes of another type.
    const type = planned.candidates.find((candidate) => candidate.chosen)?.name;
    const needed = (viewers: number): Needed => {
      const sized = sizeLayer(instance, at(viewers), 1);
      const same = sized.candidates.find((candidate) => candidate.name === type);
      return { units: same?.units ?? sized.units, bindingConstraint: sized.bindingConstraint };
    };
    return [
      {
        id: instance.id,
        title: instance.title,
        unitName: planned.unitName,
        units,
        neededUnits: planned.units,
        neededAs: null,
        ...mostViewers(units, needed),
      },
    ];
  });
}

/** Raises in the order in which things break on the way to the event. */
function stepsOf(held: readonly Held[], plannedViewers: number): readonly ExpansionStep[] {
  const short = held.filter((one) => rank(one) < plannedViewers && one.neededUnits > one.units);
  return short.map((one, i) => ({
    order: i + 1,
    id: one.id,
    title: one.title,
    from: one.units,
    to: one.neededUnits,
    toAs: one.neededAs,
    unitName: one.unitName,
    holdsBefore: rank(one),
    holdsAfter: Math.min(plannedViewers, ...short.slice(i + 1, i + 2).map(rank)),
  }));
}

/** A plan's own provision as if it were what exists: the starting point of the next expansion. */
export function provisionOf(plan: Pick<Plan, "layers" | "nodePools" | "event">): Current {
  return {
    name: plan.event.name,
    file: "",
    region: plan.event.region,
    nodePools: Object.fromEntries(
      plan.nodePools.map((pool: NodePool) => [
        pool.name,
        { instanceType: required(pool.instanceTypes[0], "an instance type"), nodes: pool.nodes },
      ]),
    ),
    layers: Object.fromEntries(
      plan.layers
        .filter((layer) => layer.workload === null && countable(layer.unitName))
        .map((layer) => [layer.id, layer.units]),
    ),
  };
}
