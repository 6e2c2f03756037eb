import { figure } from "../../figure";
import type { GraphIndex, PolicyResource } from "../../graph";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt, UNKNOWN } from "../../values";

const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

export const drain = rule({
  id: "survival-drain",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "A pod that goes serves on for longer than its balancer needs to take it out, and is killed only after that",
  why: "Else every rolling change and every lost node cuts off viewers who are still being sent to the pod",
  fix: "Give workload and route the same deregistrationDelaySeconds",
  sources: [{ limit: "aws/elasticloadbalancing/deregistration-delay" }],
  appliesTo: "target groups of workloads",
  check: ({ graph }) =>
    graph.ofType(BINDING).flatMap((binding) => {
      const workload = workloadBehind(graph, binding);
      const group = graph.sourcesOf(binding, "spec", TYPES.targetGroup)[0];
      if (workload === undefined || group === undefined) return [];
      const delay = numberAt(group.inputs, "deregistrationDelay");
      const preStop = numberAt(workload.inputs, "preStopSeconds");
      const grace = numberAt(workload.inputs, "graceSeconds");
      if (delay === UNKNOWN || preStop === UNKNOWN || grace === UNKNOWN) return [unknown(group, "how long it drains")];
      // What AWS does when nobody says otherwise.
      const drains = delay ?? DEFAULT_DELAY_SECONDS;
      if ((preStop ?? 0) <= drains) {
        return [
          violated(
            workload,
            `pods that serve on for ${figure(preStop ?? 0)} s`,
            `more than the ${figure(drains)} s for which ${group.name} drains`,
          ),
        ];
      }
      if ((grace ?? 0) <= (preStop ?? 0)) {
        return [
          violated(
            workload,
            `a kill after ${figure(grace ?? 0)} s`,
            `more than the ${figure(preStop ?? 0)} s for which its pods serve on`,
          ),
        ];
      }
      return [fine(workload)];
    }),
});

const DEFAULT_DELAY_SECONDS = 300;

/** The workload whose service a binding names. */
function workloadBehind(graph: GraphIndex, binding: PolicyResource): PolicyResource | undefined {
  const named = textAt(binding.inputs, "spec.serviceRef.name");
  const services = graph.sourcesOf(binding, "spec", TYPES.service);
  const service = services.find((each) => textAt(each.inputs, "metadata.name") === named) ?? services[0];
  return service === undefined ? undefined : graph.ancestor(service, TYPES.workload);
}
