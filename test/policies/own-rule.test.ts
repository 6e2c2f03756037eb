import { expect, it } from "vitest";
import { z } from "zod";
import { evaluate } from "../../policies/evaluate";
import { pack } from "../../policies/pack";
import { limits } from "../../policies/packs/limits";
import { fine, rule, unknown, violated } from "../../policies/rule";
import { TYPES } from "../../policies/types";
import { textAt, UNKNOWN } from "../../policies/values";
import { platformFacts } from "./support/happy-facts";

/** A team's own rule, as it would stand in a file of its own. */
const bucketNames = rule({
  id: "data-bucket-names",
  area: "data",
  level: "mandatory",
  severity: "low",
  title: "Buckets begin with the team's prefix",
  why: "The account is shared, and its bill is read by prefix",
  fix: "Give the bucket a name with the prefix",
  sources: [{ document: "the team's handbook" }],
  appliesTo: "buckets",
  config: z.strictObject({ prefix: z.string().min(1).default("live-") }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.bucket).map((at) => {
      const name = textAt(at.inputs, "bucket");
      if (name === UNKNOWN) return unknown(at, "its name");
      return name?.startsWith(config.prefix) === true ? fine(at) : violated(at, name ?? "no name", `${config.prefix}…`);
    }),
});

const packs = [limits, pack("platform", "the team's", [bucketNames])];

it.each([
  ["live-media", {}, "fine"],
  ["media", {}, "refused"],
  ["media", { "data-bucket-names": { config: { prefix: "media" } } }, "fine"],
  ["media", { "data-bucket-names": { level: "off", because: "the account is ours alone" } }, "fine"],
  ["media", { "data-bucket-names": { level: "advisory" } }, "warned"],
] as const)("a team's own rule is a file and a line: %s with %j is %s", (bucket, settings, verdict) => {
  const urn = `urn:pulumi:platform::tidegate::${TYPES.bucket}::media`;
  const inputs = { bucket };
  const resource = { urn, type: TYPES.bucket, name: "media", inputs, options: {}, propertyDependencies: {} };
  const evaluated = evaluate({
    graph: { stack: "platform", resources: [resource] },
    facts: platformFacts,
    packs,
    settings,
  });
  expect(evaluated.ok && evaluated.value.verdict).toBe(verdict);
});
