import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { EdgeRules } from "../../../components/edge/edge-rules";
import { AlarmTopic } from "../../../components/platform/alarm-topic";
import { BaseFirewall } from "../../../components/platform/base-firewall";
import { Certificates } from "../../../components/platform/certificates";
import { Cluster } from "../../../components/platform/cluster";
import { DefaultDeny } from "../../../components/platform/default-deny";
import { MediaStore } from "../../../components/platform/media-store";
import { Network } from "../../../components/platform/network";
import { SharedDelivery } from "../../../components/platform/shared-delivery";
import { ownershipTags } from "../../../components/tags";

const PLACE = { region: "us-east-1", accountId: "123456789012" };
const LIMITS = {
  cacheRules: 50,
  rateLimitRules: 5,
  firewallRules: 100,
  longestPeriodSeconds: 600,
  longestMitigationSeconds: 86_400,
  shortestEdgeTtlSeconds: 1,
};

/** A platform for a few hundred nodes, and the edge's rules of one event. */
export function happyPlatform(): void {
  const tags = ownershipTags({ stack: "platform", owner: "platform@example.com" });
  const aws = new AwsProvider("aws", { region: "us-east-1", defaultTags: { tags } });
  const cloudflare = new CloudflareProvider("cloudflare", {});
  const opts = { providers: { aws, cloudflare } };
  const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
  const network = new Network("network", { ...PLACE, zones, nodesPerZone: 100 }, opts);
  const balancerSources = { cloudflare: { cidr: "173.245.48.0/20" } };
  const firewall = new BaseFirewall("firewall", { vpcId: network.vpcId, balancerSources }, opts);
  const cluster = new Cluster(
    "cluster",
    {
      ...PLACE,
      vpcId: network.vpcId,
      subnetIds: network.zones.map(({ privateSubnetId }) => privateSubnetId),
      admins: { deployer: "arn:aws:iam::123456789012:role/deployer" },
      tier: "tier-xl",
      nodeSecurityGroupIds: [firewall.nodesGroupId],
    },
    opts,
  );
  new DefaultDeny("deny", {}, { providers: { kubernetes: cluster.kubernetes } });
  new MediaStore("media", PLACE, opts);
  new SharedDelivery("delivery", { accountId: PLACE.accountId, signingKeys: { one: "PEM" } }, opts);
  new Certificates("certificates", { mediaHosts: ["*.media.example.com"], zoneId: "zone" }, opts);
  new AlarmTopic("alarms", PLACE, opts);
  new EdgeRules(
    "edge",
    {
      zoneId: "zone",
      limits: LIMITS,
      events: [
        {
          name: "cup-final",
          appHost: "live.example.com",
          mediaHosts: ["cf.media.example.com"],
          closedPaths: ["/admin"],
          rateLimits: [
            { role: "join", path: "/api/join", requestsPerPeriod: 6000, periodSeconds: 60, mitigationSeconds: 60 },
          ],
        },
      ],
    },
    opts,
  );
}
