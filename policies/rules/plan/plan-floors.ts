import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

export const floors = rule({
  id: "plan-floors",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title: "The floors of a workload's autoscalers add up to its copies, and their ceilings are not below",
  why: "The autoscaler owns the count: a floor below the plan lets a lull before doors take copies away",
  fix: "Take the override of the floor out, and change the workload's replicas",
  sources: [{ document: "lifecycle, section 8.1: raise the pod floor" }],
  appliesTo: "workloads",
  check: ({ graph }) => {
    const sums = new Map<string, { least: number; most: number; isOpen: boolean }>();
    for (const each of graph.ofType(TYPES.scaledObject)) {
      const workload = graph.ancestor(each, TYPES.workload);
      if (workload === undefined) continue;
      const own = sums.get(workload.urn) ?? { least: 0, most: 0, isOpen: false };
      const least = numberAt(each.inputs, "spec.minReplicaCount");
      const most = numberAt(each.inputs, "spec.maxReplicaCount");
      if (least === UNKNOWN || most === UNKNOWN) own.isOpen = true;
      else {
        own.least += least ?? 0;
        own.most += most ?? 0;
      }
      sums.set(workload.urn, own);
    }
    return graph.ofType(TYPES.workload).map((at): Observation => {
      const replicas = numberAt(at.inputs, "replicas");
      const own = sums.get(at.urn) ?? { least: 0, most: 0, isOpen: false };
      if (replicas === UNKNOWN || own.isOpen) return unknown(at, "its floors");
      if (own.least === replicas && own.most >= replicas) return fine(at);
      return violated(
        at,
        `floors of ${own.least} and ceilings of ${own.most} copies`,
        `a floor of ${replicas ?? 0} copies`,
      );
    });
  },
});
