import { judge, quotaInForce, sum } from "../../allowed";
import { classesOf, groupsBoughtAs, type Purchase, VCPU_QUOTAS, vcpuOf } from "../../machines";
import { type Observation, type RuleInput, unknown } from "../../rule";
import { TYPES } from "../../types";

/** Judges the vCPU of all node groups bought in one way, by the class of quota that counts them. */
export function judgeVcpu(
  { graph, facts }: Pick<RuleInput<unknown>, "graph" | "facts">,
  purchase: Purchase,
): readonly Observation[] {
  const groups = groupsBoughtAs(graph.ofType(TYPES.nodeGroup), purchase);
  return classesOf(groups).map((ofClass) => {
    const key = VCPU_QUOTAS[purchase][ofClass];
    if (key === undefined) return unknown(undefined, `the ${purchase} quota of ${ofClass} machines, which has no row`);
    const vcpu = sum(groups, (group) => vcpuOf(group, ofClass));
    return judge(vcpu, quotaInForce(key, facts), {
      noun: `vCPU of ${ofClass} machines ${purchase === "spot" ? "on spot" : "on demand"}`,
      inUse: facts.inUse[key] ?? 0,
    });
  });
}
