import { judge, limitInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const NODES = "kubernetes/scalability/nodes-per-cluster";
const PODS = "kubernetes/scalability/pods-per-cluster";

export const clusterEnvelope = rule({
  id: "limits-cluster-envelope",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Nodes and pods of a cluster stay within what Kubernetes is tested for",
  why: "Outside of it nobody knows how the API server, the scheduler and DNS behave, and the event would be the test",
  fix: "Use larger machines, or a second cluster",
  sources: [{ limit: NODES }, { limit: PODS }],
  appliesTo: "nodes and workloads",
  check: ({ graph, facts }) => {
    const groups = graph.ofType(TYPES.nodeGroup);
    const workloads = graph.ofType(TYPES.workload);
    const nodes = sum(groups, ({ inputs }) => numberAt(inputs, "scalingConfig.desiredSize"));
    const pods = sum(workloads, ({ inputs }) => numberAt(inputs, "maxReplicas"));
    const inUse = facts.inUse["aws/eks/nodes-per-cluster-without-talking-to-aws"] ?? 0;
    return [
      ...(groups.length === 0 ? [] : [judge(nodes, limitInForce(NODES), { noun: "nodes", inUse })]),
      ...(workloads.length === 0 ? [] : [judge(pods, limitInForce(PODS), { noun: "pods" })]),
    ];
  },
});
