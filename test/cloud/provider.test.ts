import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { adopt, type CloudOptions, startCloud } from "../engine/cloud";
import { TYPES } from "../engine/cloud/catalog";
import { REPLACED_WHEN } from "../engine/cloud/replacements";
import { UNKNOWN } from "../engine/cloud/values";
import { connect, ProviderClient, urnOf, withAt } from "./client";
import { NOON, startWorld, type World } from "./world";

const worlds: World[] = [];

async function newWorld(options: CloudOptions = {}): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

const NODES = "aws:eks/nodeGroup:NodeGroup";
const VPC = "aws:ec2/vpc:Vpc";
const BUCKET = "aws:s3/bucket:Bucket";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const replacing = TYPES.flatMap((row) => {
  const narrowed = (row.forcesReplacementWhen ?? []).map((condition) => condition.input);
  return (row.forcesReplacement ?? [])
    .filter((path) => !narrowed.some((input) => path === input || path.startsWith(`${input}.`)))
    .map((path) => [row.type, path] as const);
});

describe("differences", () => {
  it("replaces for every input that the facts say replaces, and for no tag", async () => {
    const world = await newWorld();
    for (const [type, path] of replacing) {
      const state = { urn: urnOf(type, "subject"), id: "x", inputs: withAt({}, path, "before"), outputs: {} };
      const { details } = await world.clients.of(type).diff(state, withAt({}, path, "after"));
      expect(
        details.map((detail) => detail.replaces),
        `${type} ${path}`,
      ).toEqual([true]);
      const other = await world.clients.of(type).diff({ ...state, inputs: { tags: { a: "1" } } }, { tags: { a: "2" } });
      expect(other.details).toEqual([{ path: "tags.a", replaces: false }]);
    }
  });

  it("knows a condition for every input that replaces only sometimes", () => {
    const known = Object.keys(REPLACED_WHEN).sort();
    expect(known).toEqual(
      TYPES.flatMap((row) =>
        (row.forcesReplacementWhen ?? []).map((condition) => `${row.type} ${condition.input}`),
      ).sort(),
    );
  });

  it.each([
    [VPC, { instanceTenancy: "default" }, { instanceTenancy: "dedicated" }, true],
    [VPC, { instanceTenancy: "dedicated" }, { instanceTenancy: "default" }, false],
    [
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { cidrIpv4: "10.0.0.0/8" },
      { cidrIpv4: "10.0.0.0/9" },
      false,
    ],
    [
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { cidrIpv4: "10.0.0.0/8" },
      { referencedSecurityGroupId: "sg-1" },
      true,
    ],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "application", subnets: ["a", "b"] },
      { loadBalancerType: "application", subnets: ["a", "c"] },
      false,
    ],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "network", subnets: ["a", "b"] },
      { loadBalancerType: "network", subnets: ["a", "c"] },
      true,
    ],
    ["aws:elasticache/replicationGroup:ReplicationGroup", { engineVersion: "8.0" }, { engineVersion: "7.2" }, true],
    ["aws:elasticache/replicationGroup:ReplicationGroup", { engineVersion: "7.2" }, { engineVersion: "8.0" }, false],
    ["aws:ssm/parameter:Parameter", { tier: "Advanced" }, { tier: "Standard" }, true],
    ["aws:eks/cluster:Cluster", { encryptionConfig: { resources: ["secrets"] } }, {}, true],
    [NODES, { subnetIds: ["a", "b"] }, { subnetIds: ["b", "a"] }, undefined],
    ["aws:iam/role:Role", { assumeRolePolicy: '{"a":1, "b":2}' }, { assumeRolePolicy: '{"b":2,"a":1}' }, undefined],
    [VPC, { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.0.0.0/16", region: "us-east-1" }, undefined],
    [VPC, { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.0.0.0/16", region: "eu-west-1" }, true],
    [NODES, { launchTemplate: { id: "lt-1", version: "1" } }, { launchTemplate: { id: "lt-1", version: "2" } }, false],
    [NODES, { launchTemplate: { id: "lt-1" } }, { launchTemplate: { id: UNKNOWN } }, true],
  ] as const)("%s %j → %j: replaces %s", async (type, before, after, replaces) => {
    const world = await newWorld();
    const { details } = await world.clients
      .of(type)
      .diff({ urn: urnOf(type, "subject"), id: "x", inputs: before, outputs: {} }, after);
    expect(details.length === 0 ? undefined : details.some((detail) => detail.replaces)).toBe(replaces);
  });

  it.each([
    [TARGETS, { name: "mine", port: 1, __defaults: [] }, { name: "mine", port: 2, __defaults: [] }, true],
    [
      TARGETS,
      { name: "mine-1234567", port: 1, __defaults: ["name"] },
      { name: "mine-1234567", port: 2, __defaults: ["name"] },
      false,
    ],
    [TARGETS, { namePrefix: "m", port: 1, __defaults: [] }, { namePrefix: "m", port: 2, __defaults: [] }, false],
    [
      "aws:wafv2/webAclRule:WebAclRule",
      { name: "a", webAclArn: "x", __defaults: [] },
      { name: "a", webAclArn: "y", __defaults: [] },
      false,
    ],
    ["cloudflare:index/ruleset:Ruleset", { name: "a", __defaults: [] }, { name: "b", __defaults: [] }, false],
    [CONFIG_MAP, { metadata: { name: "a" }, data: { a: "1" } }, { metadata: { name: "a" }, data: { a: "2" } }, true],
    [
      CONFIG_MAP,
      { metadata: { name: "a", annotations: { "pulumi.com/autonamed": "true" } }, data: { a: "1" } },
      { metadata: { name: "a", annotations: { "pulumi.com/autonamed": "true" } }, data: { a: "2" } },
      false,
    ],
    ["kubernetes:helm.sh/v3:Release", { name: "a" }, { name: "b" }, false],
  ] as const)("%s %j: deletes before it replaces: %s", async (type, before, after, first) => {
    const world = await newWorld();
    const diff = await world.clients
      .of(type)
      .diff({ urn: urnOf(type, "subject"), id: "x", inputs: before, outputs: {} }, after);
    expect(diff.details.some((detail) => detail.replaces)).toBe(true);
    expect(diff.deleteBeforeReplace).toBe(first);
  });
});

