import { z } from "zod";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textsAt, UNKNOWN } from "../../values";

export const machineTypes = rule({
  id: "survival-machine-types",
  area: "survival",
  level: "advisory",
  severity: "medium",
  title: "A pool may take several interchangeable machine types",
  why: "A type that the zone has run out of is the commonest reason why a raise fails; a second one is a second chance",
  fix: "Allow more families in cluster.families of the event file, and plan again",
  sources: [{ document: "design, section 2: several interchangeable machine types per group" }],
  appliesTo: "node pools",
  config: z.strictObject({
    leastTypes: z.number().int().min(1).max(20).default(2).describe("Machine types of a pool."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.nodePool).map((at) => {
      const types = textsAt(at.inputs, "instanceTypes");
      if (types === UNKNOWN) return unknown(at, "its machine types");
      return types.length >= config.leastTypes
        ? fine(at)
        : violated(at, `${types.length} machine type (${types.join(", ")})`, `${config.leastTypes} at least`);
    }),
});
