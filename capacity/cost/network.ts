import type { Event } from "../event/event";
import { expectedOf } from "../event-parameter";
import { GB_PER_HOUR_PER_GBPS } from "../units";
import type { Traffic } from "./delivery";
import { type OccurrenceHours, sharesBy } from "./occurrence-hours";
import type { ServiceCounts } from "./services";
import { listed, standing, type Usage } from "./usage";

/** Balancers by the hour, and their capacity units used and reserved. */
export function balancerUsages(counts: ServiceCounts, hours: OccurrenceHours, event: Event): readonly Usage[] {
  const { region } = event.cluster;
  const viewing = sharesBy(hours.spans, "viewerHours");
  const raised = sharesBy(hours.spans, "raisedHours");
  const network = "network";
  const reserved = (kind: "alb" | "nlb", units: number): Usage => ({
    id: `${kind}:reserved`,
    layer: network,
    item: `reserved capacity units (${kind.toUpperCase()})`,
    amount: units * hours.raisedHours,
    unit: "LCU-hour",
    price: listed(`aws/elasticloadbalancing/reserved-${kind}-capacity-unit`, region),
    shares: raised,
    assumed: false,
    note: "",
  });
  return [
    standing(
      "alb",
      network,
      "Application Load Balancers",
      (counts.applicationLoadBalancers ?? 0) * hours.standingHours,
      "hour",
      "aws/elasticloadbalancing/application-load-balancer",
      region,
    ),
    {
      ...standing(
        "alb:units",
        network,
        "capacity units (ALB)",
        (counts.albLcu ?? 0) * hours.peakHours,
        "LCU-hour",
        "aws/elasticloadbalancing/alb-capacity-unit",
        region,
      ),
      shares: viewing,
      note: "as if use followed the number of viewers",
    },
    reserved("alb", counts.reservedAlbLcu ?? 0),
    standing(
      "nlb",
      network,
      "Network Load Balancers",
      (counts.networkLoadBalancers ?? 0) * hours.standingHours,
      "hour",
      "aws/elasticloadbalancing/network-load-balancer",
      region,
    ),
    {
      ...standing(
        "nlb:units",
        network,
        "capacity units (NLB)",
        (counts.nlbLcu ?? 0) * hours.peakHours,
        "NLCU-hour",
        "aws/elasticloadbalancing/nlb-capacity-unit",
        region,
      ),
      shares: viewing,
      note: "as if use followed the number of viewers",
    },
    reserved("nlb", counts.reservedNlbLcu ?? 0),
  ];
}

/** Ways out, addresses, and what crosses zones. */
export function networkUsages(
  counts: ServiceCounts,
  traffic: Traffic,
  hours: OccurrenceHours,
  event: Event,
): readonly Usage[] {
  const { region } = event.cluster;
  const { flows } = traffic;
  const viewing = sharesBy(hours.spans, "viewerHours");
  const appGb = ((flows.appEgressGbps ?? 0) + (flows.appIngressGbps ?? 0)) * GB_PER_HOUR_PER_GBPS * hours.peakHours;
  // Both sides of the border between two zones are charged.
  const crossing = appGb * expectedOf(event, "cost.interZoneRatio") * expectedOf(event, "cost.interZoneHops") * 2;
  return [
    standing(
      "nat",
      "network",
      "NAT gateways",
      (counts.natGateways ?? 0) * hours.standingHours,
      "hour",
      "aws/nat-gateway/gateway",
      region,
    ),
    {
      ...standing(
        "nat:data",
        "network",
        "data through NAT",
        (flows.natGbps ?? 0) * GB_PER_HOUR_PER_GBPS * hours.peakHours,
        "GB",
        "aws/nat-gateway/data-processed",
        region,
      ),
      shares: viewing,
    },
    standing(
      "addresses",
      "network",
      "public IPv4 addresses",
      (counts.publicAddresses ?? 0) * hours.standingHours,
      "hour",
      "aws/vpc/public-ipv4-address",
      region,
    ),
    {
      ...standing(
        "inter-zone",
        "network",
        "app traffic between zones",
        crossing,
        "GB",
        "aws/data-transfer/between-availability-zones-each-direction",
        region,
      ),
      shares: viewing,
      assumed: true,
      note: "app traffic × hops × share that crosses a zone, both directions",
    },
  ];
}
