import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../cli/engine/property-value";
import type { GraphResource, ResourceGraph } from "../../cli/engine/resource-graph";
import { readDeclaredEvent } from "../../stacks/declared/declared-event";
import type { Mode } from "../../stacks/declared/event-settings";
import { planDeclared } from "../../stacks/declared/plan-declared";
import type { PlatformOutputs } from "../../stacks/outputs/platform-outputs";
import { FULL_EDGE, FULL_OUTPUTS, FULL_PLATFORM } from "./outputs";
import { recordStack, refusalOf } from "./record-stack";
import { TemporaryProject } from "./temporary-project";

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

const ofType = ({ resources }: ResourceGraph, type: string) => resources.filter((resource) => resource.type === type);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const byText = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();
const numberIn = (resource: GraphResource | undefined, input: string) => Number(resource?.inputs[input]);

function planFor(stack: string, mode: Mode = "now") {
  const file = String(project.config(stack)["tidegate:event"]);
  const event = readDeclaredEvent(project.root, { event: file });
  if (!event.ok) throw new Error(`${file} can't be read`);
  return planDeclared({ event: event.value, settings: { mode } });
}

/** The recorded graph of a stack that must be built. */
async function graphOf(stack: string, platform: PlatformOutputs = FULL_PLATFORM): Promise<ResourceGraph> {
  const { graph, errors } = await recordStack(project, stack, { stackOutputs: on(platform) });
  expect(errors).toEqual([]);
  return graph;
}

function on(platform: PlatformOutputs): Readonly<Record<string, PropertyMap>> {
  return { ...FULL_OUTPUTS, platform: { platform: platform as unknown as PropertyMap } };
}

/** The full platform without some of its capabilities. */
function without(...capabilities: readonly (keyof PlatformOutputs)[]): PlatformOutputs {
  const kept = Object.entries(FULL_PLATFORM).filter(([key]) => !capabilities.some((gone) => gone === key));
  return Object.fromEntries(kept) as PlatformOutputs;
}

describe.each(["event-10k", "event-100k", "event-1m", "morning-meeting"])("the stack %s", (stack) => {
  it("has every number of its plan, in the plain inputs of the component that builds it", async () => {
    const graph = await graphOf(stack);
    const plan = planFor(stack);
    const layer = (id: string) => plan.layers.find((candidate) => candidate.id === id);

    const pools = ofType(graph, "tidegate:compute:NodePool");
    expect(byText(pools.map(({ inputs: { pool, nodes, instanceTypes } }) => [pool, nodes, instanceTypes]))).toEqual(
      byText(plan.nodePools.map(({ name, nodes, instanceTypes }) => [name, nodes, instanceTypes])),
    );
    const groups = ofType(graph, "aws:eks/nodeGroup:NodeGroup");
    const sizes = groups.map(({ inputs }) => (inputs.scalingConfig as { desiredSize: number }).desiredSize);
    expect(sum(sizes)).toBe(sum(plan.nodePools.map(({ nodes }) => nodes)));

    const workloads = ofType(graph, "tidegate:compute:Workload");
    const planned = plan.layers.flatMap(({ workload }) => workload ?? []);
    expect(byText(workloads.map(({ inputs: { pool, replicas, vcpu } }) => [pool, replicas, vcpu]))).toEqual(
      byText(planned.map(({ pool, replicas, pod }) => [pool, replicas, pod.vcpu])),
    );

    const [cache] = ofType(graph, "tidegate:data:SessionCache");
    expect(numberIn(cache, "nodes")).toBe(layer("cache")?.settings.nodes);
    const [room] = ofType(graph, "tidegate:edge:Admission");
    expect(numberIn(room, "totalActiveUsers")).toBe(layer("admission")?.settings.totalActiveUsers);
    const [firewall] = ofType(graph, "tidegate:guard:WebFirewall");
    expect(numberIn(firewall, "perAddressLimit")).toBe(layer("firewall")?.settings.perAddressLimit);
    const [readers] = ofType(graph, "tidegate:data:DatabaseReaders");
    expect(numberIn(readers, "readers")).toBe((layer("database")?.settings.readers ?? 0) - 1);
    expect(ofType(graph, "tidegate:delivery:Distribution")).toHaveLength(
      layer("edge:cloudfront")?.settings.distributions ?? -1,
    );
    const entry = graph.resources.find(({ type, name }) => type === "tidegate:network:Ingress" && name === "entry");
    const { requests, connections } = (entry as GraphResource).inputs as Readonly<Record<string, PropertyMap>>;
    const balancers = layer("network:balancers")?.settings;
    expect({ albs: requests?.count, albReservedUnits: requests?.reservedUnits }).toEqual({
      albs: balancers?.albs,
      albReservedUnits: balancers?.albReservedUnits,
    });
    expect(connections?.reservedUnits).toBe(balancers?.nlbReservedUnits);
  });

  it("asks no account anything, gives every part its provider, and is the same twice", async () => {
    const graph = await graphOf(stack);
    expect(graph.invokes).toEqual([]);
    const managed = graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    expect(managed.filter(({ options }) => options.provider === undefined)).toEqual([]);
    expect(await graphOf(stack)).toEqual(graph);
  });

  it("points every host at what was made, and covers media by signed URLs alone", async () => {
    const graph = await graphOf(stack);
    const hosts = ofType(graph, "cloudflare:index/dnsRecord:DnsRecord").map(({ inputs }) => String(inputs.name));
    const aliases = ofType(graph, "aws:cloudfront/distribution:Distribution").flatMap(
      ({ inputs }) => inputs.aliases as readonly string[],
    );
    expect(aliases.filter((alias) => !hosts.includes(alias))).toEqual([]);
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const { inputs } of ofType(graph, "aws:cloudfront/distribution:Distribution")) {
      expect(inputs.webAclId).toBeUndefined();
      expect((inputs.defaultCacheBehavior as PropertyMap).trustedKeyGroups).toEqual(["key-group"]);
    }
  });
});

