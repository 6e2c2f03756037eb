import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, KEY_RULE, LOG_RETENTION_DAYS, REGION_RULE, Requirements } from "../requirements";
import { parseCidr } from "./cidr";
import type { ClusterArgs } from "./cluster";

/** Provisioned capacities of the control plane, and the one that scales by itself. @see EKS CreateCluster, controlPlaneScalingConfig */
export const CONTROL_PLANE_TIERS = ["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"] as const;
export type ControlPlaneTier = (typeof CONTROL_PLANE_TIERS)[number];

/** What a cluster is to be, with every default filled in; plain, so that it stands in state. */
export interface ClusterIntent extends Inputs {
  readonly tier: ControlPlaneTier;
  readonly version: string;
  readonly serviceCidr: string;
  /** The tenth address of the service block, which EKS gives to DNS. */
  readonly dnsAddress: string;
  readonly publicAccessCidrs: readonly string[];
  readonly logRetentionDays: number;
  readonly dnsReplicas: { readonly min: number; readonly max: number };
}

/** In standard support until 2027-03-27. @see https://endoflife.date/amazon-eks, seen 2026-02 */
const KUBERNETES_VERSION = "1.35";
/** One of the two blocks that EKS chooses from itself; outside 10.0.0.0/8 and 100.64.0.0/10. */
const SERVICE_CIDR = "172.20.0.0/16";
const LOG_RETENTION = 90;
/** EKS adds one copy per 16 nodes or 256 cores: 63 at 1,000 nodes. @see EKS user guide, "Scale CoreDNS Pods for high DNS traffic" */
const DNS_REPLICAS = { min: 3, max: 100 };
const DNS_ADDRESS_OFFSET = 10;

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function clusterIntent(type: string, name: string, args: ClusterArgs): ClusterIntent {
  const {
    tier = "standard",
    version = KUBERNETES_VERSION,
    serviceCidr = SERVICE_CIDR,
    publicAccessCidrs = [],
    logRetentionDays = LOG_RETENTION,
    dnsReplicas = DNS_REPLICAS,
  } = args;
  const checks = new Requirements(type, name)
    .text("region", args.region, REGION_RULE)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .oneOf("tier", tier, CONTROL_PLANE_TIERS)
    .text("version", version, { pattern: /^1\.\d{2}$/, words: "a minor version of Kubernetes such as 1.35" })
    .list("publicAccessCidrs", publicAccessCidrs, { max: 40 })
    .oneOf("logRetentionDays", logRetentionDays, LOG_RETENTION_DAYS)
    .whole("dnsReplicas.min", dnsReplicas.min, { min: 2 })
    .whole("dnsReplicas.max", dnsReplicas.max, { min: dnsReplicas.min })
    .holds(args.subnetIds.length >= 2, "subnetIds", `${args.subnetIds.length} of them`, "subnets in two zones at least")
    .holds(Object.keys(args.admins).length > 0, "admins", "empty", "whoever deploys, and further principals, by name");
  for (const key of Object.keys(args.admins)) checks.text("admins", key, KEY_RULE);
  for (const [at, cidr] of publicAccessCidrs.entries()) {
    checks.holds(parseCidr(cidr) !== undefined, `publicAccessCidrs[${at}]`, cidr, "a block such as 192.0.2.0/24");
  }
  const services = parseCidr(serviceCidr);
  // /12 to /24: what EKS takes.
  const isServiceBlock = services !== undefined && services.size >= 256 && services.size <= 2 ** 20;
  checks.holds(isServiceBlock, "serviceCidr", serviceCidr, "a block from /12 to /24");
  checks.enforce();
  const dnsAddress = serviceCidr.replace(/\.(\d+)\/\d+$/, (_, last: string) => `.${Number(last) + DNS_ADDRESS_OFFSET}`);
  return {
    tier,
    version,
    serviceCidr,
    dnsAddress,
    publicAccessCidrs,
    logRetentionDays,
    dnsReplicas,
    ...overriddenInputs(args),
  };
}
