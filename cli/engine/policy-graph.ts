import type { PolicyGraph } from "../../policies/graph";
import { masked } from "./property-value";
import type { ResourceGraph } from "./resource-graph";

/** A recorded or previewed graph as rules read it: plain values, secrets hidden. */
export function policyGraph({ stack, resources }: ResourceGraph): PolicyGraph {
  return {
    stack,
    resources: resources.map(({ urn, type, name, parent, inputs, options, propertyDependencies }) => ({
      urn,
      type,
      name,
      ...(parent === undefined ? {} : { parent }),
      inputs: masked(inputs) as Readonly<Record<string, unknown>>,
      options,
      propertyDependencies,
    })),
  };
}
