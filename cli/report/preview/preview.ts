import type { LayerSizing } from "../../../capacity/layers/layer";
import type { Plan } from "../../../capacity/plan-document";
import type { Finding } from "../../../capacity/problems";
import type { GraphResource, ResourceGraph } from "../../engine/resource-graph";

/** What an engine would do with a resource, in its own words; `same` is nothing. */
export type Operation = string;

/** A stack as an engine would build it, before it becomes text. */
export interface Preview {
  readonly stack: string;
  readonly engine: "recorded" | "pulumi";
  /** The stacks whose outputs it reads. */
  readonly reads: readonly string[];
  readonly graph: ResourceGraph;
  /** What would be done, by URN; null where an engine knows no state. */
  readonly operations: ReadonlyMap<string, Operation> | null;
  /** Resources that are there and would go. */
  readonly leaving: readonly GraphResource[];
  /** What the stack is built from; null where it has no plan of its own. */
  readonly plan: Plan | null;
  /** The event's file, for what the reader may do next; null without an event. */
  readonly eventFile: string | null;
  /** What a person should act on, besides the plan's own findings. */
  readonly findings: readonly Finding[];
}

/** Services of the plan that the stack doesn't run, since nobody says how. */
export function notBuilt({ graph, plan }: Preview): readonly LayerSizing[] {
  const named = graph.outputs.notRun;
  if (plan === null || !Array.isArray(named)) return [];
  return plan.layers.filter(({ workload }) => workload !== null && named.includes(workload.id));
}
