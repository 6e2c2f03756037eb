import { judge, limitInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const KEY = "kubernetes/scalability/pods-per-namespace";

export const podsPerNamespace = rule({
  id: "limits-pods-per-namespace",
  area: "limits",
  level: "advisory",
  severity: "medium",
  title: "An event's namespace has no more pods than Kubernetes is tested with",
  why: "Controllers that list a namespace get slower with every pod in it",
  fix: "Use larger pods, or spread the event's services over two namespaces",
  sources: [{ limit: KEY }],
  appliesTo: "workloads",
  check: ({ graph }) => {
    const workloads = graph.ofType(TYPES.workload);
    if (workloads.length === 0) return [];
    const pods = sum(workloads, ({ inputs }) => numberAt(inputs, "maxReplicas"));
    return [judge(pods, limitInForce(KEY), { noun: "pods" })];
  },
});
