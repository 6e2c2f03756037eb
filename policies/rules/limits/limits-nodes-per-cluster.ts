import { judge, quotaInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const KEY = "aws/eks/nodes-per-cluster-without-talking-to-aws";

export const nodesPerCluster = rule({
  id: "limits-nodes-per-cluster",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "All nodes of a cluster, those of overlapping events too, stay below what AWS wants to hear of beforehand",
  why: "Above it the control plane has not been prepared, and joins and schedules too slowly for a raise",
  fix: "Tell AWS about the event, and state the agreed number in account.quotas; or use a second cluster",
  sources: [{ quota: KEY }],
  appliesTo: "managed node groups",
  check: ({ graph, facts }) => {
    const groups = graph.ofType(TYPES.nodeGroup);
    if (groups.length === 0) return [];
    const nodes = sum(groups, ({ inputs }) => numberAt(inputs, "scalingConfig.desiredSize"));
    return [judge(nodes, quotaInForce(KEY, facts), { noun: "nodes", inUse: facts.inUse[KEY] ?? 0 })];
  },
});
