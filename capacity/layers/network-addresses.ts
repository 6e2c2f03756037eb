import type { networkAssumptions } from "../catalog/assumptions/network";
import { Equations } from "../equation";
import type { Event } from "../event/event";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { appliedQuota } from "./applied-quota";
import type { LayerModel, Requirement, SizingContext } from "./layer";

const ID = "network:addresses";
const TITLE = "Addresses";
/** Addresses in a block of prefix delegation, and those that the vendor keeps of a subnet. */
const BLOCK = 16;
const KEPT = 5;
/** Subnets are a /28 at least and a /16 at most. */
const LONGEST_PREFIX = 28;
const SHORTEST_PREFIX = 16;
const USAGE = "aws/vpc/network-address-usage";
const INTERFACES = "aws/vpc/network-interfaces-per-region";

const base = Equations.over<"nodes" | "pods" | "nodesPerZone" | "podsPerZone" | LocalName<typeof networkAssumptions>>()
  .let("podsPerNode", "pods", "podsPerZone ÷ max(1, nodesPerZone)", (s) => s.podsPerZone / Math.max(1, s.nodesPerZone))
  .let(
    "interfacesPerZone",
    "count",
    "nodesPerZone × interfacesPerNode + balancerAddressesPerZone",
    (s) => s.nodesPerZone * s.interfacesPerNode + s.balancerAddressesPerZone,
  );

const blocksOver = (zones: number) =>
  base
    .let(
      "blocksPerNode",
      "count",
      "ceil(podsPerNode ÷ 16) + warmPrefixes",
      (s) => Math.ceil(s.podsPerNode / BLOCK) + s.warmPrefixes,
    )
    .let(
      "addressesPerZone",
      "addresses",
      "(nodesPerZone × (1 + blocksPerNode × 16) + balancerAddressesPerZone) ÷ subnetUsableRatio",
      (s) => (s.nodesPerZone * (1 + s.blocksPerNode * BLOCK) + s.balancerAddressesPerZone) / s.subnetUsableRatio,
    )
    // A block counts once, whatever it holds.
    .let(
      "networkAddressUsage",
      "units",
      `nodes × (1 + blocksPerNode) + balancerAddressesPerZone × ${zones}`,
      (s) => s.nodes * (1 + s.blocksPerNode) + s.balancerAddressesPerZone * zones,
    );

const singlesOver = (zones: number) =>
  base
    .let(
      "addressesPerZone",
      "addresses",
      "nodesPerZone × (1 + warmAddresses) + podsPerZone + balancerAddressesPerZone",
      (s) => s.nodesPerZone * (1 + s.warmAddresses) + s.podsPerZone + s.balancerAddressesPerZone,
    )
    .let(
      "networkAddressUsage",
      "units",
      `nodes × (1 + warmAddresses) + pods + balancerAddressesPerZone × ${zones}`,
      (s) => s.nodes * (1 + s.warmAddresses) + s.pods + s.balancerAddressesPerZone * zones,
    );

/** Length of the prefix of the smallest subnet with so many usable addresses; null when the largest is too small. */
export function subnetPrefixLength(addresses: number): number | null {
  for (let length = LONGEST_PREFIX; length >= SHORTEST_PREFIX; length--) {
    if (usable(length) >= addresses) return length;
  }
  return null;
}

function usable(prefixLength: number): number {
  return 2 ** (32 - prefixLength) - KEPT;
}

