import { judgeOne, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const KEY = "aws/eks/nodes-per-managed-node-group";

export const nodesPerGroup = rule({
  id: "limits-nodes-per-group",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title: "No managed node group may grow beyond the account's quota of nodes in one group",
  why: "EKS refuses the group, or its growth in the middle of the raise; the event then starts with fewer nodes than planned",
  fix: "Use more groups in each zone (groupsPerZone), or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "managed node groups",
  check: ({ graph, facts }) => {
    const allowed = quotaInForce(KEY, facts);
    return graph.ofType(TYPES.nodeGroup).map((at) => {
      const most = numberAt(at.inputs, "scalingConfig.maxSize");
      return judgeOne(most, allowed, { at, noun: "nodes at most" });
    });
  },
});
