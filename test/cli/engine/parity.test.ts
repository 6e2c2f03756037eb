import { describe, expect, it } from "vitest";
import { Secret, UNKNOWN } from "../../../cli/engine/property-value";
import type { GoalGraph } from "../../../cli/engine/pulumi-goals";
import type { GraphResource, ResourceGraph } from "../../../cli/engine/resource-graph";
import { compareGoals, renderDifferences } from "../../engine/support/parity";

const URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b";
const BUCKET: GraphResource = {
  urn: URN,
  type: "aws:s3/bucket:Bucket",
  name: "b",
  custom: true,
  inputs: { tags: { owner: "team", token: new Secret("one") }, ids: [UNKNOWN] },
  options: { protect: true, hooks: { beforeDelete: ["guard"] } },
  dependencies: [],
  propertyDependencies: {},
};

function graph(...resources: readonly GraphResource[]): ResourceGraph {
  return { project: "shop", stack: "dev", outputs: {}, invokes: [], resources };
}

function real(resource: GraphResource, notShown: GoalGraph["notShown"] = []): GoalGraph {
  return { graph: graph(resource), notShown };
}

describe("comparing goals", () => {
  it("finds nothing between equal graphs", () => {
    expect(compareGoals(graph(BUCKET), real(BUCKET)).differences).toEqual([]);
  });

  it.each<[string, GraphResource, string]>([
    [
      "another input",
      { ...BUCKET, inputs: { ...BUCKET.inputs, tags: { owner: "us", token: new Secret("one") } } },
      `${URN} inputs.tags.owner`,
    ],
    [
      "another secret",
      { ...BUCKET, inputs: { ...BUCKET.inputs, tags: { owner: "team", token: new Secret("two") } } },
      `${URN} inputs.tags.token`,
    ],
    [
      "a secret in the open",
      { ...BUCKET, inputs: { ...BUCKET.inputs, tags: { owner: "team", token: "one" } } },
      `${URN} inputs.tags.token`,
    ],
    ["a known value", { ...BUCKET, inputs: { ...BUCKET.inputs, ids: ["i"] } }, `${URN} inputs.ids[0]`],
    ["a missing option", { ...BUCKET, options: { hooks: { beforeDelete: ["guard"] } } }, `${URN} options.protect`],
    [
      "another hook",
      { ...BUCKET, options: { protect: true, hooks: { beforeDelete: ["other"] } } },
      `${URN} options.hooks.beforeDelete[0]`,
    ],
    ["another dependency", { ...BUCKET, dependencies: [URN] }, `${URN} dependencies`],
    ["another parent", { ...BUCKET, parent: "urn:p" }, `${URN} parent`],
  ])("finds %s, and says where", (_, changed, path) => {
    expect(compareGoals(graph(BUCKET), real(changed)).differences.map((difference) => difference.path)).toEqual([path]);
  });

  it("finds a resource that only one engine has", () => {
    const other = { ...BUCKET, urn: `${URN}2` };
    const parity = compareGoals(graph(BUCKET), real(other));
    expect(renderDifferences(parity)).toContain(`${URN}2\n  recorded absent\n  real     present`);
  });

  it("leaves out what the real engine doesn't show, and says so", () => {
    const parity = compareGoals(graph(BUCKET), real({ ...BUCKET, options: { protect: true } }, ["hooks"]));
    expect(parity).toEqual({ resources: 1, differences: [], notCompared: ["hooks"] });
  });

  it("never prints a secret", () => {
    const changed = { ...BUCKET, inputs: { ...BUCKET.inputs, tags: { owner: "team", token: new Secret("hidden") } } };
    expect(renderDifferences(compareGoals(graph(BUCKET), real(changed)))).not.toContain("hidden");
  });
});
