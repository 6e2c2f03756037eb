import { judgeOne, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

const KEY = "aws/elasticloadbalancing/targets-per-target-group-per-region";

export const targetsPerGroup = rule({
  id: "limits-targets-per-group",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "No target group gets more pods than its quota: one group stands for one shard of a workload",
  why: "Pods above it are not registered and get no requests",
  fix: "Split the workload into more shards, use larger pods, or a higher quota stated in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "workloads",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.workload).map((at) => {
      const replicas = numberAt(at.inputs, "maxReplicas");
      const shards = numberAt(at.inputs, "shards") ?? 1;
      const each = typeof replicas === "number" && typeof shards === "number" ? Math.ceil(replicas / shards) : UNKNOWN;
      return judgeOne(each, quotaInForce(KEY, facts), { at, noun: "pods in one target group" });
    }),
});
