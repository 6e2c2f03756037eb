import type { PolicyResource } from "../../graph";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { inputAt, UNKNOWN } from "../../values";

const CRITICALITY = "tidegate.dev/criticality";

export const disruptionBudgets = rule({
  id: "survival-disruption-budgets",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "Core services have a disruption budget that lets some pods go at a time, and not all",
  why: "Without one, a drain may take all copies of a service at once; with one of zero, no node can ever be drained",
  fix: "Give the deployment a PodDisruptionBudget with maxUnavailable such as 10%",
  sources: [{ document: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/" }],
  appliesTo: "deployments of core services",
  check: ({ graph }) => {
    const budgets = graph.ofType(TYPES.disruptionBudget);
    return graph
      .ofType(TYPES.deployment)
      .filter(isCore)
      .map((at) => {
        const own = budgets.filter(({ parent }) => parent === at.parent && parent !== undefined);
        const matching = own.filter((budget) => selects(budget, at));
        const [budget] = matching;
        if (budget === undefined) return violated(at, "no disruption budget", "one that selects its pods");
        const most = inputAt(budget, "spec.maxUnavailable");
        const least = inputAt(budget, "spec.minAvailable");
        if (most === UNKNOWN || least === UNKNOWN) return unknown(budget, "what it lets go");
        if (most === 0 || most === "0%" || least === "100%") {
          return violated(budget, "a budget that lets no pod go", "some pods at a time, such as 10%");
        }
        return most === "100%" || least === 0
          ? violated(budget, "a budget that lets all pods go", "some pods at a time, such as 10%")
          : fine(at);
      });
  },
});

function isCore(deployment: PolicyResource): boolean {
  const labels = inputAt(deployment, "metadata.labels");
  return (labels as Readonly<Record<string, unknown>> | undefined)?.[CRITICALITY] === "core";
}

/** Whether a budget's labels are all among the pods'. */
function selects(budget: PolicyResource, deployment: PolicyResource): boolean {
  const wanted = inputAt(budget, "spec.selector.matchLabels");
  const pods = inputAt(deployment, "spec.template.metadata.labels");
  if (typeof wanted !== "object" || wanted === null) return wanted === UNKNOWN;
  if (typeof pods !== "object" || pods === null) return pods === UNKNOWN;
  return Object.entries(wanted).every(([key, value]) => (pods as Readonly<Record<string, unknown>>)[key] === value);
}