describe("names and tags", () => {
  it("names what the program leaves unnamed, keeps the name, and says that it did", async () => {
    const world = await newWorld();
    const urn = urnOf(BUCKET, "Segments");
    const first = await world.clients.by.aws.check(urn, {});
    expect(first.bucket).toMatch(/^segments-[0-9a-f]{7}$/);
    expect(first.__defaults).toEqual(["bucket"]);
    expect((await world.clients.by.aws.check(urn, {}, first)).bucket).toBe(first.bucket);
    expect((await world.clients.by.aws.check(urn, { bucket: "mine" }, first)).__defaults).toEqual([]);
    expect((await world.clients.by.aws.check(urnOf(TARGETS, "t"), { namePrefix: "pre" })).name).toBeUndefined();
  });

  it("refuses a logical name that leaves no room", async () => {
    const world = await newWorld();
    await expect(world.clients.by.aws.check(urnOf(TARGETS, "a-target-group-with-25-chars"), {})).rejects.toThrow(
      /longer than the maximum length 32/,
    );
    expect((await world.clients.by.aws.check(urnOf(TARGETS, "a-target-group-24-letter"), {})).name).toHaveLength(32);
  });

  it("names objects of a cluster and marks them", async () => {
    const world = await newWorld();
    const checked = await world.clients.by.kubernetes.check(urnOf(CONFIG_MAP, "settings"), {});
    expect(checked.metadata).toMatchObject({
      name: expect.stringMatching(/^settings-[0-9a-f]{8}$/),
      annotations: { "pulumi.com/autonamed": "true" },
    });
  });

  it("merges default tags under a resource's own, and leaves ignored ones out", async () => {
    const running = await startCloud();
    const clients = await connect(running, {
      defaultTags: JSON.stringify({ tags: { event: "final", owner: "live" } }),
      ignoreTags: JSON.stringify({ keyPrefixes: ["kubernetes.io/"] }),
    });
    const vpc = await clients.up(VPC, "vpc", {
      cidrBlock: "10.0.0.0/16",
      tags: { owner: "me", "kubernetes.io/role": "x" },
    });
    expect(vpc.outputs.tagsAll).toEqual({ event: "final", owner: "me" });
    expect(vpc.outputs.tags).toEqual({ owner: "me", "kubernetes.io/role": "x" });
    const route = await clients.by.aws.check(urnOf("aws:ec2/route:Route", "route"), {
      routeTableId: "x",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "y",
    });
    expect(route.tagsAll).toBeUndefined();
    clients.close();
    await running.stop();
  });

  it("keeps the configuration of two providers apart", async () => {
    const world = await newWorld();
    const second = new ProviderClient(world.running.ports.aws);
    await second.configure({ region: "eu-west-1" });
    const urn = urnOf(VPC, "vpc");
    const there = await second.create(urn, await second.check(urn, { cidrBlock: "10.0.0.0/16" }));
    expect(there.outputs.arn).toContain("eu-west-1");
    expect((await world.the(VPC)).outputs.arn).toContain("us-east-1");
    second.close();
  });
});

