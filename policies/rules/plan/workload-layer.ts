import type { PlanFacts } from "../../facts";
import type { PolicyResource } from "../../graph";

/** The layer that a workload runs, by the component's name: the layer's id in lower case with hyphens, alone or at the end. */
export function layerOfWorkload({ name }: PolicyResource, plan: PlanFacts): PlanFacts["layers"][number] | undefined {
  const candidates = plan.layers.filter(({ workload }) => workload !== null);
  const exact = candidates.find(({ id }) => asName(id) === name);
  return exact ?? candidates.find(({ id }) => name.endsWith(`-${asName(id)}`) || asName(id).endsWith(`-${name}`));
}

/** `service:rewards` → `service-rewards` */
export function asName(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}
