import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { EdgeHosts } from "../../../components/edge/edge-hosts";
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
import { ownershipTags } from "../../../components/tags";

export const ACCOUNT = "123456789012";
export const EVENT = "cup-final";
const NET = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };
const CLIENTS = { clientSecurityGroupIds: { nodes: "sg-nodes" } };
const ZONES = ["a", "b", "c"].map((zone) => ({ name: `us-east-1${zone}`, subnetId: `subnet-${zone}` }));

/** An event with one of everything, of the sizes in `happyFacts`. */
export function happyEvent(): void {
  const tags = ownershipTags({ stack: "event-1m", event: EVENT, tier: "1m", owner: "live@example.com" });
  const aws = new AwsProvider("aws", { region: "us-east-1", defaultTags: { tags } });
  const cloudflare = new CloudflareProvider("cloudflare", {});
  const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: "{}" });
  const opts = { providers: { aws, cloudflare, kubernetes } };
  const pool = (name: string, nodesPerZone: number, instanceTypes: readonly string[]) =>
    new NodePool(
      name,
      {
        event: EVENT,
        pool: name,
        zones: ZONES,
        nodesPerZone,
        instanceTypes,
        clusterName: "live",
        nodeRoleArn: "arn:role",
      },
      opts,
    );
  const pools = [
    pool("core", 4, ["c8a.12xlarge", "m8a.12xlarge"]),
    pool("value-added", 2, ["m7i.2xlarge", "m7a.2xlarge"]),
    pool("upload", 1, ["m7i.2xlarge", "m7a.2xlarge"]),
  ];
  const { namespace, priorityClasses } = new EventNamespace("space", { event: EVENT }, opts);
  const common = { event: EVENT, namespace, pod: { vcpu: 1, memoryGib: 2 } };
  const service = (name: string, poolName: string, replicas: number, criticality: "core" | "value-added") =>
    new Workload(
      name,
      {
        ...common,
        pool: poolName,
        criticality,
        replicas,
        image: `${name}:1`,
        priorityClassName: priorityClasses[criticality],
        ...(name === "chat" ? { deregistrationDelaySeconds: 300 } : {}),
      },
      opts,
    );
  const api = service("api", "core", 30, "core");
  const session = service("session", "core", 9, "core");
  const chat = service("chat", "value-added", 12, "value-added");
  const uploads = new UploadLane(
    "uploads",
    { accountId: ACCOUNT, alarmTopicArn: "arn:topic", pageOrigins: ["https://live.example.com"] },
    opts,
  );
  const rights = { clusterName: "live", statements: uploads.workerRights };
  new Workload(
    "upload",
    { ...common, pool: "upload", criticality: "value-added", replicas: 6, image: "upload:1", rights },
    opts,
  );
  const ingress = new Ingress(
    "ingress",
    {
      ...NET,
      targetSecurityGroupId: "sg-nodes",
      namespace,
      certificateArn: "arn:certificate",
      allowedCidrs: ["173.245.48.0/20"],
      requests: {
        count: 1,
        reservedUnits: 500,
        idleTimeoutSeconds: 60,
        routes: {
          api: { services: api.serviceNames, targets: 30, paths: ["/api/*"] },
          session: { services: session.serviceNames, targets: 9, paths: ["/session/*"] },
        },
      },
      connections: {
        count: 1,
        reservedUnits: 2000,
        idleTimeoutSeconds: 350,
        routes: { chat: { services: chat.serviceNames, targets: 12, deregistrationDelaySeconds: 300 } },
      },
    },
    opts,
  );
  const balancers = ingress.requestBalancers.map(({ arn }, at) => [`alb-${at + 1}`, arn] as const);
  new WebFirewall(
    "web",
    {
      perAddressLimit: 82_833,
      windowSeconds: 300,
      addressHeader: "CF-Connecting-IP",
      resourceArns: Object.fromEntries(balancers),
    },
    opts,
  );
  const rates = { totalActiveUsers: 120_000, newUsersPerMinute: 9000, sessionDurationMinutes: 5 };
  new Admission("door", { ...rates, zoneId: "zone", host: "live.example.com", event: EVENT }, opts);
  const media = {
    protocol: "hls",
    certificateArn: "arn:certificate",
    keyGroupIds: ["keys"],
    cachePolicies: { playlists: "short", segments: "long" },
    origin: { domainName: "segments.s3.us-east-1.amazonaws.com", originAccessControlId: "access" },
    shieldRegion: "us-east-1",
    expected: { gbps: 120, requestsPerSecond: 40_000 },
  } as const;
  const distributions = [1, 2].map(
    (at) => new Distribution(`media-${at}`, { ...media, host: `m${at}.media.example.com` }, opts),
  );
  new EdgeHosts(
    "hosts",
    {
      zoneId: "zone",
      hosts: {
        "live.example.com": { target: ingress.requestBalancers[0]?.dnsName ?? "", kind: "app" },
        ...Object.fromEntries(
          distributions.map(({ host, domainName }) => [host, { target: domainName, kind: "media" as const }]),
        ),
        "cf.media.example.com": { target: "origin.example.com", kind: "cloudflare-media" },
      },
    },
    opts,
  );
  const pathways = [
    { id: "m1", host: "m1.media.example.com", cdn: "cloudfront", shareRatio: 0.35 },
    { id: "m2", host: "m2.media.example.com", cdn: "cloudfront", shareRatio: 0.35 },
    { id: "cf", host: "cf.media.example.com", cdn: "cloudflare", shareRatio: 0.3 },
  ];
  new CdnSplit("split", { pathways, bucket: "plain", steeringHost: "steer.example.com", prefix: "final" }, opts);
  const cache = { ...NET, ...CLIENTS, nodeType: "cache.r7g.large", maintenanceWindow: "tue:03:00-tue:04:00" };
  new SessionCache("sessions", { ...cache, shards: 3 }, opts);
  new ChatBroker("broker", { ...cache, shards: 1 }, opts);
  new DatabaseReaders(
    "readers",
    { clusterIdentifier: "live", engine: "aurora-mysql", instanceClass: "db.r7g.2xlarge", readers: 3 },
    opts,
  );
  const groups = pools.flatMap((each) => each.groups).map((group) => [group.nodeGroupName, group] as const);
  new LaunchAlarms("launches", { groups: Object.fromEntries(groups), topicArn: "arn:topic" }, opts);
  new EventBudget("bill", { event: EVENT, limitUsd: 9000, topicArns: ["arn:topic"] }, opts);
}