describe("previews", () => {
  it("knows inputs and leaves what the cloud decides unknown, without a call to it", async () => {
    const world = await newWorld();
    const client = world.clients.by.aws;
    const urn = urnOf(VPC, "vpc");
    const preview = await client.create(urn, await client.check(urn, { cidrBlock: "10.0.0.0/16" }), "preview");
    expect(preview.outputs.cidrBlock).toBe("10.0.0.0/16");
    expect(preview.outputs.arn).toBe(UNKNOWN);
    expect(world.cloud.objects()).toEqual([]);
    expect(world.cloud.count("preview create", VPC)).toBe(1);
  });

  it("shows what Kubernetes' dry run refuses, and not what only the update meets", async () => {
    const world = await newWorld();
    const client = world.clients.by.kubernetes;
    const type = "kubernetes:core/v1:Service";
    await expect(client.create(urnOf(type, "s"), { metadata: { name: "s" }, spec: {} }, "preview")).rejects.toThrow(
      /spec.ports: Required value/,
    );
    const elsewhere = { metadata: { name: "s", namespace: "nowhere" }, spec: { ports: [{ port: 80 }] } };
    await client.create(urnOf(type, "s"), elsewhere, "preview");
    await expect(client.create(urnOf(type, "s"), elsewhere)).rejects.toThrow(/NotFound/);
  });

  it("gives a launch template's next version only when it is there", async () => {
    const world = await newWorld();
    const template = await world.the(TEMPLATE);
    const changed = await world.clients.change(template, { ...template.inputs, description: "second" });
    expect(changed.outputs.latestVersion).toBe(2);
    expect(changed.outputs.defaultVersion).toBe(1);
  });
});

