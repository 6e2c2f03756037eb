import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLOUDFLARE_ADDRESSES } from "../../capacity/catalog/cloudflare-addresses";
import { Secret, UNKNOWN } from "../../cli/engine/property-value";
import { recordAsCli } from "../../cli/engine/record-as-cli";
import type { GraphResource, ResourceGraph } from "../../cli/engine/resource-graph";
import { withPlaceholders } from "../../cli/engine/stack-outputs";
import { platformOutputsSchema } from "../../stacks/outputs/platform-outputs";
import { platformCeiling } from "../../stacks/platform/ceiling";
import { ROOT, recordStack, refusalOf } from "./record-stack";
import { TemporaryProject } from "./temporary-project";

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

const ofType = ({ resources }: ResourceGraph, type: string) => resources.filter((resource) => resource.type === type);
const typesOf = ({ resources }: ResourceGraph) => new Set(resources.map(({ type }) => type));

async function graphOf(changes: Readonly<Record<string, unknown>> = {}): Promise<ResourceGraph> {
  project.change("platform", changes);
  const { graph, errors } = await recordStack(project, "platform");
  expect(errors).toEqual([]);
  return graph;
}

/** The least that a platform's config may say. */
function declareMinimal(): void {
  const { config } = { config: project.config("platform") };
  const kept = ["program", "owner", "region", "accountId", "zones", "admins"].map((key) => `tidegate:${key}`);
  const least = Object.fromEntries(kept.map((key) => [key, config[key]]));
  project.declare("platform", { ...least, "tidegate:ceiling": { nodes: 200 } });
}

function contractOf({ outputs }: ResourceGraph) {
  return platformOutputsSchema.parse(withPlaceholders("platform", { platform: outputs.platform ?? null }).platform);
}

