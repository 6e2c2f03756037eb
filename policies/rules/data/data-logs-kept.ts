import type { PolicyResource } from "../../graph";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";

export const logsKept = rule({
  id: "data-logs-kept",
  area: "data",
  level: "mandatory",
  severity: "medium",
  title: "Logs, and what was put aside in dead-letter queues, stay when their stack is destroyed",
  why: "What went wrong is looked for after the event, when its stack is gone",
  fix: "Give the log group or the queue retainOnDelete",
  sources: [{ document: "https://www.pulumi.com/docs/iac/concepts/options/retainondelete/" }],
  appliesTo: "log groups and dead-letter queues",
  check: ({ graph }) => {
    const queues = graph.ofType(TYPES.queue);
    const letters = new Set(queues.flatMap((queue) => queue.propertyDependencies.redrivePolicy ?? []));
    return [...graph.ofType(TYPES.logGroup), ...queues.filter(({ urn }) => letters.has(urn))].map(keptOf);
  },
});

function keptOf(at: PolicyResource): Observation {
  const { retainOnDelete = false } = at.options;
  if (retainOnDelete === "unknown") return unknown(at, "whether it is kept: the engine doesn't tell");
  return retainOnDelete ? fine(at) : violated(at, "goes with its stack", "retainOnDelete");
}
