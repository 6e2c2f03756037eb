/** Nodes of one zone, spread over managed node groups. */
export interface GroupLayout {
  readonly nodes: number;
  readonly groups: number;
  /** Most nodes that one group may hold. */
  readonly nodesPerGroup: number;
}

/** Fewest groups that hold a zone's nodes; one even when there are none yet. */
export function groupsFor(nodes: number, nodesPerGroup: number): number {
  return Math.max(1, Math.ceil(nodes / nodesPerGroup));
}

/**
 * Nodes of each group, the first filled before the second begins: growth then only adds nodes, and never takes one from a group that is already there.
 * @returns one whole number per group, their sum the zone's nodes as long as the groups can hold them
 */
export function groupSizes({ nodes, groups, nodesPerGroup }: GroupLayout): readonly number[] {
  return Array.from({ length: groups }, (_, at) => Math.min(nodesPerGroup, Math.max(0, nodes - at * nodesPerGroup)));
}