describe("the shipped platform", () => {
  it("outputs the contract once it is deployed, with the ceiling of its config", async () => {
    const contract = contractOf(await graphOf());
    expect(contract).toMatchObject({
      version: 1,
      region: "us-east-1",
      accountId: "123456789012",
      ceiling: { nodes: 1200, pods: 1200 * 64, natAddressesPerZone: 1, controlPlaneTier: "standard" },
      cluster: { version: "1.35" },
      cloudflare: { zone: "example.com", plan: "enterprise" },
    });
    expect(contract.network.zones.map(({ name }) => name)).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(contract.delivery?.keyGroupId).toBeDefined();
    expect(contract.balancerCertificateArn).toBeDefined();
  });

  it("has one provider of each kind, with its tags, and refuses any other account", async () => {
    const graph = await graphOf();
    const providers = graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    expect(providers.map(({ type }) => type).sort()).toEqual([
      "pulumi:providers:aws",
      "pulumi:providers:cloudflare",
      "pulumi:providers:kubernetes",
    ]);
    const [aws] = ofType(graph, "pulumi:providers:aws");
    expect(JSON.parse(String(aws?.inputs.allowedAccountIds))).toEqual(["123456789012"]);
    expect(JSON.parse(String(aws?.inputs.defaultTags))).toEqual({
      tags: { "tidegate:stack": "platform", "tidegate:owner": "platform@example.com" },
    });
    const urns = new Map(providers.map(({ type, urn }) => [type.split(":")[2], urn]));
    const managed = graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    for (const { type, name, options } of managed) expect(options.provider, name).toBe(urns.get(type.split(":")[0]));
    expect(graph.invokes).toEqual([]);
  });

  it("lets Cloudflare alone reach balancers: a block of addresses each, and no other", async () => {
    const graph = await graphOf();
    const fromOutside = ofType(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .filter(({ name }) => name.startsWith("firewall-balancers-from-"))
      .map(({ inputs }) => [inputs.cidrIpv4, inputs.fromPort]);
    expect(fromOutside).toHaveLength(15);
    expect(fromOutside.sort()).toEqual(CLOUDFLARE_ADDRESSES.ipv4.map((cidr) => [cidr, 443]).sort());
  });

  it("keeps its token secret, and its public keys as they are", async () => {
    const { graph, errors } = await recordStack(project, "platform", {
      config: { ...project.engineConfig("platform"), "cloudflare:apiToken": "a-token" },
      secretConfigKeys: ["cloudflare:apiToken"],
    });
    expect(errors).toEqual([]);
    const [cloudflare] = ofType(graph, "pulumi:providers:cloudflare");
    expect(cloudflare?.inputs.apiToken).toBeInstanceOf(Secret);
    expect(JSON.stringify(graph)).not.toContain("a-token");
    const [key] = ofType(graph, "aws:cloudfront/publicKey:PublicKey");
    expect(String(key?.inputs.encodedKey)).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it("tells EventBridge of uploads, for the events' queues", async () => {
    const [notification] = ofType(await graphOf(), "aws:s3/bucketNotification:BucketNotification");
    expect(notification?.inputs).toMatchObject({ eventbridge: true });
    expect(notification?.name).toBe("media-uploads-events");
  });

  it("starts from its folder as the CLI starts it, and registers the same", async () => {
    const config = project.engineConfig("platform");
    const options = { project: "tidegate", stack: "platform", config };
    const child = await recordAsCli({ ...options, folder: ROOT });
    expect(child.errors).toEqual([]);
    const inProcess = await recordStack(project, "platform");
    expect(JSON.stringify(child.graph)).toBe(JSON.stringify(inProcess.graph));
  });
});

describe("a platform with the least that its config may say", () => {
  beforeEach(declareMinimal);

  it("has network, cluster, firewall, storage and alarms, and no capability that nobody asked for", async () => {
    const graph = await graphOf();
    const { version, region, accountId, ...capabilities } = contractOf(graph);
    expect({ version, region, accountId }).toEqual({ version: 1, region: "us-east-1", accountId: "123456789012" });
    expect(Object.keys(capabilities).sort()).toEqual([
      "alarms",
      "ceiling",
      "cluster",
      "firewall",
      "network",
      "storage",
    ]);
    expect([...typesOf(graph)].filter((type) => /cloudflare|acm|keyGroup/i.test(type))).toEqual([]);
  });

  it("lets everybody reach balancers, since nobody stands in front", async () => {
    const rules = ofType(await graphOf(), "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const outside = rules.filter(({ name }) => name.startsWith("firewall-balancers-from-"));
    expect(outside.map(({ inputs }) => inputs.cidrIpv4)).toEqual(["0.0.0.0/0"]);
  });

  it("hands out the records of its certificates where it can't make them", async () => {
    const hosts = { media: ["*.media.example.com"], balancers: ["*.example.com"] };
    const { outputs, resources } = await graphOf({ "tidegate:hosts": hosts });
    expect(resources.filter(({ type }) => type.startsWith("cloudflare:"))).toEqual([]);
    const records = outputs.certificateRecords as unknown as readonly GraphResource["inputs"][];
    expect(records.map(({ host }) => host)).toEqual(["media.example.com", "example.com"]);
    expect(records[0]?.content).toEqual(UNKNOWN);
  });

  it("offers no delivery without keys to sign with, nor without a certificate", async () => {
    const hosts = { media: ["*.media.example.com"] };
    expect(contractOf(await graphOf({ "tidegate:hosts": hosts })).delivery).toBeUndefined();
    const keys = new TemporaryProject().config("platform")["tidegate:signingKeys"];
    const keyed = await graphOf({ "tidegate:hosts": undefined, "tidegate:signingKeys": keys });
    expect(contractOf(keyed).delivery).toBeUndefined();
  });

  it("passes on the database and partition that its config names", async () => {
    const database = { clusterIdentifier: "live", engine: "aurora-postgresql" };
    const contract = contractOf(await graphOf({ "tidegate:database": database, "tidegate:partition": "aws" }));
    expect(contract.database).toEqual({ ...database, ownReaders: 1 });
    expect(contract.partition).toBe("aws");
  });
});

describe("the ceiling", () => {
  const zones = (count: number) => ["a", "b", "c", "d"].slice(0, count).map((letter) => `us-east-1${letter}`);

  it.each([
    // nodes ÷ (zones − 1), rounded up: what is left holds everything.
    [900, 3, 450],
    [901, 3, 451],
    [10, 2, 10],
    [1200, 4, 400],
  ])("%i nodes in %i zones are %i in each zone when one is lost", (nodes, count, nodesPerZone) => {
    const ceiling = platformCeiling({ ceiling: { nodes }, zones: zones(count) });
    expect(ceiling.nodesPerZone).toBe(nodesPerZone);
    expect(ceiling.nodesPerZone * (count - 1)).toBeGreaterThanOrEqual(nodes);
    expect((ceiling.nodesPerZone - 1) * (count - 1)).toBeLessThan(nodes);
  });

  it("has 110 pods on a node unless told otherwise", () => {
    expect(platformCeiling({ ceiling: { nodes: 10 }, zones: zones(3) })).toMatchObject({
      pods: 1100,
      podsPerNode: 110,
    });
    expect(platformCeiling({ ceiling: { nodes: 10, podsPerNode: 50 }, zones: zones(3) }).pods).toBe(500);
  });

  it("reaches the network and the cluster", async () => {
    const ceiling = { nodes: 300, podsPerNode: 100, natAddressesPerZone: 2, controlPlaneTier: "tier-xl" };
    const graph = await graphOf({ "tidegate:ceiling": ceiling });
    const [network] = ofType(graph, "tidegate:network:Network");
    expect(network?.inputs).toMatchObject({ nodesPerZone: 150, podsPerNode: 100, natAddressesPerZone: 2 });
    expect(ofType(graph, "aws:ec2/eip:Eip")).toHaveLength(6);
    expect(ofType(graph, "aws:eks/cluster:Cluster")[0]?.inputs.controlPlaneScalingConfig).toEqual({ tier: "tier-xl" });
  });

  it("under what one declared event needs is refused, naming the event and how much is missing", async () => {
    project.change("platform", { "tidegate:ceiling": { nodes: 40 } });
    const message = await refusalOf(project, "platform");
    expect(message).toMatch(/^stack platform: \d problems?\n/);
    expect(message).toMatch(
      /ceiling\.nodes: the platform allows 40 nodes, expected \d+, \d+ more: [a-z-]+ \d+ from 2027-/,
    );
  });

  it("under the sum of what overlaps is refused, although each event alone would fit", async () => {
    project.forget("event-1m", "morning-meeting");
    const alone = { nodes: 40 };
    project.change("platform", { "tidegate:ceiling": alone });
    expect((await recordStack(project, "platform")).errors).toEqual([]);
    // The town hall moves onto the product launch.
    project.changeEvent("town-hall-10k.yaml", { start: "2027-09-14T19:00[Europe/Berlin]", repeats: undefined });
    const message = await refusalOf(project, "platform");
    expect(message).toMatch(/the platform allows 40 nodes, expected \d+, \d+ more: /);
    expect(message).toContain("product-launch");
    expect(message).toContain("town-hall");
  });

  it("leaves out events of other platforms", async () => {
    project.change("platform", { "tidegate:ceiling": { nodes: 40 } });
    for (const stack of ["event-1m", "event-100k", "morning-meeting"]) {
      project.change(stack, { "tidegate:platform": "elsewhere" });
    }
    expect((await recordStack(project, "platform")).errors).toEqual([]);
  });

  it("can't be judged while an event file can't be read: refused with its file and line", async () => {
    project.changeEvent("cup-final-1m.yaml", { duration: "soon" });
    const message = await refusalOf(project, "platform");
    expect(message).toMatch(/duration \(stacks\/events\/cup-final-1m\.yaml:\d+\)/);
  });

  it("that no subnet can hold is refused by the network, with what would help", async () => {
    project.change("platform", { "tidegate:ceiling": { nodes: 2000, podsPerNode: 110 } });
    expect(await refusalOf(project, "platform")).toMatch(
      /1000 nodes with 110 pods each.*more zones, or fewer nodes or pods/,
    );
  });
});