describe("faults", () => {
  it("fails the nth create of a type and no other", async () => {
    const world = await newWorld();
    world.cloud.faults.fail({ type: VPC, on: "create", nth: 2, code: "InternalError", message: "try later" });
    await world.the(VPC, 0);
    await expect(world.the(VPC, 1)).rejects.toThrow(/InternalError: creating aws:ec2\/vpc:Vpc .*try later/);
    await world.the(VPC, 2);
    expect(world.cloud.objects(VPC)).toHaveLength(2);
    expect(world.cloud.calls.filter((call) => call.method === "create").map((call) => call.result)).toEqual([
      "ok",
      "InternalError",
      "ok",
    ]);
  });

  it("leaves an object that is not ready where a test wants that", async () => {
    const world = await newWorld();
    world.cloud.faults.fail({ type: VPC, on: "create", code: "CREATE_FAILED", message: "no", leaves: "object" });
    await expect(world.the(VPC)).rejects.toThrow(/CREATE_FAILED/);
    expect(world.cloud.objects(VPC).map((object) => object.ready)).toEqual([false]);
  });

  it("refuses machines without capacity or quota after the group was accepted", async () => {
    const world = await newWorld({ quotas: { "L-1216C47A": 15 } });
    const inputs = await world.inputs(NODES);
    await world.clients.up(NODES, "three", { ...inputs, scalingConfig: { minSize: 0, maxSize: 9, desiredSize: 3 } });
    const more = { ...(await world.inputs(NODES, 1)), scalingConfig: { minSize: 0, maxSize: 9, desiredSize: 1 } };
    // Three machines of 4 vCPU leave 3 of 15.
    await expect(world.clients.up(NODES, "more", more)).rejects.toThrow(/VcpuLimitExceeded/);
    world.cloud.faults.shorten({ instanceType: "c7g.xlarge", zones: ["us-east-1a"] });
    await expect(world.clients.up(NODES, "short", { ...more, nodeGroupName: "short" })).rejects.toThrow(
      /InsufficientInstanceCapacity/,
    );
    expect(world.cloud.objects(NODES).map((group) => group.ready)).toEqual([true, false, false]);
  });

  it("throttles as long as a provider retries, and fails beyond", async () => {
    const world = await newWorld();
    world.cloud.faults.throttle(25);
    await world.the(VPC, 0);
    world.cloud.faults.throttle(26);
    await expect(world.the(VPC, 1)).rejects.toThrow(/ThrottlingException/);
    await world.the(VPC, 2);
  });

  it("has the object while its create is still being waited for", async () => {
    const world = await newWorld();
    world.cloud.faults.delay({ type: VPC, milliseconds: 300 });
    const creating = world.the(VPC);
    while (world.cloud.objects(VPC).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(world.cloud.count("create", VPC)).toBe(0);
    await creating;
    expect(world.cloud.count("create", VPC)).toBe(1);
  });
});

describe("state", () => {
  it("outlives the process in a file, and goes on numbering", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidegate-cloud-"));
    const file = join(folder, "cloud.json");
    const first = await newWorld({ file });
    const vpc = await first.the(VPC, 0);
    const second = await newWorld({ file });
    expect(second.cloud.objects().map((object) => object.id)).toEqual([vpc.id]);
    expect((await second.the(VPC, 1)).id).not.toBe(vpc.id);
    rmSync(folder, { recursive: true });
  });

  it("reads what changed behind Pulumi's back, and what is gone", async () => {
    const world = await newWorld();
    const group = await world.the(NODES);
    world.cloud.patch(NODES, group.id, { inputs: { scalingConfig: { minSize: 1, maxSize: 10, desiredSize: 9 } } });
    const read = await world.clients.by.aws.read(group.urn, group.id, group);
    expect(read?.inputs.scalingConfig).toMatchObject({ desiredSize: 9 });
    expect(read?.outputs.scalingConfig).toMatchObject({ desiredSize: 9 });
    for (const object of world.cloud.objects(NODES)) world.cloud.remove(object);
    expect(await world.clients.by.aws.read(group.urn, group.id, group)).toBeUndefined();
    await world.clients.down(group);
    await expect(world.clients.change(group, group.inputs)).rejects.toThrow(/NotFound/);
  });

  it("finds an existing object to import by its id or name", async () => {
    const world = await newWorld();
    const cluster = await world.the("aws:eks/cluster:Cluster");
    const found = await world.clients.by.aws.read(cluster.urn, cluster.id);
    expect(found?.inputs).toMatchObject({ name: "cluster" });
    expect(await world.clients.by.aws.read(cluster.urn, "other")).toBeUndefined();
  });

  it("takes in what a company already has", async () => {
    const world = await newWorld();
    adopt(world.cloud, { type: VPC, id: "vpc-0123456789abcdef0", inputs: { cidrBlock: "10.0.0.0/16" } });
    const inputs = { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/20" };
    await expect(
      world.clients.up("aws:ec2/subnet:Subnet", "s", { ...inputs, vpcId: "vpc-ffffffffffffffff0" }),
    ).rejects.toThrow(/InvalidVpcID.NotFound/);
    expect((await world.clients.up("aws:ec2/subnet:Subnet", "s", inputs)).id).toMatch(/^subnet-/);
  });

  it("remembers decreases of reserved capacity for a day", async () => {
    let now = NOON;
    const world = await newWorld({ now: () => now });
    const type = "aws:lb/loadBalancer:LoadBalancer";
    const units = (capacityUnits: number) => ({ minimumLoadBalancerCapacity: { capacityUnits } });
    const inputs = await world.inputs(type);
    let balancer = await world.clients.up(type, "b", { ...inputs, ...units(500) });
    for (const size of [400, 300]) balancer = await world.clients.change(balancer, { ...inputs, ...units(size) });
    await expect(world.clients.change(balancer, { ...inputs, ...units(200) })).rejects.toThrow(
      /CapacityDecreaseRequestLimitExceeded/,
    );
    balancer = await world.clients.change(balancer, { ...inputs, ...units(600) });
    now = new Date(NOON.getTime() + 86_400_000);
    await world.clients.change(balancer, { ...inputs, ...units(200) });
  });

  it("deletes a namespace with all that is in it", async () => {
    const world = await newWorld();
    const namespace = await world.the("kubernetes:core/v1:Namespace");
    await world.clients.up(CONFIG_MAP, "inside", { metadata: { name: "inside", namespace: "live" } });
    await world.clients.up(CONFIG_MAP, "outside", { metadata: { name: "outside" } });
    await world.clients.down(namespace);
    expect(world.cloud.objects().map((object) => object.id)).toEqual(["default/outside"]);
  });
});

describe("configuration and functions", () => {
  it("needs a Region that is one", async () => {
    const world = await newWorld();
    await world.clients.by.aws.configure({});
    await expect(world.clients.up(VPC, "v", { cidrBlock: "10.0.0.0/16" })).rejects.toThrow(
      /Missing region configuration/,
    );
    await world.clients.by.aws.configure({ region: "moon" });
    await expect(world.clients.up(VPC, "v", { cidrBlock: "10.0.0.0/16" })).rejects.toThrow(/Invalid AWS Region: moon/);
  });

  it("reaches only clusters that are there", async () => {
    const world = await newWorld();
    const cluster = await world.the("aws:eks/cluster:Cluster");
    const kubeconfig = (server: string): string => JSON.stringify({ clusters: [{ cluster: { server } }] });
    await world.clients.by.kubernetes.configure({
      kubeconfig: kubeconfig("https://GHOST.gr7.us-east-1.eks.amazonaws.com"),
    });
    await expect(world.clients.up(CONFIG_MAP, "c", {})).rejects.toThrow(/configured Kubernetes cluster is unreachable/);
    await world.clients.by.kubernetes.configure({ kubeconfig: kubeconfig(String(cluster.outputs.endpoint)) });
    await world.clients.up(CONFIG_MAP, "c", {});
  });

  it("answers functions that need no account and refuses the others", async () => {
    const world = await newWorld();
    const document = await world.clients.by.aws.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }] },
      ],
    });
    expect(JSON.parse(String(document.value.json))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } }],
    });
    const caller = await world.clients.by.aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    expect(caller.failures[0]).toMatch(/needs an account/);
  });
});