describe("an event on a platform", () => {
  it("is refused with everything that is missing, at once", async () => {
    const bare = { ...without("delivery", "storage", "balancerCertificateArn", "cloudflare"), region: "eu-west-1" };
    expect(await refusalOf(project, "morning-meeting", { stackOutputs: on(bare) })).toBe(
      [
        "event morning-meeting.yaml: 5 problems",
        "  platform platform: it is in eu-west-1, expected us-east-1, where the event's cluster is. Name the platform of that region in tidegate:platform, or change cluster.region",
        "  platform platform: no certificate, key group and cache policies of CloudFront, expected what distributions share. Set tidegate:hosts and tidegate:signingKeys of platform",
        "  platform platform: no Cloudflare zone, expected the zone that delivers a share of the media. Set tidegate:cloudflare of platform, or take Cloudflare out of delivery.cdns",
        "  platform platform: no bucket of segments, expected where packagers write and CDNs read. Output storage from platform, or set delivery.origin: packager",
        "  platform platform: no certificate for balancers, expected one for the app host. Set tidegate:hosts.balancers of platform",
      ].join("\n"),
    );
  });

  it("is refused where its zones have no subnets", async () => {
    const network = { ...FULL_PLATFORM.network, zones: FULL_PLATFORM.network.zones.slice(0, 2) };
    expect(await refusalOf(project, "event-1m", { stackOutputs: on({ ...FULL_PLATFORM, network }) })).toContain(
      "no subnets in us-east-1c, expected all of us-east-1a, us-east-1b, us-east-1c",
    );
  });

  it("is refused where it is too small, by how much", async () => {
    const small = { ...FULL_PLATFORM, ceiling: { ...FULL_PLATFORM.ceiling, nodes: 20 } };
    const refusal = await refusalOf(project, "event-1m", { stackOutputs: on(small) });
    expect(refusal).toMatch(
      /ceiling\.nodes: the platform allows 20 nodes, expected \d+, \d+ more: cup-final \d+ from 2027-05-/,
    );
  });

  it("is refused where overlapping events together are too large, though each alone is not", async () => {
    project.changeEvent("town-hall-10k.yaml", { start: "2027-05-29T20:00[Europe/London]" });
    const nodes = sum(planFor("event-1m").nodePools.map((pool) => pool.nodes)) + 3;
    const tight = { ...FULL_PLATFORM, ceiling: { ...FULL_PLATFORM.ceiling, nodes } };
    const refusal = await refusalOf(project, "event-10k", { stackOutputs: on(tight) });
    expect(refusal).toMatch(/town-hall 21 and cup-final 51|cup-final 51 and town-hall 21/);
    project.changeEvent("town-hall-10k.yaml", { start: "2027-06-29T20:00[Europe/London]" });
    await graphOf("event-10k", tight);
  });

  it("lets requests in through the platform's group, and long connections, which pass the proxy by, from everywhere", async () => {
    const graph = await graphOf("event-1m");
    const balancers = ofType(graph, "aws:lb/loadBalancer:LoadBalancer");
    const groupsOf = (type: string) =>
      balancers
        .filter(({ inputs, name }) => inputs.loadBalancerType === type && name.startsWith("entry-"))
        .map(({ inputs }) => inputs.securityGroups);
    expect(groupsOf("application")).toEqual([["sg-balancers"]]);
    expect(groupsOf("network")).not.toContainEqual(["sg-balancers"]);
    const open = ofType(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter(({ name }) =>
      name.startsWith("entry-nlb-from-"),
    );
    // Chat on 443, contribution on 1935.
    expect(open.map(({ inputs }) => [inputs.fromPort, inputs.cidrIpv4]).sort()).toEqual([
      [1935, "0.0.0.0/0"],
      [443, "0.0.0.0/0"],
    ]);
  });

  it("is refused without the edge's rules, or with those of another host", async () => {
    const edge = { ...FULL_EDGE, events: FULL_EDGE.events.filter(({ name }) => name !== "cup-final") };
    const stackOutputs = { ...FULL_OUTPUTS, edge: { edge: edge as unknown as PropertyMap } };
    expect(await refusalOf(project, "event-1m", { stackOutputs })).toBe(
      "event cup-final-1m.yaml: 1 problem\n  edge edge: no rules of cup-final for live.example.com, cup-cl.example.com, expected rules for every host that Cloudflare stands before. Run pulumi up --stack edge first: it reads the declared events",
    );
  });

  it("is refused before platform and edge are deployed, with both named", async () => {
    expect(await refusalOf(project, "event-1m", { stackOutputs: { platform: {}, edge: {} } })).toContain(
      "the stack platform has no output platform, expected a stack that has been deployed. Run pulumi up --stack platform first",
    );
    expect(await refusalOf(project, "event-1m", { stackOutputs: { ...FULL_OUTPUTS, edge: {} } })).toContain(
      "the stack edge has no output edge",
    );
  });

  it("does without what it can do without, and says so", async () => {
    const { graph, errors, logs } = await recordStack(project, "event-10k", {
      stackOutputs: on(without("cloudflare", "alarms", "database", "firewall", "ceiling")),
    });
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("neither the event nor the platform names a zone"),
    ]);
    expect(graph.resources.some(({ type }) => type.startsWith("aws:"))).toBe(false);
    project.changeEvent("town-hall-10k.yaml", { hosts: { zone: "example.com" } });
    const second = await recordStack(project, "event-10k", {
      stackOutputs: on(without("cloudflare", "alarms", "database", "firewall", "ceiling")),
    });
    expect(second.errors).toEqual([]);
    expect(second.graph.resources.some(({ type }) => type.startsWith("cloudflare:"))).toBe(false);
    expect([...logs, ...second.logs].map(({ message }) => message).join("\n")).toContain(
      "The plan needs 2 database readers and the platform names no database",
    );
  });

  it("is refused where one name would have to lead to several balancers", async () => {
    project.changeEvent("town-hall-10k.yaml", {
      hosts: { zone: "example.com" },
      account: { quotas: { "aws/elasticloadbalancing/targets-per-application-load-balancer": 3 } },
    });
    const albs = planFor("event-10k").layers.find(({ id }) => id === "network:balancers")?.settings.albs;
    expect(albs).toBeGreaterThan(1);
    expect(await refusalOf(project, "event-10k")).toContain(`${albs} balancers for the app host, expected one`);
  });

  it("is refused for a protocol whose relays nobody builds yet", async () => {
    project.changeEvent("morning-meeting.yaml", { stream: { protocol: "http-flv", ladder: "meeting-720p" } });
    expect(await refusalOf(project, "morning-meeting")).toContain(
      "stream.protocol: http-flv, whose relays viewers reach at addresses of their own, expected hls, ll-hls or dash",
    );
  });
});

