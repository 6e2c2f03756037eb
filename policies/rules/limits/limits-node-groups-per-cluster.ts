import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/eks/managed-node-groups-per-cluster";

export const nodeGroupsPerCluster = rule({
  id: "limits-node-groups-per-cluster",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title: "All node groups of a cluster, those of overlapping events and the platform's own, fit its quota",
  why: "The last groups can't be made, and their zone has no nodes",
  fix: "Use fewer pools or larger groups, move an event, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "managed node groups",
  check: ({ graph, facts }) => {
    const groups = graph.ofType(TYPES.nodeGroup);
    if (groups.length === 0) return [];
    const inUse = facts.inUse[KEY] ?? 0;
    return [judge({ known: groups.length, unknown: [] }, quotaInForce(KEY, facts), { noun: "node groups", inUse })];
  },
});
