import type { Event } from "../event/event";
import { expectedOf } from "../event-parameter";
import type { ProvisionedTier } from "../layers/control-plane-tiers";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../units";
import type { Traffic } from "./delivery";
import { balancerUsages, networkUsages } from "./network";
import { type OccurrenceHours, sharesBy } from "./occurrence-hours";
import { standing, type Usage } from "./usage";

/** A managed store that a layer chose and priced. */
export interface StoreUse {
  /** `cache`, `database`, `chat`. */
  readonly layer: string;
  /** `cache.r7g.xlarge`, `db.r6g.large`. */
  readonly item: string;
  readonly nodes: number;
  /** USD per hour of one node; null when unknown. */
  readonly usdPerNodeHour: number | null;
}

/** Something bought from somebody whose price the catalog doesn't know: encoders, licences, a waiting room. */
export interface OutsideUse {
  readonly id: string;
  readonly layer: string;
  readonly item: string;
  readonly amount: number;
  readonly unit: string;
  /** Key under `prices:` by which the event file can state it, in USD per `unit`. */
  readonly priceKey: string;
}

/** What stands besides machines; what is absent is not there. */
export interface ServiceCounts {
  readonly applicationLoadBalancers?: number;
  readonly networkLoadBalancers?: number;
  /** Capacity units in use at the peak. */
  readonly albLcu?: number;
  readonly nlbLcu?: number;
  /** Capacity units reserved from preScale to teardown. */
  readonly reservedAlbLcu?: number;
  readonly reservedNlbLcu?: number;
  /** NAT gateways of the event itself; the platform's are idle cost. */
  readonly natGateways?: number;
  readonly publicAddresses?: number;
  readonly webAcls?: number;
  readonly webAclRules?: number;
  readonly alarms?: number;
  readonly controlPlaneTier?: ProvisionedTier | null;
  readonly stores?: readonly StoreUse[];
  readonly outside?: readonly OutsideUse[];
}

/** The services' lines: what stands for hours, what counts bytes and requests. */
export function serviceUsages(
  counts: ServiceCounts,
  traffic: Traffic,
  hours: OccurrenceHours,
  event: Event,
): readonly Usage[] {
  return [
    ...balancerUsages(counts, hours, event),
    ...networkUsages(counts, traffic, hours, event),
    ...guardUsages(counts, traffic, hours, event),
    ...dataUsages(counts, traffic, hours, event),
  ];
}

function guardUsages(counts: ServiceCounts, traffic: Traffic, hours: OccurrenceHours, event: Event): readonly Usage[] {
  const { region } = event.cluster;
  const months = hours.standingHours / HOURS_PER_MONTH;
  const webAcls = counts.webAcls ?? 0;
  const requests = webAcls === 0 ? 0 : (traffic.flows.appRequestsPerSecond ?? 0) * SECONDS_PER_HOUR * hours.peakHours;
  const tier = counts.controlPlaneTier ?? null;
  return [
    standing("web-acl", "firewall", "web ACLs", webAcls * months, "month", "aws/wafv2/web-acl", region),
    standing(
      "web-acl:rules",
      "firewall",
      "rules of web ACLs",
      (counts.webAclRules ?? 0) * months,
      "month",
      "aws/wafv2/rule",
      region,
    ),
    {
      ...standing(
        "web-acl:requests",
        "firewall",
        "requests inspected",
        requests,
        "requests",
        "aws/wafv2/requests",
        region,
      ),
      shares: sharesBy(hours.spans, "viewerHours"),
      note: "app host only: media is protected by signed URLs",
    },
    standing(
      "alarms",
      "telemetry",
      "alarms",
      (counts.alarms ?? 0) * months,
      "alarm-metric-month",
      "aws/cloudwatch/standard-resolution-alarm",
      region,
    ),
    ...(tier === null
      ? []
      : [
          {
            ...standing(
              "control-plane",
              "cluster",
              `control plane, ${tier} over standard`,
              hours.raisedHours,
              "hour",
              `aws/eks/provisioned-control-plane-${tier}`,
              region,
            ),
            shares: sharesBy(hours.spans, "raisedHours"),
          },
        ]),
  ];
}

function dataUsages(counts: ServiceCounts, traffic: Traffic, hours: OccurrenceHours, event: Event): readonly Usage[] {
  const { region } = event.cluster;
  const { flows } = traffic;
  const months = expectedOf(event, "cost.storageMonths");
  const stores = (counts.stores ?? []).map(
    (store): Usage => ({
      id: `${store.layer}:${store.item}`,
      layer: store.layer,
      item: `${store.nodes} × ${store.item}`,
      amount: store.nodes * hours.standingHours,
      unit: "node hour",
      price: {
        kind: "stated",
        usd: store.usdPerNodeHour,
        source:
          store.usdPerNodeHour === null
            ? "no source gives this price"
            : `price of ${store.item} as the layer chose by it`,
        how: `supply it under prices: as ${store.item}, in USD per hour`,
      },
      shares: {},
      assumed: false,
      note: "",
    }),
  );
  const outside = (counts.outside ?? []).map(
    (use): Usage => ({
      id: use.id,
      layer: use.layer,
      item: use.item,
      amount: use.amount,
      unit: use.unit,
      price: {
        kind: "stated",
        usd: event.prices[use.priceKey] ?? null,
        source: event.prices[use.priceKey] === undefined ? "no source gives this price" : `prices.${use.priceKey}`,
        how: `supply it under prices: as ${use.priceKey}, in USD per ${use.unit}`,
      },
      shares: {},
      assumed: false,
      note: "",
    }),
  );
  return [
    ...stores,
    {
      ...standing(
        "logs",
        "telemetry",
        "logs taken in",
        (flows.logGbPerHour ?? 0) * hours.peakHours,
        "GB",
        "aws/logs/ingestion",
        region,
      ),
      shares: sharesBy(hours.spans, "viewerHours"),
    },
    {
      ...standing(
        "storage",
        "origin",
        "recordings and uploads kept",
        (flows.storageGbPerHour ?? 0) * hours.liveHours * months,
        "GB-month",
        "aws/s3/standard-storage",
        region,
      ),
      assumed: true,
      note: `kept for ${months} months`,
    },
    {
      ...standing(
        "storage:gets",
        "origin",
        "origin reads",
        event.delivery.origin === "object-storage"
          ? (flows.originRequestsPerSecond ?? 0) * SECONDS_PER_HOUR * hours.liveHours
          : 0,
        "requests",
        "aws/s3/get-and-other",
        region,
      ),
      shares: sharesBy(hours.spans, "liveHours"),
    },
    ...outside,
  ];
}
