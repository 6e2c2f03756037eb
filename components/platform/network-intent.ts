import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, LOG_RETENTION_DAYS, REGION_RULE, Requirements } from "../requirements";
import { parseCidr } from "./cidr";
import type { NetworkArgs } from "./network";
import { addressesFor, planSubnets, privateAddressesFor, SUBNET_ADDRESSES, type SubnetPlan } from "./subnet-plan";

/** What a network is to be, with every default filled in; plain, so that it stands in state. */
export interface NetworkIntent extends Inputs {
  readonly zones: readonly string[];
  readonly nodesPerZone: number;
  readonly podsPerNode: number;
  readonly privateAddressesPerZone: number;
  readonly natAddressesPerZone: number;
  readonly cidr: string;
  /** Every block of the VPC, its own first. */
  readonly cidrBlocks: readonly string[];
  readonly subnets: SubnetPlan["zones"];
  readonly interfaceEndpoints: readonly string[];
  readonly flowLogTraffic: "ACCEPT" | "REJECT" | "ALL";
  readonly flowLogRetentionDays: number;
}

/** What kubelet is told for machines of up to 30 vCPU. @see EKS user guide, "Increase the available IP addresses for your EKS node" */
export const PODS_PER_NODE = 110;
/** A few interfaces each for the control plane, endpoints, network balancers, caches and databases. Assumed; checked when the ceiling is raised. */
export const OTHER_ADDRESSES_PER_ZONE = 128;
const PUBLIC_ADDRESSES_PER_ZONE = 1024;
const CIDR = "10.0.0.0/16";
/** @see VPC user guide, "IPv4 CIDR block association restrictions": 100.64.0.0/10 may be added to a VPC of any own block */
const EXTRA_CIDRS = [64, 65, 66, 67, 68, 69].map((second) => `100.${second}.0.0/16`);
/** Pulling images, joining, getting pod credentials, registering targets and writing logs: what a thousand new nodes do at once. */
const INTERFACE_ENDPOINTS = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks-auth",
  "elasticloadbalancing",
  "logs",
  "sts",
];
const FLOW_LOG_RETENTION_DAYS = 30;

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function networkIntent(type: string, name: string, args: NetworkArgs): NetworkIntent {
  const {
    zones,
    nodesPerZone,
    podsPerNode = PODS_PER_NODE,
    otherAddressesPerZone = OTHER_ADDRESSES_PER_ZONE,
    privateAddressesPerZone = SUBNET_ADDRESSES.max,
    publicAddressesPerZone = PUBLIC_ADDRESSES_PER_ZONE,
    cidr = CIDR,
    extraCidrs = EXTRA_CIDRS,
    natAddressesPerZone = 1,
    interfaceEndpoints = INTERFACE_ENDPOINTS,
    flowLogTraffic = "REJECT",
    flowLogRetentionDays = FLOW_LOG_RETENTION_DAYS,
  } = args;
  const checks = new Requirements(type, name)
    .text("region", args.region, REGION_RULE)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .list("zones", zones, { min: 1, max: 6 })
    .whole("nodesPerZone", nodesPerZone, { min: 1 })
    // kubelet takes more than 250 on no machine of EKS.
    .whole("podsPerNode", podsPerNode, { min: 1, max: 250 })
    .whole("otherAddressesPerZone", otherAddressesPerZone, { min: 0 })
    .whole("natAddressesPerZone", natAddressesPerZone, { min: 1, max: 8 })
    .list("interfaceEndpoints", interfaceEndpoints)
    .list("extraCidrs", extraCidrs)
    .oneOf("flowLogTraffic", flowLogTraffic, ["ACCEPT", "REJECT", "ALL"])
    .oneOf("flowLogRetentionDays", flowLogRetentionDays, LOG_RETENTION_DAYS);
  for (const [at, zone] of zones.entries()) {
    const words = `a zone of ${args.region} such as ${args.region}a`;
    checks.holds(
      zone.startsWith(args.region) && /^[a-z]$/.test(zone.slice(args.region.length)),
      `zones[${at}]`,
      zone,
      words,
    );
  }
  for (const [at, block] of extraCidrs.entries())
    checks.holds(isVpcBlock(block), `extraCidrs[${at}]`, block, BLOCK_WORDS);
  checks.holds(isVpcBlock(cidr), "cidr", cidr, BLOCK_WORDS);
  checks.holds(isSubnetSize(privateAddressesPerZone), "privateAddressesPerZone", privateAddressesPerZone, SIZE_WORDS);
  checks.holds(isSubnetSize(publicAddressesPerZone), "publicAddressesPerZone", publicAddressesPerZone, SIZE_WORDS);
  checks.enforce();

  const needed = addressesFor({ nodes: nodesPerZone, podsPerNode, otherAddresses: otherAddressesPerZone });
  const size = privateAddressesFor(needed);
  const roomFor = `${size} or more for ${nodesPerZone} nodes with ${podsPerNode} pods each`;
  checks.holds(
    privateAddressesPerZone >= size,
    "privateAddressesPerZone",
    privateAddressesPerZone,
    size > SUBNET_ADDRESSES.max
      ? `${roomFor}, which is more than a subnet can hold: more zones, or fewer nodes or pods`
      : roomFor,
  );
  const plan = planSubnets({ cidr, extraCidrs, zones, publicAddressesPerZone, privateAddressesPerZone });
  if ("input" in plan) checks.holds(false, plan.input, plan.found, plan.expected);
  checks.enforce();
  const { extraCidrs: added, zones: subnets } = plan as SubnetPlan;
  return {
    zones,
    nodesPerZone,
    podsPerNode,
    privateAddressesPerZone,
    natAddressesPerZone,
    cidr,
    cidrBlocks: [cidr, ...added],
    subnets,
    interfaceEndpoints,
    flowLogTraffic,
    flowLogRetentionDays,
    ...overriddenInputs(args),
  };
}

const BLOCK_WORDS = "a block from /16 to /28 such as 10.0.0.0/16, beginning where its size says";
const SIZE_WORDS = `a power of two from ${SUBNET_ADDRESSES.min} to ${SUBNET_ADDRESSES.max}`;

function isVpcBlock(text: string): boolean {
  const block = parseCidr(text);
  return block !== undefined && isSubnetSize(block.size);
}

function isSubnetSize(size: number): boolean {
  return Number.isInteger(Math.log2(size)) && size >= SUBNET_ADDRESSES.min && size <= SUBNET_ADDRESSES.max;
}
