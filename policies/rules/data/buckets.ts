import type { GraphIndex, PolicyResource } from "../../graph";
import { textAt } from "../../values";

/** What was set for a bucket, by a resource of its own. */
export function settingOf(graph: GraphIndex, bucket: PolicyResource, type: string): PolicyResource | undefined {
  const name = textAt(bucket.inputs, "bucket");
  return graph
    .ofType(type)
    .find(
      (each) =>
        each.propertyDependencies.bucket?.includes(bucket.urn) === true ||
        (typeof name === "string" && textAt(each.inputs, "bucket") === name),
    );
}
