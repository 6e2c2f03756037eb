import type { LayerSizing } from "../layers/layer";
import type { NodePool, Plan } from "../plan-document";

/** A node pool that an armed event raises. */
export interface PoolSize {
  readonly name: string;
  /** Nodes at full size, in all zones together. */
  readonly nodes: number;
}

/** A workload whose floor an armed event raises. */
export interface WorkloadSize {
  /** The layer instance: `session`, `service:rewards`. */
  readonly id: string;
  /** The pool whose nodes its pods run on. */
  readonly pool: string;
  /** Pods at full size. */
  readonly pods: number;
}

/** What an event is at full size, as far as timers change it. */
export interface FullSizes {
  readonly viewers: number;
  readonly zones: number;
  /** In the order in which they are raised: what viewers can't do without first. */
  readonly pools: readonly PoolSize[];
  readonly workloads: readonly WorkloadSize[];
  /** Reserved capacity units of all balancers of a kind together; 0 without a reservation. */
  readonly albUnits: number;
  readonly nlbUnits: number;
  /** The waiting room's rates; null without a room. */
  readonly room: { readonly totalActiveUsers: number; readonly newUsersPerMinute: number } | null;
}

/** What a plan sizes, for the timeline of the same event. */
export function fullSizesOf(plan: Pick<Plan, "verdict" | "event" | "nodePools" | "layers">): FullSizes {
  const balancers = settingsOf(plan.layers, "network:balancers");
  const room = settingsOf(plan.layers, "admission");
  return {
    viewers: plan.verdict.plannedViewers,
    zones: plan.event.zones.length,
    pools: plan.nodePools.map(({ name, nodes }) => ({ name, nodes })),
    workloads: plan.nodePools.flatMap(workloadsOf),
    albUnits: Math.ceil(balancers.albReservedUnits ?? 0),
    nlbUnits: Math.ceil(balancers.nlbReservedUnits ?? 0),
    room:
      room.totalActiveUsers === undefined || room.newUsersPerMinute === undefined
        ? null
        : { totalActiveUsers: room.totalActiveUsers, newUsersPerMinute: room.newUsersPerMinute },
  };
}

function settingsOf(layers: readonly LayerSizing[], id: string): Readonly<Record<string, number | undefined>> {
  return layers.find((layer) => layer.id === id)?.settings ?? {};
}

function workloadsOf(pool: NodePool): readonly WorkloadSize[] {
  return pool.workloads.map(({ id, pods }) => ({ id, pool: pool.name, pods }));
}
