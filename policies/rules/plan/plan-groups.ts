import { figure } from "../../figure";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

export const groups = rule({
  id: "plan-groups",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title: "The node groups of a pool together have the pool's nodes, as minimum and as wanted size",
  why: "What the component says and what EKS is asked for must be one number, or the plan's nodes are never there",
  fix: "Take the override of scalingConfig out, and change the pool's nodesPerZone",
  sources: [{ document: "lifecycle, section 2.2: EKS is sent all three sizes of a group at once" }],
  appliesTo: "node pools",
  check: ({ graph }) => {
    const groupsOf = new Map<string, { wanted: number; least: number; isOpen: boolean }>();
    for (const group of graph.ofType(TYPES.nodeGroup)) {
      const pool = graph.ancestor(group, TYPES.nodePool);
      if (pool === undefined) continue;
      const sums = groupsOf.get(pool.urn) ?? { wanted: 0, least: 0, isOpen: false };
      const wanted = numberAt(group.inputs, "scalingConfig.desiredSize");
      const least = numberAt(group.inputs, "scalingConfig.minSize");
      if (wanted === UNKNOWN || least === UNKNOWN) sums.isOpen = true;
      else {
        sums.wanted += wanted ?? 0;
        sums.least += least ?? 0;
      }
      groupsOf.set(pool.urn, sums);
    }
    return graph.ofType(TYPES.nodePool).map((at): Observation => {
      const nodes = numberAt(at.inputs, "nodes");
      const { wanted, least, isOpen } = groupsOf.get(at.urn) ?? { wanted: 0, least: 0, isOpen: false };
      if (nodes === UNKNOWN || isOpen) return unknown(at, "sizes of its groups");
      if (wanted === nodes && least === nodes) return fine(at);
      const found = `groups of ${figure(wanted)} nodes wanted and ${figure(least)} at least`;
      return violated(at, found, `${figure(nodes ?? 0)} of both, as the pool says`);
    });
  },
});
