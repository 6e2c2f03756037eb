import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { type ComponentResourceOptions, getStack } from "@pulumi/pulumi";
import { AlarmTopic } from "../components/platform/alarm-topic";
import { BaseFirewall } from "../components/platform/base-firewall";
import { Certificates } from "../components/platform/certificates";
import { Cluster } from "../components/platform/cluster";
import { DefaultDeny } from "../components/platform/default-deny";
import { MediaStore } from "../components/platform/media-store";
import { Network } from "../components/platform/network";
import { SharedDelivery } from "../components/platform/shared-delivery";
import { ownershipTags } from "../components/tags";
import type { PlatformSettings } from "./declared/platform-settings";
import { PLATFORM_OUTPUT } from "./outputs/platform-outputs";
import { balancerSources } from "./platform/balancer-sources";
import { type PlatformCeiling, platformCeiling } from "./platform/ceiling";
import { checkCeiling } from "./platform/check-ceiling";
import { type PlatformParts, platformContract } from "./platform/contract";
import type { ProgramContext } from "./program-context";
import { cloudflareToken } from "./settings";

/** What lives for years: network, cluster, buckets, shared delivery, certificates, firewall, alarms. */
export async function platform(settings: PlatformSettings, { root }: ProgramContext): Promise<Record<string, unknown>> {
  const ceiling = platformCeiling(settings);
  await checkCeiling({ root, stack: getStack(), ceiling });
  const parts = buildPlatform(settings, ceiling);
  const contract = platformContract(settings, ceiling, parts);
  const { certificates, network } = parts;
  return {
    [PLATFORM_OUTPUT]: contract,
    // What a partner puts on a list.
    natAddresses: network.zones.flatMap(({ natAddresses }) => natAddresses),
    // Where the zone isn't ours to write, somebody has to make these records.
    ...(settings.cloudflare === undefined && certificates !== undefined
      ? { certificateRecords: certificates.validationRecords }
      : {}),
  };
}

function buildPlatform(settings: PlatformSettings, ceiling: PlatformCeiling): PlatformParts {
  const { region, accountId, partition = "aws" } = settings;
  const place = { region, accountId, partition };
  const opts = providers(settings);
  const network = new Network("network", { ...place, ...networkSize(settings, ceiling) }, opts);
  const sources = balancerSources(settings);
  const firewall = new BaseFirewall("firewall", { vpcId: network.vpcId, ...sources }, opts);
  const { admins, publicAccessCidrs } = settings;
  const cluster = new Cluster(
    "cluster",
    {
      ...place,
      vpcId: network.vpcId,
      subnetIds: network.zones.map(({ privateSubnetId }) => privateSubnetId),
      admins,
      tier: ceiling.controlPlaneTier,
      nodeSecurityGroupIds: [firewall.nodesGroupId],
      ...(publicAccessCidrs === undefined ? {} : { publicAccessCidrs }),
    },
    opts,
  );
  new DefaultDeny("deny", {}, { providers: { kubernetes: cluster.kubernetes } });
  const { uploadOrigins, signingKeys, alarmEmails } = settings;
  const media = new MediaStore("media", { ...place, ...(uploadOrigins === undefined ? {} : { uploadOrigins }) }, opts);
  const shared = { accountId, ...(signingKeys === undefined ? {} : { signingKeys }) };
  const delivery = new SharedDelivery("delivery", shared, opts);
  const emails = alarmEmails === undefined ? {} : { emails: alarmEmails };
  const alarms = new AlarmTopic("alarms", { ...place, ...emails }, opts);
  return { network, firewall, cluster, media, delivery, alarms, certificates: certificates(settings, opts) };
}

function providers(settings: PlatformSettings): ComponentResourceOptions {
  const tags = ownershipTags({ stack: getStack(), owner: settings.owner });
  const { region, accountId } = settings;
  // Credentials of another account are refused before anything is built in it.
  const aws = new AwsProvider("aws", { region, allowedAccountIds: [accountId], defaultTags: { tags } });
  if (settings.cloudflare === undefined) return { providers: { aws } };
  const apiToken = cloudflareToken();
  const cloudflare = new CloudflareProvider("cloudflare", apiToken === undefined ? {} : { apiToken });
  return { providers: { aws, cloudflare } };
}

function networkSize({ zones, cidr }: PlatformSettings, ceiling: PlatformCeiling) {
  const { nodesPerZone, podsPerNode, natAddressesPerZone } = ceiling;
  return { zones, nodesPerZone, podsPerNode, natAddressesPerZone, ...(cidr === undefined ? {} : { cidr }) };
}

function certificates(
  { hosts, cloudflare }: PlatformSettings,
  opts: ComponentResourceOptions,
): Certificates | undefined {
  if (hosts === undefined) return undefined;
  const args = {
    mediaHosts: hosts.media,
    ...(hosts.balancers === undefined ? {} : { balancerHosts: hosts.balancers }),
    ...(cloudflare === undefined ? {} : { zoneId: cloudflare.zoneId }),
  };
  return new Certificates("certificates", args, opts);
}
