import { describe, expect, it } from "vitest";
import { RESOURCES } from "../../capacity/catalog/resources";
import { diffGraphs } from "../../cli/diff/graph-diff";
import { HOLDS_STATE, NEITHER, SERVES_VIEWERS } from "../../cli/diff/importance";
import type { ResourceChange } from "../../cli/diff/resource-change";
import { type PropertyMap, Secret } from "../../cli/engine/property-value";
import type { GraphResource } from "../../cli/engine/resource-graph";
import { asStack, graph, resource, TYPES, UNKNOWN } from "./graphs";

/** The one change between two forms of one resource. */
function changeOf(old: GraphResource, fresh: GraphResource): ResourceChange {
  const { changes } = diffGraphs(graph(old), graph(fresh));
  expect(changes).toHaveLength(1);
  return changes[0] as ResourceChange;
}

/** What is shown of a change of one input. */
function paths(old: PropertyMap, fresh: PropertyMap, type: string = TYPES.alarm): readonly string[] {
  const { changes } = diffGraphs(graph(resource(type, "it", old)), graph(resource(type, "it", fresh)));
  return changes.flatMap((change) => change.changes.map((one) => `${one.path}: ${one.old} → ${one.new}`));
}

describe("what is no difference", () => {
  it.each<[string, PropertyMap, PropertyMap]>([
    ["the order of keys", { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }],
    [
      "the order of tags in a list",
      {
        tags: [
          { key: "a", value: "1" },
          { key: "b", value: "2" },
        ],
      },
      {
        tags: [
          { key: "b", value: "2" },
          { key: "a", value: "1" },
        ],
      },
    ],
    ["the order of a set", { subnetIds: ["subnet-a", "subnet-b"] }, { subnetIds: ["subnet-b", "subnet-a"] }],
    ["an input that is null", { name: null }, {}],
    ["a number written as text", { period: 60, enabled: true }, { period: "60", enabled: "true" }],
    [
      "the layout of a JSON text",
      { policy: '{"Version":"2012-10-17","Statement":[]}' },
      { policy: '{\n "Statement": [],\n "Version": "2012-10-17"\n}' },
    ],
    ["what only a deployment can tell", { arn: UNKNOWN }, { arn: UNKNOWN }],
    ["a default that the provider filled in", { a: "1", b: "2", __defaults: ["b"] }, { a: "1" }],
    [
      "a secret that is the same",
      { password: new Secret("hunter2hunter2") },
      { password: new Secret("hunter2hunter2") },
    ],
  ])("%s", (_, old, fresh) => {
    expect(paths(old, fresh)).toEqual([]);
    expect(paths(fresh, old)).toEqual([]);
  });

  it("the order of resources, dependencies, and the version of a package, which is said once", () => {
    const [a, b] = [resource(TYPES.alarm, "a"), resource(TYPES.alarm, "b")];
    const dressed = (one: GraphResource, version: string, dependencies: readonly string[]) => ({
      ...one,
      options: { version },
      dependencies,
    });
    const diff = diffGraphs(
      graph(dressed(a, "7.48.0", []), dressed(b, "7.48.0", [a.urn])),
      graph(dressed(b, "7.49.0", []), dressed(a, "7.49.0", [])),
    );
    expect(diff.changes).toEqual([]);
    expect(diff.unchanged).toBe(2);
    expect(diff.versions).toEqual(["aws 7.48.0 → 7.49.0"]);
  });

  it("the stack that asks, where one program is compared for two", () => {
    const vpc = resource(TYPES.vpc, "vpc", { cidrBlock: "10.0.0.0/16" });
    const subnet = resource(
      TYPES.subnet,
      "a",
      { vpcId: UNKNOWN, peer: { $resource: vpc.urn } },
      { propertyDependencies: { vpcId: [vpc.urn] }, options: { deletedWith: vpc.urn } },
    );
    const one = graph(vpc, subnet);
    expect(diffGraphs(one, asStack(one, "event-10k"))).toMatchObject({ changes: [], unchanged: 2, undecided: 0 });
  });
});

