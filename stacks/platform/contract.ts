import type { Input } from "@pulumi/pulumi";
import type { AlarmTopic } from "../../components/platform/alarm-topic";
import type { BaseFirewall } from "../../components/platform/base-firewall";
import type { Certificates } from "../../components/platform/certificates";
import type { Cluster } from "../../components/platform/cluster";
import type { MediaStore } from "../../components/platform/media-store";
import type { Network } from "../../components/platform/network";
import type { PrivateBucket } from "../../components/platform/private-bucket";
import type { SharedDelivery } from "../../components/platform/shared-delivery";
import type { PlatformSettings } from "../declared/platform-settings";
import { PLATFORM_OUTPUTS_VERSION, type PlatformOutputs } from "../outputs/platform-outputs";
import type { PlatformCeiling } from "./ceiling";

/** What a platform is made of. */
export interface PlatformParts {
  readonly network: Network;
  readonly firewall: BaseFirewall;
  readonly cluster: Cluster;
  readonly media: MediaStore;
  readonly delivery: SharedDelivery;
  readonly alarms: AlarmTopic;
  /** None without hosts. */
  readonly certificates: Certificates | undefined;
}

/** A contract whose values may be known after the deployment only. */
type Pending<T> = T extends string | number
  ? Input<T>
  : T extends readonly (infer Item)[]
    ? readonly Pending<Item>[]
    : { readonly [Key in keyof T]: Pending<T[Key]> };

/** What event stacks read: every capability that this platform has, and none that it hasn't. */
export function platformContract(
  settings: PlatformSettings,
  ceiling: PlatformCeiling,
  parts: PlatformParts,
): Pending<PlatformOutputs> {
  const { region, accountId, partition, cloudflare } = settings;
  const { network, firewall, cluster, media, alarms, certificates } = parts;
  const { nodes, pods, addressesPerZone, natAddressesPerZone, controlPlaneTier } = ceiling;
  const { balancersGroupId, nodesGroupId, dataGroupId } = firewall;
  const balancerCertificateArn = certificates?.balancerArn;
  return {
    version: PLATFORM_OUTPUTS_VERSION,
    region,
    accountId,
    ...(partition === undefined ? {} : { partition }),
    network: {
      vpcId: network.vpcId,
      zones: network.zones.map(({ name, publicSubnetId, privateSubnetId }) => ({
        name,
        publicSubnetId,
        privateSubnetId,
      })),
    },
    cluster: {
      name: cluster.name,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority,
      nodeRoleArn: cluster.nodeRoleArn,
      securityGroupId: cluster.securityGroupId,
      version: cluster.version,
    },
    ceiling: { nodes, pods, addressesPerZone, natAddressesPerZone, controlPlaneTier },
    firewall: { balancersGroupId, nodesGroupId, dataGroupId },
    ...(balancerCertificateArn === undefined ? {} : { balancerCertificateArn }),
    ...deliveryOf(parts),
    storage: {
      segments: bucketOf(media.segments),
      recordings: bucketOf(media.recordings),
      uploads: bucketOf(media.uploads),
    },
    alarms: { topicArn: alarms.topicArn },
    ...databaseOf(settings),
    ...(cloudflare === undefined ? {} : { cloudflare }),
  };
}

/** Signed URLs need keys, and media hosts a certificate: without both there is nothing a distribution could be made of. */
function deliveryOf({ delivery, certificates }: PlatformParts): Pending<Pick<PlatformOutputs, "delivery">> {
  const { keyGroupId } = delivery;
  if (keyGroupId === undefined || certificates === undefined) return {};
  return {
    delivery: {
      certificateArn: certificates.mediaArn,
      keyGroupId,
      cachePolicies: delivery.cachePolicyIds,
      originAccessControlId: delivery.originAccessControlId,
      responseHeadersPolicyId: delivery.responseHeadersPolicyId,
      realtimeLogConfigArn: delivery.realtimeLogConfigArn,
    },
  };
}

function bucketOf({ bucketName, domainName }: PrivateBucket) {
  return { name: bucketName, domainName };
}

function databaseOf({ database }: PlatformSettings): Pick<PlatformOutputs, "database"> {
  if (database === undefined) return {};
  const { clusterIdentifier, engine, ownReaders = 1 } = database;
  return { database: { clusterIdentifier, engine, ownReaders } };
}
