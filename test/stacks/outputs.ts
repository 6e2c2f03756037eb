import type { PropertyMap } from "../../cli/engine/property-value";
import type { EdgeOutputs } from "../../stacks/outputs/edge-outputs";
import type { PlatformOutputs } from "../../stacks/outputs/platform-outputs";

/** A platform with every capability, as it outputs itself once it is deployed. */
export const FULL_PLATFORM: PlatformOutputs = {
  version: 1,
  region: "us-east-1",
  accountId: "123456789012",
  network: {
    vpcId: "vpc-1",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"].map((name) => ({
      name,
      publicSubnetId: `subnet-public-${name}`,
      privateSubnetId: `subnet-private-${name}`,
    })),
  },
  cluster: {
    name: "platform-cluster",
    endpoint: "https://cluster.example.com",
    certificateAuthority: "Q0E=",
    nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
    securityGroupId: "sg-cluster",
    version: "1.35",
  },
  ceiling: {
    nodes: 2000,
    pods: 100_000,
    addressesPerZone: 60_000,
    natAddressesPerZone: 8,
    controlPlaneTier: "tier-4xl",
  },
  firewall: { nodesGroupId: "sg-nodes", dataGroupId: "sg-data", balancersGroupId: "sg-balancers" },
  balancerCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/balancers",
  delivery: {
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/media",
    keyGroupId: "key-group",
    cachePolicies: { playlists: "policy-playlists", lowLatencyPlaylists: "policy-parts", segments: "policy-segments" },
    originAccessControlId: "access-control",
    responseHeadersPolicyId: "response-headers",
    realtimeLogConfigArn: "arn:aws:cloudfront::123456789012:realtime-log-config/media",
  },
  storage: {
    segments: { name: "segments", domainName: "segments.s3.us-east-1.amazonaws.com" },
    recordings: { name: "recordings", domainName: "recordings.s3.us-east-1.amazonaws.com" },
    uploads: { name: "uploads", domainName: "uploads.s3.us-east-1.amazonaws.com" },
  },
  alarms: { topicArn: "arn:aws:sns:us-east-1:123456789012:alarms" },
  database: { clusterIdentifier: "live", engine: "aurora-mysql", ownReaders: 1 },
  cloudflare: { zoneId: "0123456789abcdef0123456789abcdef", zone: "example.com", plan: "enterprise" },
};

/** An edge with rules for all shipped events. */
export const FULL_EDGE: EdgeOutputs = {
  version: 1,
  zoneId: "0123456789abcdef0123456789abcdef",
  events: [
    {
      name: "morning-meeting",
      appHost: "meeting.example.com",
      mediaHosts: ["morning-meeting-cloudflare-01.example.com"],
    },
    { name: "cup-final", appHost: "live.example.com", mediaHosts: ["cup-cl.example.com"] },
    { name: "town-hall", appHost: "town-hall-app.example.com", mediaHosts: [] },
    { name: "product-launch", appHost: "product-launch-app.example.com", mediaHosts: [] },
  ],
};

export const FULL_OUTPUTS: Readonly<Record<string, PropertyMap>> = {
  platform: { platform: FULL_PLATFORM as unknown as PropertyMap },
  edge: { edge: FULL_EDGE as unknown as PropertyMap },
};
