import { z } from "zod";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { entriesAt, jsonAt, listAt, UNKNOWN, valueAt } from "../../values";

const EVENT_TAG = "tidegate:event";

export const tags = rule({
  id: "cost-tags",
  area: "cost",
  level: "mandatory",
  severity: "medium",
  title: "Everything carries its owner and its stack, and in an event stack the event, machines and disks too",
  why: "The budget counts by tag: what has none is on nobody's bill, and nobody takes it away",
  fix: "Give the AWS provider the ownership tags as defaultTags, and node pools their event",
  sources: [{ document: "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html" }],
  appliesTo: "AWS providers",
  config: z.strictObject({
    required: z
      .array(z.string().min(1).max(128))
      .default(["tidegate:owner", "tidegate:stack"])
      .describe("Tags that every resource must have; an event's also the event."),
  }),
  check: ({ graph, facts, config }) => {
    const required = facts.program === "event" ? [...config.required, EVENT_TAG] : config.required;
    const providers = graph.ofType(TYPES.awsProvider).map((at): Observation => {
      const entries = entriesAt(jsonAt(at.inputs, "defaultTags"), "tags");
      if (entries === UNKNOWN) return unknown(at, "its default tags");
      const missing = required.filter((tag) => !entries.some(([key, value]) => key === tag && value !== ""));
      return missing.length === 0
        ? fine(at)
        : violated(at, `no default tag ${missing.join(", ")}`, required.join(", "));
    });
    const templates = graph
      .ofType(TYPES.launchTemplate)
      .filter((template) => graph.ancestor(template, TYPES.nodePool) !== undefined)
      .map((at): Observation => {
        const specifications = listAt(at.inputs, "tagSpecifications");
        if (specifications === UNKNOWN) return unknown(at, "tags of its machines");
        const untagged = ["instance", "volume"].filter(
          (kind) =>
            !specifications.some(
              (each) => valueAt(each, "resourceType") === kind && valueAt(each, `tags.${EVENT_TAG}`) !== undefined,
            ),
        );
        return untagged.length === 0
          ? fine(at)
          : violated(at, `no tag ${EVENT_TAG} on ${untagged.join(" and ")}`, `${EVENT_TAG} on machines and disks`);
      });
    return [...providers, ...templates];
  },
});
