import { standing as atListPrice, costOf, priceUsages, type Usage } from "./cost/usage";
import type { Event } from "./event/event";
import { machineUsdPerHour } from "./machine-types";
import type { Cost } from "./plan-document";
import { HOURS_PER_MONTH } from "./units";

/** What stays when no event is on: the platform. */
export interface Standing {
  readonly systemNodes: readonly { readonly instanceType: string; readonly nodes: number }[];
  readonly natGateways: number;
  readonly publicAddresses: number;
  readonly hostedZones: number;
  readonly alarms: number;
  readonly webAcls: number;
  readonly webAclRules: number;
  /** Media, recordings and logs that stay, GB; null: unknown. */
  readonly storedGb: number | null;
  /** `pro`, `business`, `enterprise`; null when there is no Cloudflare zone or its plan is unknown. */
  readonly cloudflarePlan: string | null;
}

const EXCLUSIONS: readonly string[] = [
  "event stacks: destroyed after their event",
  "databases, caches and other services that existed before",
  "data transfer and requests between events",
];

/** What the platform costs in a month without an event; lines without a known price are listed as such. */
export function idleCost(standing: Standing, event: Event): Cost {
  const { region } = event.cluster;
  const line = (id: string, layer: string, item: string, amount: number, unit: string, key: string) =>
    atListPrice(id, layer, item, amount, unit, key, region);
  const nodes = standing.systemNodes.map(({ instanceType, nodes }): Usage => {
    const usd = machineUsdPerHour(event, instanceType);
    return {
      id: `idle:system:${instanceType}`,
      layer: "cluster",
      item: `${nodes} × ${instanceType}, system nodes`,
      amount: nodes * HOURS_PER_MONTH,
      unit: "node hour",
      price: {
        kind: "stated",
        usd,
        source:
          usd === null ? "no source gives this price" : "prices: in the event file, or the catalog's on-demand price",
        how: `supply it under prices: as ${instanceType}, in USD per hour`,
      },
      shares: {},
      assumed: false,
      note: "",
    };
  });
  const usages: Usage[] = [
    line("idle:control-plane", "cluster", "control plane", HOURS_PER_MONTH, "hour", "aws/eks/cluster"),
    ...nodes,
    line(
      "idle:nat",
      "network",
      "NAT gateways",
      standing.natGateways * HOURS_PER_MONTH,
      "hour",
      "aws/nat-gateway/gateway",
    ),
    line(
      "idle:addresses",
      "network",
      "public IPv4 addresses",
      standing.publicAddresses * HOURS_PER_MONTH,
      "hour",
      "aws/vpc/public-ipv4-address",
    ),
    line("idle:zones", "dns", "hosted zones", standing.hostedZones, "month", "aws/route53/hosted-zone"),
    line(
      "idle:alarms",
      "telemetry",
      "alarms",
      standing.alarms,
      "alarm-metric-month",
      "aws/cloudwatch/standard-resolution-alarm",
    ),
    line("idle:web-acls", "firewall", "web ACLs", standing.webAcls, "month", "aws/wafv2/web-acl"),
    line("idle:web-acl-rules", "firewall", "rules of web ACLs", standing.webAclRules, "month", "aws/wafv2/rule"),
    line(
      "idle:storage",
      "origin",
      "stored media and logs",
      standing.storedGb ?? 0,
      "GB-month",
      "aws/s3/standard-storage",
    ),
  ];
  if (standing.cloudflarePlan !== null) {
    const plan = standing.cloudflarePlan.toLowerCase();
    usages.push(
      line("idle:cloudflare", "edge", `Cloudflare ${plan} plan, one zone`, 1, "month", `cloudflare/zone/${plan}-plan`),
    );
  }
  const exclusions = standing.storedGb === null ? [...EXCLUSIONS, "stored media: the amount is unknown"] : EXCLUSIONS;
  return costOf(priceUsages(usages, event), exclusions);
}
