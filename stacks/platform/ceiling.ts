import type { ControlPlaneTier } from "../../capacity/shared-needs";
import type { PlatformSettings } from "../declared/platform-settings";

/** What EKS sets for machines of up to 30 vCPU. @see EKS user guide, "Increase the available IP addresses for your EKS node" */
const PODS_PER_NODE = 110;
/** Size of each private subnet: the largest there is. */
const SUBNET_ADDRESSES = 65_536;
/** First, second, third and last address, and one for the future, in each subnet. @see VPC user guide, "Subnet sizing" */
const TAKEN_BY_AWS = 5;
/** Interfaces of the platform's own: control plane, endpoints, system nodes and theirs. What `Network` leaves room for besides nodes. */
const OTHER_ADDRESSES = 128;

/** A ceiling with every default filled in, and what the network is built for. */
export interface PlatformCeiling {
  readonly nodes: number;
  readonly pods: number;
  readonly podsPerNode: number;
  /** Nodes that one zone must hold. */
  readonly nodesPerZone: number;
  readonly addressesPerZone: number;
  readonly natAddressesPerZone: number;
  readonly controlPlaneTier: ControlPlaneTier;
}

/**
 * What the platform is built for.
 *
 * When a zone is lost, the others must find room for every node of the ceiling: nodesPerZone = nodes ÷ (zones − 1).
 * 900 nodes in three zones are 300 in each, and 450 in each of the two that are left.
 */
export function platformCeiling({ ceiling, zones }: Pick<PlatformSettings, "ceiling" | "zones">): PlatformCeiling {
  const { nodes, podsPerNode = PODS_PER_NODE, natAddressesPerZone = 1, controlPlaneTier = "standard" } = ceiling;
  return {
    nodes,
    podsPerNode,
    pods: nodes * podsPerNode,
    nodesPerZone: Math.ceil(nodes / (zones.length - 1)),
    addressesPerZone: SUBNET_ADDRESSES - TAKEN_BY_AWS - OTHER_ADDRESSES,
    natAddressesPerZone,
    controlPlaneTier,
  };
}