describe("an event's config", () => {
  it("refuses to be armed until events can be", async () => {
    project.change("event-1m", { "tidegate:mode": "armed" });
    expect(await refusalOf(project, "event-1m")).toContain("tidegate:mode: armed, expected now or rehearsal");
  });

  it("builds a rehearsal small, from a plan of its own", async () => {
    project.change("event-1m", { "tidegate:mode": "rehearsal" });
    const graph = await graphOf("event-1m");
    const nodes = sum(ofType(graph, "tidegate:compute:NodePool").map((pool) => numberIn(pool, "nodes")));
    const vcpu = (mode: Mode) => sum(planFor("event-1m", mode).nodePools.map((pool) => pool.nodes * pool.vcpuPerNode));
    expect(nodes).toBe(sum(planFor("event-1m", "rehearsal").nodePools.map((pool) => pool.nodes)));
    expect(vcpu("rehearsal")).toBeLessThan(vcpu("now") / 3);
  });

  it("plans for another audience class under the same names", async () => {
    const names = ({ resources }: ResourceGraph) =>
      resources.filter(({ type }) => type.startsWith("tidegate:compute")).map(({ urn }) => urn);
    const full = await graphOf("event-1m");
    project.change("event-1m", { "tidegate:tier": "10k" });
    const small = await graphOf("event-1m");
    expect(names(small)).toEqual(names(full));
    expect(sum(ofType(small, "tidegate:compute:Workload").map((one) => numberIn(one, "replicas")))).toBeLessThan(60);
  });

  it("says which services nobody runs, and keeps their nodes", async () => {
    project.change("event-1m", { "tidegate:workloads": { api: { deployment: "api" } } });
    const { graph, errors, logs } = await recordStack(project, "event-1m");
    expect(errors).toEqual([]);
    expect(ofType(graph, "kubernetes:apps/v1:Deployment")).toEqual([]);
    expect(ofType(graph, "tidegate:compute:NodePool")).toHaveLength(4);
    expect(logs.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^Not run, since nobody says how: origin, ingest, transcode, package, session, chat, telemetry\./,
      ),
    );
  });

  it("keeps the proxy's token secret", async () => {
    const config = { ...project.engineConfig("event-1m"), "cloudflare:apiToken": "token-of-the-zone" };
    const { graph, errors } = await recordStack(project, "event-1m", {
      config,
      secretConfigKeys: ["cloudflare:apiToken"],
    });
    expect(errors).toEqual([]);
    const [provider] = ofType(graph, "pulumi:providers:cloudflare");
    expect(provider?.inputs.apiToken).toBeDefined();
    expect(JSON.stringify(graph)).not.toContain("token-of-the-zone");
  });
});

describe("names", () => {
  it("hold for an event of 63 characters", async () => {
    const name = `final-${"x".repeat(56)}y`;
    expect(name).toHaveLength(63);
    project.changeEvent("cup-final-1m.yaml", { name, hosts: undefined });
    const { errors } = await recordStack(project, "event-1m", {
      stackOutputs: {
        ...FULL_OUTPUTS,
        edge: { edge: { ...FULL_EDGE, events: [] } as unknown as PropertyMap },
      },
    });
    // The edge must know the generated hosts; they are in the refusal, each label within DNS's limit.
    const hosts = /for ([^,]+), ([^,]+), expected/.exec(errors[0]?.message ?? "")?.slice(1) ?? [];
    expect(hosts).toHaveLength(2);
    for (const host of hosts) expect(host.split(".")[0]?.length).toBeLessThanOrEqual(63);
    const [appHost = "", ...media] = hosts;
    const edge = { ...FULL_EDGE, events: [{ name, appHost, mediaHosts: media }] };
    const second = await recordStack(project, "event-1m", {
      stackOutputs: { ...FULL_OUTPUTS, edge: { edge: edge as unknown as PropertyMap } },
    });
    expect(second.errors).toEqual([]);
  });
});
