import { judgeOne, limitInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

const KEY = "kubernetes/scalability/endpoints-per-service";

export const endpointsPerService = rule({
  id: "limits-endpoints-per-service",
  area: "limits",
  level: "advisory",
  severity: "low",
  title: "A service has no more pods behind it than Kubernetes is tested with",
  why: "Each change of a large service is told to every node; a raise changes it at every second",
  fix: "Split the workload into shards, each with a service of its own",
  sources: [{ limit: KEY }],
  appliesTo: "workloads",
  check: ({ graph }) =>
    graph.ofType(TYPES.workload).map((at) => {
      const replicas = numberAt(at.inputs, "maxReplicas");
      const shards = numberAt(at.inputs, "shards") ?? 1;
      const each = typeof replicas === "number" && typeof shards === "number" ? Math.ceil(replicas / shards) : UNKNOWN;
      return judgeOne(each, limitInForce(KEY), { at, noun: "pods behind one service" });
    }),
});
