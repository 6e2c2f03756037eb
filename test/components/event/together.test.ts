import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { describe, expect, it } from "vitest";
import { Admission } from "../../../components/event/admission";
import { CdnSplit } from "../../../components/event/cdn-split";
import { ChatBroker } from "../../../components/event/chat-broker";
import { DatabaseReaders } from "../../../components/event/database-readers";
import { Distribution } from "../../../components/event/distribution";
import { EventBudget } from "../../../components/event/event-budget";
import { EventNamespace } from "../../../components/event/event-namespace";
import { Ingress } from "../../../components/event/ingress";
import { LaunchAlarms } from "../../../components/event/launch-alarms";
import { NodePool } from "../../../components/event/node-pool";
import { SessionCache } from "../../../components/event/session-cache";
import { UploadLane } from "../../../components/event/upload-lane";
import { WebFirewall } from "../../../components/event/web-firewall";
import { Workload } from "../../../components/event/workload";
import { graphOf } from "../record";
import { LONG } from "./limits";

const ACCOUNT = "123456789012";
const NET = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };
const CLIENTS = { clientSecurityGroupIds: { nodes: "sg-nodes" } };

/** An event with one of everything, wired as a stack does it. */
function event(): void {
  const aws = new AwsProvider("aws", { region: "us-east-1" });
  const cloudflare = new CloudflareProvider("cloudflare", {});
  const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: "{}" });
  const opts = { providers: { aws, cloudflare, kubernetes } };
  const place = { zones: [{ name: "us-east-1a", subnetId: "subnet-a" }], clusterName: "live", nodeRoleArn: "arn:role" };
  const pool = (name: string) =>
    new NodePool(name, { ...place, event: LONG, pool: name, nodesPerZone: 9, instanceTypes: ["m7i.large"] }, opts);
  const pools = [pool("core"), pool("upload")];
  const space = new EventNamespace("space", { event: LONG }, opts);
  const { namespace, priorityClasses } = space;
  const pod = { vcpu: 1, memoryGib: 2 };
  const core = { event: LONG, pool: "core", criticality: "core", namespace, pod, replicas: 9 } as const;
  const page = new Workload("page", { ...core, image: "page:1", priorityClassName: priorityClasses.core }, opts);
  const uploads = new UploadLane("uploads", { accountId: ACCOUNT }, opts);
  const rights = { clusterName: "live", statements: uploads.workerRights };
  new Workload("encode", { ...core, pool: "upload", image: "encode:1", rights }, opts);
  const routes = { page: { services: page.serviceNames, targets: 9 } };
  const network = { ...NET, targetSecurityGroupId: "sg-nodes", namespace, certificateArn: "arn:certificate" };
  const ways = { requests: { count: 2, routes }, connections: { count: 1, routes } };
  const ingress = new Ingress("in", { ...network, ...ways }, opts);
  const balancers = ingress.requestBalancers.map(({ arn }, at) => [`alb-${at + 1}`, arn] as const);
  new WebFirewall("web", { perAddressLimit: 9000, resourceArns: Object.fromEntries(balancers) }, opts);
  const rates = { totalActiveUsers: 9000, newUsersPerMinute: 900 };
  new Admission("door", { ...rates, zoneId: "zone", host: "live.example.com", event: LONG }, opts);
  const media = {
    protocol: "hls",
    certificateArn: "arn:certificate",
    keyGroupIds: ["keys"],
    cachePolicies: { playlists: "short", segments: "long" },
    origin: { domainName: "origin.example.com" },
    shieldRegion: "us-east-1",
  } as const;
  for (const at of [1, 2]) new Distribution(`media-${at}`, { ...media, host: `m-${at}.example.com` }, opts);
  const pathways = [1, 2].map((at) => ({
    id: `m-${at}`,
    host: `m-${at}.example.com`,
    cdn: "cloudfront",
    shareRatio: 0.5,
  }));
  new CdnSplit("split", { pathways, bucket: "plain", steeringHost: "steer.example.com", prefix: "final" }, opts);
  new SessionCache("sessions", { ...NET, ...CLIENTS, shards: 2, nodeType: "cache.r7g.large" }, opts);
  new ChatBroker("chat", { ...NET, ...CLIENTS, shards: 2, nodeType: "cache.r7g.large" }, opts);
  const database = { clusterIdentifier: "live", engine: "aurora-mysql", instanceClass: "db.r7g.large" } as const;
  new DatabaseReaders("readers", { ...database, readers: 2 }, opts);
  const groups = pools.flatMap(({ groups }) => groups).map((group) => [group.nodeGroupName, group] as const);
  new LaunchAlarms("launches", { groups: Object.fromEntries(groups), topicArn: "arn:topic" }, opts);
  new EventBudget("bill", { event: LONG, limitUsd: 9000, topicArns: ["arn:topic"] }, opts);
}

describe.each(["event-1m", LONG])("event components together in the stack %s", (stack) => {
  it("use the providers they are given, and ask no account anything", async () => {
    const graph = await graphOf(event, { stack });
    const urnOf = (type: string) => graph.resources.find((each) => each.type === `pulumi:providers:${type}`)?.urn;
    const managed = graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    expect(managed.length).toBeGreaterThan(100);
    for (const { type, name, options } of managed) expect(options.provider, name).toBe(urnOf(type.split(":")[0] ?? ""));
    expect(graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"))).toHaveLength(3);
    expect(graph.invokes).toEqual([]);
  });

  it("share no physical name", async () => {
    const graph = await graphOf(event, { stack });
    const names = graph.resources.flatMap(({ type, inputs }) => {
      const { name: objectName } = (inputs.metadata ?? {}) as { readonly name?: string };
      const group = inputs.nodeGroupName ?? inputs.replicationGroupId ?? inputs.identifier;
      const name = inputs.name ?? group ?? objectName;
      return typeof name === "string" && !type.startsWith("tidegate:") ? [`${type} ${name}`] : [];
    });
    expect(names.length).toBeGreaterThan(50);
    expect(new Set(names).size).toBe(names.length);
  });

  it("stand in every part under a component", async () => {
    const graph = await graphOf(event, { stack });
    const components = new Set(graph.resources.filter(({ custom }) => !custom).map(({ urn }) => urn));
    const parents = graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    expect(parents.filter(({ parent }) => !components.has(parent ?? "")).map(({ name }) => name)).toEqual([]);
    const ours = graph.resources.filter(({ type }) => type.startsWith("tidegate:"));
    for (const { type } of ours) {
      expect(type).toMatch(/^tidegate:(network|compute|delivery|edge|data|guard|media):\w+$/);
    }
  });
});
