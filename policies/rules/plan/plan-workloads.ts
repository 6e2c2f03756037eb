import { asPlanned, howSized } from "../../planned";
import { type Observation, rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt } from "../../values";
import { layerOfWorkload } from "./workload-layer";

export const workloads = rule({
  id: "plan-workloads",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title:
    "Every workload runs as many copies as the plan says, in the pool that the plan says, and no other workload is there",
  why: "Copies the plan doesn't know take room on nodes from those it does; copies too few hold fewer viewers",
  fix: "Take replicas and pool from the plan; name the workload after its layer, such as api or service-rewards",
  sources: [{ document: "plan: workloads of node pools" }],
  appliesTo: "workloads",
  check: ({ graph, facts }) => {
    const { plan } = facts;
    if (plan === null) return [];
    return graph.ofType(TYPES.workload).flatMap((at): readonly Observation[] => {
      const layer = layerOfWorkload(at, plan);
      if (layer?.workload == null)
        return [violated(at, "a workload that the plan doesn't know", "the plan's workloads")];
      const { pool, replicas } = layer.workload;
      const placed = textAt(at.inputs, "pool");
      const wrongPool = typeof placed === "string" && placed !== pool;
      return [
        asPlanned(at, numberAt(at.inputs, "replicas"), replicas, { noun: "copies at least", how: howSized(facts) }),
        ...(wrongPool ? [violated(at, `pool ${placed}`, `pool ${pool}, as planned`)] : []),
      ];
    });
  },
});
