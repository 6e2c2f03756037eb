import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { layerOfWorkload } from "./workload-layer";

export const workloadsRun = rule({
  id: "plan-workloads-run",
  area: "plan",
  level: "advisory",
  severity: "medium",
  title: "Every service of the plan is run by the stack",
  why: "Its nodes are there and paid for; whoever runs the service must know how many copies it needs",
  fix: "Name an image or a deployment under workloads in the stack's config, or run the service in another way and switch the rule off with the reason",
  sources: [{ document: "plan: workloads of node pools" }],
  appliesTo: "services in the plan",
  check: ({ graph, facts }) => {
    const { plan } = facts;
    if (plan === null) return [];
    const run = new Set(graph.ofType(TYPES.workload).map((at) => layerOfWorkload(at, plan)?.id));
    return plan.layers.flatMap(({ id, workload }) => {
      if (workload === null || workload.replicas === 0) return [];
      if (run.has(id)) return [fine()];
      return [
        violated(undefined, `nothing runs ${id}`, `${workload.replicas} copies in pool ${workload.pool}, as planned`),
      ];
    });
  },
});
