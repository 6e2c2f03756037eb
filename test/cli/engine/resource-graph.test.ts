import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret, UNKNOWN } from "../../../cli/engine/property-value";
import {
  asTree,
  countByType,
  type GraphResource,
  type ResourceGraph,
  redact,
} from "../../../cli/engine/resource-graph";

const PREFIX = "urn:pulumi:dev::shop::";

function resource(type: string, name: string, parent?: string): GraphResource {
  const urn = `${PREFIX}${type}::${name}`;
  const base = { urn, type, name, custom: true, inputs: {}, options: {}, dependencies: [], propertyDependencies: {} };
  return parent === undefined ? base : { ...base, parent: `${PREFIX}${parent}` };
}

const STACK = resource("pulumi:pulumi:Stack", "shop-dev");
const GRAPH: ResourceGraph = {
  project: "shop",
  stack: "dev",
  outputs: { token: new Secret("hidden-output") },
  invokes: [{ token: "aws:x:y", args: { token: new Secret("hidden-arg") }, count: 1 }],
  resources: [
    STACK,
    resource("b:m:B", "two", "pulumi:pulumi:Stack::shop-dev"),
    resource("b:m:B", "one", "pulumi:pulumi:Stack::shop-dev"),
    {
      ...resource("a:m:A", "leaf", "b:m:B::two"),
      inputs: { list: [new Secret({ deep: "hidden-input" }), UNKNOWN], plain: "shown" },
    },
  ],
};

describe("a resource graph", () => {
  it("is a tree of types and names, in their order", () => {
    const names = (trees: ReturnType<typeof asTree>): unknown =>
      trees.map((tree) => [tree.resource.name, names(tree.children)]);
    expect(names(asTree(GRAPH))).toEqual([
      [
        "shop-dev",
        [
          ["one", []],
          ["two", [["leaf", []]]],
        ],
      ],
    ]);
  });

  it("shows a resource whose parent isn't there as a root", () => {
    const orphan = { ...GRAPH, resources: [resource("a:m:A", "leaf", "gone:m:G::x")] };
    expect(asTree(orphan).map((tree) => tree.resource.name)).toEqual(["leaf"]);
  });

  it("counts by type, most frequent first, without the stack", () => {
    expect(countByType(GRAPH)).toEqual([
      { type: "b:m:B", count: 2 },
      { type: "a:m:A", count: 1 },
    ]);
  });

  it("never shows a secret, redacted or not", () => {
    const texts = [
      JSON.stringify(GRAPH),
      inspect(GRAPH, { depth: 20, showHidden: true }),
      `${GRAPH.outputs.token}`,
      JSON.stringify(redact(GRAPH)),
    ];
    for (const text of texts) expect(text).not.toContain("hidden");
  });

  it("is plain JSON when redacted: writing and reading it changes nothing", () => {
    const plain = redact(GRAPH);
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
    expect(plain.resources[3]?.inputs).toEqual({ list: [{ $secret: "masked" }, { $unknown: true }], plain: "shown" });
  });
});
