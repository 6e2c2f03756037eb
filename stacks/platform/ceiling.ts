import type { ControlPlaneTier } from "../../capacity/layers/control-plane-tiers";
import { OTHER_ADDRESSES_PER_ZONE, PODS_PER_NODE } from "../../components/platform/network-intent";
import { ADDRESSES_TAKEN_BY_AWS, SUBNET_ADDRESSES } from "../../components/platform/subnet-plan";
import type { PlatformSettings } from "../declared/platform-settings";

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
    addressesPerZone: SUBNET_ADDRESSES.max - ADDRESSES_TAKEN_BY_AWS - OTHER_ADDRESSES_PER_ZONE,
    natAddressesPerZone,
    controlPlaneTier,
  };
}
