import type { networkAssumptions } from "../catalog/assumptions/network";
import { isUnknown } from "../catalog/fact";
import { limit, limitValue } from "../catalog/limits";
import { price } from "../catalog/prices";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, sizeByCapacity } from "../sizing";
import { appliedQuota } from "./applied-quota";
import type { FlowName, LayerModel, SizingContext } from "./layer";

const ID = "network:nat";
const TITLE = "NAT gateways";
const CONNECTIONS = "aws/nat-gateway/simultaneous-connections-to-one-destination-per-address";
const BANDWIDTH = "aws/nat-gateway/bandwidth-per-gateway";
const ADDRESSES = "aws/nat-gateway/elastic-ip-address-quota-per-nat-gateway";
const GATEWAYS = "aws/nat-gateway/nat-gateways-per-availability-zone";

const equations = Equations.over<FlowName | LocalName<typeof networkAssumptions>>()
  .let("gbps", "Gbps", "natGbps + natBaseGbps", (s) => s.natGbps + s.natBaseGbps)
  .let(
    "connectionsToOneDestination",
    "connections",
    "natConnections × busiestDestinationRatio",
    (s) => s.natConnections * s.busiestDestinationRatio,
  );

/** The way out: gateways in each zone, and addresses on each, so that one third party can be asked by everybody at once. */
export const networkNat: LayerModel = {
  layer: "network",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["gbps", "connectionsToOneDestination"],
  emits: {},
  size(requirements, context) {
    const perAddress = limitValue(CONNECTIONS);
    const maxAddresses = required(limit(CONNECTIONS).max, CONNECTIONS) / perAddress;
    const perGateway = { gbps: limitValue(BANDWIDTH), connectionsToOneDestination: perAddress * maxAddresses };
    const sized = sizeByCapacity(requirements, perGateway, context, { zonal: "zonal", minimumUnits: context.zones });
    const connections = required(
      requirements.connectionsToOneDestination,
      "network.connectionsToOneDestination",
    ).atRisk;
    const onSurvivors = Math.max(1, (sized.units * context.survivingZones) / context.zones);
    const addresses = Math.max(1, ceilCount(connections / onSurvivors / perAddress));
    const hour = price("aws/nat-gateway/gateway", context.event.cluster.region);
    const usd = context.event.prices["aws/nat-gateway/gateway"] ?? (isUnknown(hour) ? undefined : hour[0]?.usd);
    const growing = required(limit(BANDWIDTH).max, BANDWIDTH);
    return {
      id: ID,
      layer: "network",
      title: TITLE,
      criticality: "core",
      resources: sized.resources,
      unitName: "gateways",
      units: sized.units,
      bindingConstraint: sized.bindingConstraint,
      waterfall: sized.waterfall,
      candidates: [
        {
          name: `gateways in each zone at ${perGateway.gbps} Gbit/s`,
          units: sized.units,
          usdPerHour: usd === undefined ? null : usd * sized.units,
          chosen: true,
          rejected: null,
        },
        {
          name: `gateways that grow to ${growing} Gbit/s`,
          units: sizeByCapacity(requirements, { ...perGateway, gbps: growing }, context, {
            zonal: "zonal",
            minimumUnits: context.zones,
          }).units,
          usdPerHour: null,
          chosen: false,
          rejected: "the vendor doesn't say how fast they grow, and the audience comes within minutes",
        },
        {
          name: "one gateway for all zones",
          units: 1,
          usdPerHour: usd ?? null,
          chosen: false,
          rejected: "its zone takes every other zone's way out with it",
        },
      ],
      workload: null,
      settings: { gateways: sized.units, gatewaysPerZone: sized.units / context.zones, addressesPerGateway: addresses },
      findings: findings({ addresses, gatewaysPerZone: sized.units / context.zones }, context),
    };
  },
};

function findings(
  planned: { readonly addresses: number; readonly gatewaysPerZone: number },
  context: SizingContext,
): readonly Finding[] {
  return (
    [
      [ADDRESSES, planned.addresses, "addresses on each NAT gateway", "nat-addresses"],
      [GATEWAYS, planned.gatewaysPerZone, "NAT gateways in each zone", "nat-gateways"],
    ] as const
  ).flatMap(([key, needed, what, id]): Finding[] => {
    const quota = appliedQuota(context.event, key);
    if (quota.value !== null && needed <= quota.value) return [];
    return [
      {
        id,
        severity: "warning",
        where: ID,
        found: `${numberText(needed)} ${what}`,
        expected: `at most ${quota.value === null ? "an unknown number" : numberText(quota.value)} (quota ${quota.name})`,
        fix: `Ask for quota ${quota.name} of ${numberText(needed)}, or keep traffic off the gateways: endpoints in the VPC for the provider's services, fewer and pooled calls to third parties (features.api.externalCallsPerCall).`,
        source: quota.row.source,
      },
    ];
  });
}
