import { z } from "zod";
import { CLOUDFLARE_PLANS } from "../../capacity/event/cloudflare-plans";
import { CONTROL_PLANE_TIERS } from "../../capacity/layers/control-plane-tiers";

/** Version of the contract: raised when a field is removed or changes its meaning. */
export const PLATFORM_OUTPUTS_VERSION = 1;
/** Name of the stack output that holds the contract. */
export const PLATFORM_OUTPUT = "platform";

const text = z.string().min(1);
const count = z.number().int().nonnegative();
const bucket = z.object({ name: text, domainName: text });

/**
 * What an event stack reads of the platform it runs on. A company with a network and a cluster of its own writes a stack
 * that outputs this and nothing else. What is optional is a capability: an event that needs it and doesn't find it is refused by name.
 */
export const platformOutputsSchema = z.object({
  version: z.literal(PLATFORM_OUTPUTS_VERSION),
  region: text,
  /** 12 digits. */
  accountId: text,
  /** @default "aws" */
  partition: text.optional(),
  network: z.object({
    vpcId: text,
    /** Zones by name, in the order of the address plan; two at least. */
    zones: z.array(z.object({ name: text, publicSubnetId: text, privateSubnetId: text })).min(2),
  }),
  cluster: z.object({
    name: text,
    endpoint: text,
    /** The cluster's certificate authority, base64. */
    certificateAuthority: text,
    nodeRoleArn: text,
    /** The cluster's own security group, which its nodes are in. */
    securityGroupId: text,
    /** Minor version of Kubernetes. @default what the cluster runs when a node group is made */
    version: text.optional(),
  }),
  /** What overlapping events may take together. @default unknown: nothing is compared, and the preview says so */
  ceiling: z
    .object({
      nodes: count.optional(),
      pods: count.optional(),
      addressesPerZone: count.optional(),
      natAddressesPerZone: count.optional(),
      controlPlaneTier: z.enum(CONTROL_PLANE_TIERS).optional(),
    })
    .optional(),
  /** Security groups that are there already. @default the event makes its own */
  firewall: z
    .object({
      nodesGroupId: text.optional(),
      /** For caches, open to nodes. */
      dataGroupId: text.optional(),
      /** For application balancers of app hosts; where Cloudflare stands in front, it is open to Cloudflare alone. */
      balancersGroupId: text.optional(),
    })
    .optional(),
  /** For application balancers, in the platform's region. @default no HTTPS balancer can be made */
  balancerCertificateArn: text.optional(),
  /** What CloudFront distributions share. @default none can be made */
  delivery: z
    .object({
      /** In us-east-1. */
      certificateArn: text,
      keyGroupId: text,
      cachePolicies: z.object({ playlists: text, lowLatencyPlaylists: text.optional(), segments: text }),
      originAccessControlId: text.optional(),
      responseHeadersPolicyId: text.optional(),
      realtimeLogConfigArn: text.optional(),
    })
    .optional(),
  storage: z.object({ segments: bucket, recordings: bucket, uploads: bucket }).optional(),
  alarms: z.object({ topicArn: text }).optional(),
  database: z
    .object({
      clusterIdentifier: text,
      engine: z.enum(["aurora-mysql", "aurora-postgresql"]),
      /** Readers it has without any event. */
      ownReaders: count,
    })
    .optional(),
  cloudflare: z.object({ zoneId: text, zone: text, plan: z.enum(CLOUDFLARE_PLANS) }).optional(),
});

export type PlatformOutputs = z.infer<typeof platformOutputsSchema>;