/** Addresses of nodes and pods in each zone, against the subnets that hold them. */
export function networkAddressesModel(event: Event): LayerModel {
  return {
    layer: "network",
    title: TITLE,
    stage: "fleet",
    equations: (event.cluster.prefixDelegation ? blocksOver : singlesOver)(event.cluster.zones.length).list,
    requires: ["addressesPerZone", "networkAddressUsage", "interfacesPerZone"],
    emits: {},
    size(requirements, context) {
      const perZone = required(requirements.addressesPerZone, "network.addressesPerZone");
      const usage = required(requirements.networkAddressUsage, "network.networkAddressUsage");
      const interfaces = required(requirements.interfacesPerZone, "network.interfacesPerZone");
      const prefixLength = subnetPrefixLength(perZone.atRisk) ?? SHORTEST_PREFIX;
      const subnetsPerZone = Math.max(1, ceilCount(perZone.atRisk / usable(prefixLength)));
      const addresses = subnetsPerZone * usable(prefixLength);
      const usageQuota = appliedQuota(event, USAGE);
      const interfaceQuota = appliedQuota(event, INTERFACES);
      return {
        id: ID,
        layer: "network",
        title: TITLE,
        criticality: "core",
        resources: [
          provision(perZone.resource, perZone.unit, perZone.design, perZone.atRisk, addresses),
          provision(usage.resource, usage.unit, usage.design, usage.atRisk, usageQuota.value),
          provision(interfaces.resource, interfaces.unit, interfaces.design, interfaces.atRisk, interfaceQuota.value),
        ],
        unitName: "addresses",
        units: addresses * context.zones,
        bindingConstraint: perZone.resource,
        waterfall: {
          demand: perZone.design * context.zones,
          risk: perZone.atRisk * context.zones,
          utilization: perZone.atRisk * context.zones,
          zoneLoss: perZone.atRisk * context.zones,
          count: addresses * context.zones,
        },
        candidates: [
          {
            name: `/${prefixLength} in each zone`,
            units: addresses * context.zones,
            usdPerHour: null,
            chosen: true,
            rejected: null,
          },
          ...(prefixLength < LONGEST_PREFIX
            ? [
                {
                  name: `/${prefixLength + 1} in each zone`,
                  units: usable(prefixLength + 1) * context.zones,
                  usdPerHour: null,
                  chosen: false,
                  rejected: `${numberText(usable(prefixLength + 1))} addresses in each zone, ${numberText(Math.ceil(perZone.atRisk))} are needed`,
                },
              ]
            : []),
        ],
        workload: null,
        settings: { addressesPerZone: Math.ceil(perZone.atRisk), subnetPrefixLength: prefixLength, subnetsPerZone },
        findings: [
          ...subnetFinding(perZone, prefixLength, context),
          ...quotaFinding(
            "network-address-usage",
            usage,
            usageQuota,
            "Turn on prefix delegation, spread over more VPCs",
          ),
          ...quotaFinding("network-interfaces", interfaces, interfaceQuota, "Use fewer, larger machines"),
        ],
      };
    },
  };
}

function subnetFinding(perZone: Requirement, prefixLength: number, context: SizingContext): readonly Finding[] {
  const subnet = context.parameter("subnetAddressesPerZone");
  if (perZone.atRisk <= subnet.interval.expected) return [];
  return [
    {
      id: "subnet-too-small",
      // What the event file states is there can't be enlarged: a subnet's range is fixed when it is made.
      severity: subnet.origin === "given" ? "blocker" : "warning",
      where: ID,
      found: `${numberText(Math.ceil(perZone.atRisk))} addresses in each zone`,
      expected: `at most ${numberText(subnet.interval.expected)} in each zone's subnet`,
      fix: `Give the platform a /${prefixLength} in each zone (a further range on the VPC and new node groups in it), and state network.subnetAddressesPerZone.`,
      source: subnet.source ?? subnet.because,
    },
  ];
}

function quotaFinding(
  id: string,
  need: Requirement,
  quota: ReturnType<typeof appliedQuota>,
  instead: string,
): readonly Finding[] {
  if (quota.value === null || need.atRisk <= quota.value) return [];
  return [
    {
      id,
      severity: "warning",
      where: ID,
      found: `${numberText(Math.ceil(need.atRisk))} ${quota.row.unit}`,
      expected: `at most ${numberText(quota.value)} (quota ${quota.name})`,
      fix: `Ask for quota ${quota.name} of ${numberText(Math.ceil(need.atRisk))}. ${instead} otherwise.`,
      source: quota.row.source,
    },
  ];
}
