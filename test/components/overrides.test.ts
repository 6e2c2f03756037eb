import { Topic } from "@pulumi/aws/sns/topic";
import { ComponentResource, type ComponentResourceOptions, output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Children, type Overridable, overriddenInputs } from "../../components/overrides";
import { awaitedBy, childrenOf, graphOf, named, refusalOf } from "./record";

class Pair extends ComponentResource {
  constructor(name: string, args: Overridable, opts?: ComponentResourceOptions) {
    super("tidegate:test:Pair", name, overriddenInputs(args), opts);
    const children = new Children(this, name, args);
    children.make(Topic, "plain", { name: "plain", tags: { a: "1", b: "2" } }, { protect: true });
    for (const key of ["x", "y"]) children.make(Topic, { role: "keyed", key }, { name: key, fifoTopic: false });
    children.publish({});
  }
}

describe("Children", () => {
  it("stand under the component, named after it", async () => {
    const graph = await graphOf(() => new Pair("pair", {}));
    expect(childrenOf(graph)).toEqual([
      "aws:sns/topic:Topic pair-keyed-x",
      "aws:sns/topic:Topic pair-keyed-y",
      "aws:sns/topic:Topic pair-plain",
      "tidegate:test:Pair pair",
    ]);
    expect(named(graph, "pair-plain").parent).toBe(named(graph, "pair").urn);
    expect(named(graph, "pair-plain").options.protect).toBe(true);
  });

  it("take overrides last: maps entry by entry, options as Pulumi merges them", async () => {
    const graph = await graphOf(() => {
      const other = new Topic("other", {});
      const plain = {
        args: { tags: { b: "3" }, displayName: output("shown") },
        opts: { protect: false, dependsOn: [other] },
      };
      new Pair("pair", { overrides: { plain } });
    });
    expect(named(graph, "pair-plain").inputs).toEqual({
      name: "plain",
      displayName: "shown",
      tags: { a: "1", b: "3" },
    });
    expect(named(graph, "pair-plain").options.protect).toBeUndefined();
    expect(awaitedBy(graph, "pair-plain")).toEqual(["other"]);
  });

  it("reach all children of a role, or one by its key", async () => {
    const overrides = { keyed: { args: { displayName: "all" } }, "keyed-y": { args: { displayName: "one" } } };
    const graph = await graphOf(() => new Pair("pair", { overrides }));
    expect(named(graph, "pair-keyed-x").inputs.displayName).toBe("all");
    expect(named(graph, "pair-keyed-y").inputs.displayName).toBe("one");
  });

  it("tell in the component's own inputs what was changed", async () => {
    const graph = await graphOf(() => new Pair("pair", { overrides: { plain: { args: { displayName: "d" } } } }));
    expect(named(graph, "pair").inputs).toEqual({ overriddenInputs: { plain: { displayName: "d" } } });
  });

  it("refuse a role that no child has, and name those there are", async () => {
    const message = await refusalOf(() => new Pair("pair", { overrides: { plian: {} } }));
    expect(message).toBe('Pair "pair": overrides has no role plian, expected one of keyed, keyed-x, keyed-y, plain');
  });
});
