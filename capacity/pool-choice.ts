import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import type { Workload } from "./layers/layer";
import type { MachineType } from "./machine-types";
import { type Axis, podNeeds, type Vector } from "./node-shape";
import { boundOf, type PodKind, pack, podsPerNode, totalNeeds } from "./packing";
import { required } from "./problems";
import { ceilCount } from "./sizing";

/** How many copies of one workload a machine of this speed needs. */
export type WorkloadAt = (relativeSpeed: number) => Workload;

/** A machine shape with what a pool would need of it. */
export interface Offer {
  readonly type: MachineType;
  readonly kinds: readonly PodKind[];
  readonly boundPerZone: number;
  readonly boundAxis: Axis;
  readonly boundUsd: number;
}

/** An offer whose pods were placed. */
export interface Choice extends Offer {
  readonly nodesPerZone: number;
  readonly packedPerZone: number;
  readonly mostPodsOnNode: number;
  readonly usd: number;
}

/** A machine that can't carry the pool. */
export interface Misfit {
  readonly type: MachineType;
  readonly rejected: string;
}

/** How many runners-up a pool shows: enough to see the next sizes and the next families. */
export const RUNNERS_UP = 5;

/** Pods of one zone: replicas come in multiples of the zones. */
function kindsPerZone(workloads: readonly Workload[], zones: number): readonly PodKind[] {
  return workloads
    .filter((workload) => workload.replicas > 0)
    .map((workload) => ({
      id: workload.id,
      needs: podNeeds(workload.pod),
      count: ceilCount(workload.replicas / zones),
    }));
}

/**
 * Fewest nodes in a zone, so that one node lost is not too much of the pool; never more than there are pods to spread.
 *
 * @param kinds pods of one zone
 */
export function minimumPerZone(event: Event, kinds: readonly PodKind[]): number {
  const shared = ceilCount(1 / expectedOf(event, "compute.nodeShareRatio") / event.cluster.zones.length);
  const pods = kinds.reduce((sum, kind) => sum + kind.count, 0);
  return Math.max(1, Math.ceil(expectedOf(event, "compute.minimumNodesPerZone")), Math.min(shared, pods));
}

/** Why a machine can't carry the pool, or null. */
function misfit(type: MachineType, kinds: readonly PodKind[]): string | null {
  const wantsGpu = kinds.some((kind) => kind.needs.gpus > 0);
  if (wantsGpu && type.instance.gpus === 0) return "has no GPU";
  if (!wantsGpu && type.instance.gpus > 0) return "its GPU would idle";
  for (const kind of kinds) {
    const fit = podsPerNode(kind.needs, type.room);
    if (fit.pods < 1) return `a pod of ${kind.id} does not fit: ${fit.axis}`;
  }
  return null;
}

/** What every machine would cost at its lower bound, cheapest first, and why the others can't. */
export function offers(
  pool: readonly WorkloadAt[],
  types: readonly MachineType[],
  event: Event,
): { readonly offers: readonly Offer[]; readonly misfits: readonly Misfit[] } {
  const zones = event.cluster.zones.length;
  const bySpeed = new Map<number, { readonly kinds: readonly PodKind[]; readonly needs: Vector }>();
  const found: Offer[] = [];
  const misfits: Misfit[] = [];
  for (const type of types) {
    let demand = bySpeed.get(type.relativeSpeed);
    if (!demand) {
      const kinds = kindsPerZone(
        pool.map((workloadAt) => workloadAt(type.relativeSpeed)),
        zones,
      );
      demand = { kinds, needs: totalNeeds(kinds) };
      bySpeed.set(type.relativeSpeed, demand);
    }
    const { kinds, needs } = demand;
    const rejected = misfit(type, kinds);
    if (rejected !== null) {
      misfits.push({ type, rejected });
      continue;
    }
    const bound = boundOf(needs, type.room);
    found.push({
      type,
      kinds,
      boundPerZone: bound.nodes,
      boundAxis: bound.axis,
      boundUsd: Math.max(bound.nodes, minimumPerZone(event, kinds)) * zones * type.choiceUsdPerHour,
    });
  }
  found.sort((a, b) => a.boundUsd - b.boundUsd || (a.type.instance.type < b.type.instance.type ? -1 : 1));
  return { offers: found, misfits };
}

function packed(offer: Offer, event: Event): Choice {
  const zones = event.cluster.zones.length;
  const packing = required(pack(offer.kinds, offer.type.room), `placement on ${offer.type.instance.type}`);
  const nodesPerZone = Math.max(minimumPerZone(event, offer.kinds), packing.nodes);
  return {
    ...offer,
    packedPerZone: packing.nodes,
    nodesPerZone,
    mostPodsOnNode: Math.max(
      0,
      ...packing.patterns.map((pattern) => pattern.pods.reduce((sum, pods) => sum + pods.count, 0)),
    ),
    usd: nodesPerZone * zones * offer.type.choiceUsdPerHour,
  };
}

/** The cheapest placement, found in the order of the bounds: none further on can be cheaper than its own bound. */
export function cheapest(ordered: readonly Offer[], event: Event): readonly Choice[] {
  const choices: Choice[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const offer of ordered) {
    if (offer.boundUsd >= best && choices.length > RUNNERS_UP) break;
    const choice = packed(offer, event);
    choices.push(choice);
    best = Math.min(best, choice.usd);
  }
  return choices.sort((a, b) => a.usd - b.usd || (a.type.instance.type < b.type.instance.type ? -1 : 1));
}
