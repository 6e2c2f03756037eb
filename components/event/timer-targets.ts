import type { Input } from "@pulumi/pulumi";
import { groupSizes } from "./node-groups";
import { shareOf } from "./workload-intent";

/** A node group that timers size. */
export interface TimedGroup {
  readonly zone: string;
  /** From 1 in each zone. */
  readonly number: number;
  readonly nodeGroupName: string;
}

/** A floor that timers move; one for each shard of a workload, in the shards' order. */
export interface TimedFloor {
  /** Name of the ScaledObject. */
  readonly scaledObject: string;
  /** Name of the deployment. */
  readonly deployment: Input<string>;
}

/** A size for a group. */
export interface GroupTarget {
  readonly name: string;
  readonly nodes: number;
}

/** A size for a floor under a deployment. */
export interface FloorTarget {
  /** Path of the ScaledObject in the cluster's API. */
  readonly object: string;
  /** Path of the deployment. */
  readonly deployment: string;
  readonly pods: number;
  /** How far the autoscaler may go: at least `pods`. */
  readonly ceiling: number;
}

/**
 * A pool's nodes dealt to its groups as NodePool deals them: the same to every zone, the first group of each filled before the second.
 * @returns in the groups' order; undefined when the nodes don't divide by the zones or the groups can't hold them
 */
export function groupTargets(
  nodes: number,
  groups: readonly TimedGroup[],
  nodesPerGroup: number,
): readonly GroupTarget[] | undefined {
  const zones = new Set(groups.map(({ zone }) => zone));
  const perZone = nodes / zones.size;
  if (!Number.isInteger(perZone)) return undefined;
  const sizes = groupSizes({ nodes: perZone, groups: groups.length / zones.size, nodesPerGroup });
  if (sizes.reduce((sum, size) => sum + size, 0) !== perZone) return undefined;
  return groups.map(({ nodeGroupName, number }) => ({ name: nodeGroupName, nodes: sizes[number - 1] ?? 0 }));
}

/** A workload's pods dealt to its shards as Workload deals them, one each at least: an autoscaler by CPU can't come back from nothing. */
export function floorTargets(pods: number, shards: number): readonly number[] {
  return Array.from({ length: shards }, (_, at) => Math.max(1, shareOf(pods, shards, at)));
}