describe("what is a difference", () => {
  it.each<[string, PropertyMap, PropertyMap, readonly string[]]>([
    ["a number deep inside", { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, ["a.b[0].c: 1 → 2"]],
    ["a key with a dot", { tags: { "a.b": "x" } }, { tags: { "a.b": "y" } }, ['tags["a.b"]: x → y']],
    ["an input more", {}, { period: 60 }, ["period: null → 60"]],
    ["an input less", { labels: { a: "1" } }, {}, ['labels: {"a":"1"} → null']],
    [
      "one tag of a list, by its key",
      {
        tags: [
          { key: "a", value: "1" },
          { key: "b", value: "2" },
        ],
      },
      {
        tags: [
          { key: "b", value: "3" },
          { key: "a", value: "1" },
        ],
      },
      ["tags[key=b].value: 2 → 3"],
    ],
    [
      "the order of what is no set",
      { instanceTypes: ["c7g.large", "c6g.large"] },
      { instanceTypes: ["c6g.large", "c7g.large"] },
      ['instanceTypes: ["c7g.large","c6g.large"] → ["c6g.large","c7g.large"]'],
    ],
    [
      "the order of rules",
      {
        rules: [
          { ref: "a", action: "block" },
          { ref: "b", action: "skip" },
        ],
      },
      {
        rules: [
          { ref: "b", action: "skip" },
          { ref: "a", action: "block" },
        ],
      },
      ['rules (order): ["a","b"] → ["b","a"]'],
    ],
    [
      "a word inside a JSON text",
      { policy: '{"Statement":[{"Effect":"Allow"}]}' },
      { policy: '{"Statement":[{"Effect":"Deny"}]}' },
      ["policy{}.Statement[0].Effect: Allow → Deny"],
    ],
    ["what becomes known only later", { arn: "arn:1" }, { arn: UNKNOWN }, ["arn: arn:1 → known after deployment"]],
    [
      "the place where two long texts part",
      { userData: `${"x".repeat(300)}abc${"y".repeat(300)}` },
      { userData: `${"x".repeat(300)}abd${"y".repeat(300)}` },
      [`userData: …xxxxxxxxxxabc${"y".repeat(59)}… → …xxxxxxxxxxabd${"y".repeat(59)}…`],
    ],
  ])("%s", (_, old, fresh, expected) => {
    expect(paths(old, fresh)).toEqual(expected);
  });

  it("where an unknown input comes from", () => {
    const [a, b] = [resource(TYPES.vpc, "vpc-a"), resource(TYPES.vpc, "vpc-b")];
    const from = (vpc: GraphResource) =>
      resource(TYPES.subnet, "subnet", { vpcId: UNKNOWN }, { propertyDependencies: { vpcId: [vpc.urn] } });
    const { changes } = diffGraphs(graph(a, b, from(a)), graph(a, b, from(b)));
    expect(changes).toMatchObject([
      { operation: "replace", changes: [{ path: "vpcId", old: "from vpc-a", new: "from vpc-b" }] },
    ]);
  });

  it("whether a resource is protected, kept, or made by another provider", () => {
    const provider = (name: string) => resource("pulumi:providers:aws", name, { region: "us-east-1" });
    const [one, two] = [provider("one"), provider("two")];
    const made = (options: GraphResource["options"]) => resource(TYPES.bucket, "media", {}, { options });
    const { changes } = diffGraphs(
      graph(one, two, made({ provider: one.urn, protect: true })),
      graph(one, two, made({ provider: two.urn, retainOnDelete: true })),
    );
    expect(changes[0]?.changes).toEqual([
      { path: "(protect)", old: "true", new: null, secrecy: "plain" },
      { path: "(retainOnDelete)", old: null, new: "true", secrecy: "plain" },
      { path: "(provider)", old: "one", new: "two", secrecy: "plain" },
    ]);
  });

  it("what only one of two engines knows is counted, not shown", () => {
    const [known, unknown] = [
      resource(TYPES.alarm, "a", { arn: "arn:1" }),
      resource(TYPES.alarm, "a", { arn: UNKNOWN }),
    ];
    const diff = diffGraphs(graph(known), graph(unknown), { unknowns: "undecided" });
    expect(diff).toMatchObject({ changes: [], unchanged: 1, undecided: 1 });
  });

  it("a stack output", () => {
    const stack = graph();
    const diff = diffGraphs({ ...stack, outputs: { host: "a.example" } }, { ...stack, outputs: { host: "b.example" } });
    expect(diff.outputs).toEqual([{ path: "host", old: "a.example", new: "b.example", secrecy: "plain" }]);
  });
});

describe("secrets", () => {
  const PASSWORD = "correct-horse-battery";
  const NEXT = "staple-battery-horse";

  it.each<[string, PropertyMap, PropertyMap]>([
    ["a changed one", { value: new Secret(PASSWORD) }, { value: new Secret(NEXT) }],
    ["one that was in plain text", { value: PASSWORD }, { value: new Secret(PASSWORD) }],
    ["one that comes to be in plain text", { value: new Secret(PASSWORD) }, { value: PASSWORD }],
    ["one inside a map that is new", {}, { value: { inner: new Secret(PASSWORD), shown: 1 } }],
    ["one in a list", { value: ["a", new Secret(PASSWORD)] }, { value: ["a", new Secret(NEXT)] }],
    [
      "one that the program repeats in plain",
      { value: new Secret(PASSWORD) },
      { value: new Secret(PASSWORD), url: `db://${PASSWORD}@host` },
    ],
  ])("never shows %s, and says that it differs", (_, old, fresh) => {
    const diff = diffGraphs(graph(resource(TYPES.parameter, "p", old)), graph(resource(TYPES.parameter, "p", fresh)));
    expect(diff.changes).toHaveLength(1);
    expect(JSON.stringify(diff)).toContain("[secret]");
    expect(JSON.stringify(diff)).not.toContain(PASSWORD);
    expect(JSON.stringify(diff)).not.toContain(NEXT);
  });

  it("can't tell where one side was written to a file", () => {
    const diff = diffGraphs(
      graph(resource(TYPES.parameter, "p", { value: { $secret: "masked" } })),
      graph(resource(TYPES.parameter, "p", { value: new Secret(NEXT) })),
    );
    expect(diff).toMatchObject({ changes: [], undecided: 1 });
  });
});

describe("operations", () => {
  it.each<[string, GraphResource, GraphResource, Partial<ResourceChange>]>([
    [
      "updates what changes in place",
      resource(TYPES.group, "core", { scalingConfig: { desiredSize: 2 } }),
      resource(TYPES.group, "core", { scalingConfig: { desiredSize: 8 } }),
      { operation: "update", replacedBecause: [] },
    ],
    [
      "replaces by the catalog, and says by which input",
      resource(TYPES.group, "core", { instanceTypes: ["c7g.large"], labels: { a: "1" } }),
      resource(TYPES.group, "core", { instanceTypes: ["c8g.large"], labels: { a: "2" } }),
      { operation: "replace", replacedBecause: ["instanceTypes"], servesViewers: true, deletedFirst: "no" },
    ],
    [
      "replaces for an input inside a map that is new",
      resource(TYPES.deployment, "api", { spec: { replicas: 2 } }),
      resource(TYPES.deployment, "api", { spec: { replicas: 2, selector: { matchLabels: { app: "api" } } } }),
      { operation: "replace", replacedBecause: ["spec.selector"] },
    ],
    [
      "replaces what bears a fixed name by deleting it first",
      resource(TYPES.group, "core", { nodeGroupName: "core", instanceTypes: ["c7g.large"] }),
      resource(TYPES.group, "core", { nodeGroupName: "core", instanceTypes: ["c8g.large"] }),
      { operation: "replace", deletedFirst: "likely" },
    ],
    [
      "replaces first what is asked to be",
      resource(TYPES.group, "core", { instanceTypes: ["a"] }),
      resource(TYPES.group, "core", { instanceTypes: ["b"] }, { options: { deleteBeforeReplace: true } }),
      { operation: "replace", deletedFirst: "asked" },
    ],
    [
      "replaces where the program asks for it",
      resource(TYPES.alarm, "a", { period: 60 }),
      resource(TYPES.alarm, "a", { period: 30 }, { options: { replaceOnChanges: ["*"] } }),
      { operation: "replace", replacedBecause: ["period"] },
    ],
    [
      "says when a replacement hangs on a condition",
      resource(TYPES.balancer, "app", { subnets: ["subnet-a"] }),
      resource(TYPES.balancer, "app", { subnets: ["subnet-b"] }),
      {
        operation: "update",
        mayBeReplaced: [{ path: "subnets", when: "network type: when the number of subnets does not grow" }],
      },
    ],
    [
      "takes the words of another input's condition where the catalog says `same`",
      resource(TYPES.serverless, "sessions", { majorEngineVersion: "7" }),
      resource(TYPES.serverless, "sessions", { majorEngineVersion: "8" }),
      {
        operation: "update",
        mayBeReplaced: [{ path: "majorEngineVersion", when: expect.stringContaining("2024 source") }],
      },
    ],
    [
      "never replaces a component: its resources say what happens to them",
      resource(TYPES.pool, "core", { nodesPerZone: 2 }),
      resource(TYPES.pool, "core", { nodesPerZone: 8 }),
      { operation: "update", kind: "component", servesViewers: false },
    ],
  ])("%s", (_, old, fresh, expected) => {
    expect(changeOf(old, fresh)).toMatchObject(expected);
  });

  it.each<[string, GraphResource, Partial<ResourceChange>]>([
    ["create", resource(TYPES.alarm, "a"), { operation: "create" }],
    ["read", resource(TYPES.vpc, "v", {}, { external: true, id: "vpc-1" }), { operation: "read" }],
    ["adopt", resource(TYPES.vpc, "v", {}, { options: { import: "vpc-1" } }), { operation: "adopt" }],
  ])("%s", (_, fresh, expected) => {
    expect(diffGraphs(null, graph(fresh)).changes).toMatchObject([expected]);
  });

  it.each<[string, GraphResource, Partial<ResourceChange>]>([
    ["deletes", resource(TYPES.bucket, "media"), { operation: "delete", holdsState: true, isProtected: false }],
    [
      "says that a protected one stays",
      resource(TYPES.bucket, "media", {}, { options: { protect: true } }),
      { operation: "delete", isProtected: true },
    ],
    [
      "forgets what is to be kept",
      resource(TYPES.bucket, "media", {}, { options: { retainOnDelete: true } }),
      { operation: "forget" },
    ],
    ["forgets what it only read", resource(TYPES.vpc, "v", {}, { external: true }), { operation: "forget" }],
  ])("%s", (_, old, expected) => {
    expect(diffGraphs(graph(old), null).changes).toMatchObject([expected]);
  });

  it("replaces what hangs on a replaced resource by an input that can't change, and what hangs on that", () => {
    const vpc = (cidrBlock: string) => resource(TYPES.vpc, "vpc", { cidrBlock });
    const subnet = resource(TYPES.subnet, "a", { vpcId: UNKNOWN }, { propertyDependencies: { vpcId: [vpc("").urn] } });
    const group = resource(
      TYPES.group,
      "core",
      { subnetIds: [UNKNOWN], version: UNKNOWN },
      { propertyDependencies: { subnetIds: [subnet.urn], version: [vpc("").urn] } },
    );
    const alarm = resource(
      TYPES.alarm,
      "nodes",
      { metricName: UNKNOWN },
      { propertyDependencies: { metricName: [group.urn] } },
    );
    const diff = diffGraphs(
      graph(vpc("10.0.0.0/16"), subnet, group, alarm),
      graph(vpc("10.1.0.0/16"), subnet, group, alarm),
    );
    expect(diff.changes.map((change) => [change.name, change.operation, change.replacedBecause])).toEqual([
      ["a", "replace", ["vpcId: vpc is replaced"]],
      ["vpc", "replace", ["cidrBlock"]],
      ["core", "replace", ["subnetIds: a is replaced"]],
    ]);
    expect(diff.unchanged).toBe(1);
  });

  it("says what ignoreChanges hides, and doesn't show it as a change", () => {
    const group = (desiredSize: number, label: string) =>
      resource(
        TYPES.group,
        "core",
        { scalingConfig: { desiredSize, maxSize: 450 }, labels: { tier: label } },
        { options: { ignoreChanges: ["scalingConfig"] } },
      );
    const hidden = diffGraphs(graph(group(2, "1m")), graph(group(8, "1m")));
    expect(hidden).toMatchObject({ changes: [], unchanged: 0 });
    expect(hidden.ignoredOnly[0]?.ignored).toEqual([
      { path: "scalingConfig.desiredSize", old: "2", new: "8", secrecy: "plain" },
    ]);
    expect(changeOf(group(2, "1m"), group(8, "10m"))).toMatchObject({
      operation: "update",
      changes: [{ path: "labels.tier" }],
      ignored: [{ path: "scalingConfig.desiredSize" }],
    });
  });

  it.each([
    ["spec.replicas", []],
    ["spec", []],
    ["spec.*", []],
    ["spec.template", ["spec.replicas"]],
    ["spec.replica", ["spec.replicas"]],
  ])("takes ignoreChanges %s for what the engine takes it for", (pattern, expected) => {
    const made = (replicas: number) =>
      resource(TYPES.deployment, "api", { spec: { replicas } }, { options: { ignoreChanges: [pattern] } });
    const { changes } = diffGraphs(graph(made(1)), graph(made(2)));
    expect(changes.flatMap((change) => change.changes.map((one) => one.path))).toEqual(expected);
  });
});

describe("renames", () => {
  it("follows an alias, and a child follows its parent", () => {
    const old = resource(TYPES.pool, "core");
    const oldGroup = resource(TYPES.group, "core-a-1", { diskSize: 100 }, { parent: old.urn });
    const fresh = resource(TYPES.pool, "main", {}, { options: { aliases: [old.urn] } });
    const freshGroup = resource(TYPES.group, "main-a-1", { diskSize: 100 }, { parent: fresh.urn });
    const { changes } = diffGraphs(graph(old, oldGroup), graph(fresh, freshGroup));
    expect(changes).toMatchObject([
      { operation: "rename", name: "main", renamedFrom: "core", kind: "component" },
      { operation: "rename", name: "main-a-1", renamedFrom: "core-a-1" },
    ]);
  });

  it("follows a move into a component that has another type", () => {
    const old = resource(TYPES.group, "core-a-1");
    const pool = resource(TYPES.pool, "core");
    const fresh = resource(TYPES.group, "core-a-1", {}, { parent: pool.urn, options: { aliases: [old.urn] } });
    expect(diffGraphs(graph(old), graph(pool, fresh)).changes).toMatchObject([
      { operation: "create", name: "core" },
      { operation: "rename", name: "core-a-1", renamedFrom: "core-a-1" },
    ]);
  });

  it("shows what changes besides the name", () => {
    const old = resource(TYPES.alarm, "a", { period: 60 });
    const fresh = resource(TYPES.alarm, "b", { period: 30 }, { options: { aliases: [old.urn] } });
    expect(changeOf(old, fresh)).toMatchObject({
      operation: "update",
      renamedFrom: "a",
      changes: [{ path: "period" }],
    });
  });

  it("takes no alias that somebody else still bears", () => {
    const old = resource(TYPES.alarm, "a");
    const greedy = resource(TYPES.alarm, "b", {}, { options: { aliases: [old.urn] } });
    const diff = diffGraphs(graph(old), graph(old, greedy));
    expect(diff.changes).toMatchObject([{ operation: "create", name: "b" }]);
    expect(diff.unchanged).toBe(1);
  });

  it("says where an alias was forgotten", () => {
    const old = resource(TYPES.bucket, "media", { bucket: "media-1" });
    const fresh = resource(TYPES.bucket, "video", { bucket: "media-1" });
    expect(diffGraphs(graph(old), graph(fresh)).changes).toMatchObject([
      { operation: "delete", name: "media" },
      { operation: "create", name: "video", looksLike: "media" },
    ]);
  });
});

it("lists first what is lost: state, then what serves viewers, then the rest", () => {
  const old = graph(
    resource(TYPES.alarm, "gone-alarm"),
    resource(TYPES.database, "gone-database"),
    resource(TYPES.subnet, "gone-subnet"),
    resource(TYPES.pool, "core", { nodesPerZone: 1 }),
    resource(TYPES.balancer, "app", { subnets: ["subnet-a"] }),
    resource(TYPES.alarm, "changed", { period: 1 }),
  );
  const fresh = graph(
    resource(TYPES.alarm, "changed", { period: 2 }),
    resource(TYPES.balancer, "app", { subnets: ["subnet-b"] }),
    resource(TYPES.pool, "core", { nodesPerZone: 2 }),
    resource(TYPES.role, "new-role"),
  );
  expect(diffGraphs(old, fresh).changes.map((change) => change.name)).toEqual([
    "gone-database",
    "gone-subnet",
    "gone-alarm",
    "app",
    "core",
    "changed",
    "new-role",
  ]);
});

it("has judged every type of the catalog: serves viewers, holds state, or neither", () => {
  const judged = (type: string) => SERVES_VIEWERS.has(type) || HOLDS_STATE.has(type);
  const types = RESOURCES.map((row) => row.type);
  expect(types.filter((type) => !judged(type) && !NEITHER.has(type))).toEqual([]);
  expect(types.filter((type) => judged(type) && NEITHER.has(type))).toEqual([]);
});
