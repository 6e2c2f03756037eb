import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { describe, expect, it } from "vitest";
import { EdgeRules } from "../../../components/edge/edge-rules";
import { AlarmTopic } from "../../../components/platform/alarm-topic";
import { BaseFirewall } from "../../../components/platform/base-firewall";
import { Certificates } from "../../../components/platform/certificates";
import { Cluster } from "../../../components/platform/cluster";
import { DefaultDeny } from "../../../components/platform/default-deny";
import { MediaStore } from "../../../components/platform/media-store";
import { Network } from "../../../components/platform/network";
import { SharedDelivery } from "../../../components/platform/shared-delivery";
import { graphOf } from "../record";

const PLACE = { region: "us-east-1", accountId: "123456789012" };
const LIMITS = {
  cacheRules: 50,
  rateLimitRules: 5,
  firewallRules: 100,
  longestPeriodSeconds: 600,
  longestMitigationSeconds: 86_400,
  shortestEdgeTtlSeconds: 1,
};

function platform(): void {
  const aws = new AwsProvider("aws", { region: "us-east-1" });
  const cloudflare = new CloudflareProvider("cloudflare", {});
  const opts = { providers: { aws, cloudflare } };
  const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
  const network = new Network("network", { ...PLACE, zones, nodesPerZone: 400 }, opts);
  const firewall = new BaseFirewall("firewall", { vpcId: network.vpcId }, opts);
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
  new EdgeRules("edge", { zoneId: "zone", limits: LIMITS, events: [] }, opts);
}

describe("platform and edge components together", () => {
  it("use the providers they are given, and ask no account anything", async () => {
    const graph = await graphOf(platform);
    const urnOf = (type: string) =>
      graph.resources.find((resource) => resource.type === `pulumi:providers:${type}`)?.urn;
    const managed = graph.resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:"));
    for (const { type, name, options } of managed) {
      expect(options.provider, name).toBe(urnOf(type.split(":")[0] ?? ""));
    }
    expect(graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"))).toHaveLength(3);
    expect(graph.invokes).toEqual([]);
  });

  it("share no physical name", async () => {
    const graph = await graphOf(platform);
    const names = graph.resources.flatMap(({ type, inputs }) => {
      const name = inputs.name ?? inputs.bucket ?? inputs.nodeGroupName;
      return type.startsWith("aws:") && !type.startsWith("aws:s3/bucket") && typeof name === "string"
        ? [`${type} ${name}`]
        : [];
    });
    expect(names.length).toBeGreaterThan(25);
    expect(new Set(names).size).toBe(names.length);
  });

  it("stand in every part under a component", async () => {
    const graph = await graphOf(platform);
    const components = new Set(
      graph.resources.filter(({ type }) => type.startsWith("tidegate:")).map(({ urn }) => urn),
    );
    const loose = graph.resources.filter(
      ({ type, custom, parent }) => custom && !type.startsWith("pulumi:") && !components.has(parent ?? ""),
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
    expect(
      graph.resources.every(
        ({ type }) =>
          !type.startsWith("tidegate:") || /^tidegate:(network|compute|delivery|edge|guard|media):\w+$/.test(type),
      ),
    ).toBe(true);
  });
});
