import { UNPRICED } from "./catalog/prices";
import { cdnUsages, egressUsages, type Traffic } from "./cost/delivery";
import { machineUsages } from "./cost/machines";
import { type OccurrenceHours, occurrenceHours } from "./cost/occurrence-hours";
import { type ServiceCounts, serviceUsages } from "./cost/services";
import { costOf, type Meter, priceUsages, type Usage } from "./cost/usage";
import type { Event } from "./event/event";
import { utcOf } from "./moment";
import type { Occurrence } from "./occurrences";
import type { PhaseSpan } from "./phases";
import type { Cost, NodePool } from "./plan-document";
import { required } from "./problems";
import { SECONDS_PER_HOUR } from "./units";

export type { Traffic } from "./cost/delivery";
export type { OutsideUse, ServiceCounts, StoreUse } from "./cost/services";

/** What an event's bill is made of. */
export interface CostInput {
  readonly event: Event;
  /** Viewers the plan is for: the bill is for their traffic. */
  readonly viewers: number;
  readonly pools: readonly NodePool[];
  readonly traffic: Traffic;
  readonly counts: ServiceCounts;
  /** Every occurrence, the first first. */
  readonly occurrences: readonly Occurrence[];
  /** Spans of the first occurrence, rehearsal included. */
  readonly firstSpans: readonly PhaseSpan[];
  /** Spans of any later one; the same as the first's where there is none. */
  readonly laterSpans: readonly PhaseSpan[];
}

/** The bill of the first occurrence, and the sum over all. */
export interface EventCost {
  readonly perOccurrence: Cost;
  readonly allOccurrences: { readonly occurrences: number; readonly knownUsd: number };
}

/** What no line of the bill has, whatever the plan. */
const ALWAYS_EXCLUDED: readonly string[] = [
  "taxes, support plans and private discounts that the event file doesn't state",
  "people, contribution links, production and rights",
  "load generators and the traffic of rehearsals",
  "DNS queries and signed-URL functions",
  "the platform between events: see idle per month",
  "failover: viewers that move to another CDN are billed at the planned shares",
];

function usagesOf(input: CostInput, hours: OccurrenceHours): readonly Usage[] {
  const { event, pools, traffic, counts } = input;
  return [
    ...machineUsages(pools, hours, event),
    ...cdnUsages(traffic, hours, event),
    ...egressUsages(traffic, hours, event),
    ...serviceUsages(counts, traffic, hours, event),
  ];
}

/** The month in which an instant is billed, `2027-01`; clouds bill in UTC. */
function billingMonth(epochSeconds: number): string {
  return utcOf(epochSeconds).slice(0, 7);
}

/** What of the price list's gaps touches this event: the catalog's own words. */
function gaps(event: Event): readonly string[] {
  const elsewhere = event.cluster.region !== "us-east-1";
  return UNPRICED.filter((sentence) => {
    if (sentence.includes("outside us-east-1")) return elsewhere;
    if (sentence.startsWith("CloudFront origin shield"))
      return event.delivery.cdns.some((cdn) => cdn.provider === "cloudfront" && cdn.originShield);
    if (sentence.startsWith("Cloudflare")) return event.delivery.cdns.some((cdn) => cdn.provider === "cloudflare");
    return sentence.startsWith("AWS WAF fee") || sentence.startsWith("EventBridge Scheduler");
  });
}

/**
 * The bill of an event at the planned viewers.
 *
 * Price tiers are counted per month: what was used before comes from the event file for the first month, and each occurrence
 * goes on where the one before it ended. Later months start anew.
 */
export function eventCost(input: CostInput): EventCost {
  const { event, occurrences } = input;
  const firstHours = occurrenceHours(input.firstSpans, input.viewers, null);
  const exclusions = [...ALWAYS_EXCLUDED, ...gaps(event).map((sentence) => `no price known: ${sentence}`)];
  const meter: Meter = new Map();
  const first = costOf(priceUsages(usagesOf(input, firstHours), event, meter), exclusions);
  const knownUsd = followingMonths(input).reduce((sum, { isFirst, spacings }) => {
    const month = isFirst ? input : nextMonth(input);
    const monthMeter = isFirst ? meter : new Map<string, number>();
    // Tiers see sums only, so that occurrences which are alike are priced together.
    const lines = [...spacings].flatMap(([sinceHours, times]) => {
      const hours = occurrenceHours(input.laterSpans, input.viewers, sinceHours);
      const usages = usagesOf(month, hours).map((usage) => ({ ...usage, amount: usage.amount * times }));
      return priceUsages(usages, month.event, monthMeter);
    });
    return sum + costOf(lines, []).knownUsd;
  }, first.knownUsd);
  return { perOccurrence: first, allOccurrences: { occurrences: occurrences.length, knownUsd } };
}

/** The occurrences after the first of one billing month. */
interface Month {
  readonly isFirst: boolean;
  /** How often an occurrence starts so many hours after the one before. */
  readonly spacings: Map<number, number>;
}

function followingMonths(input: CostInput): readonly Month[] {
  const { occurrences } = input;
  const months = new Map<string, Month>();
  const firstMonth = billingMonth(required(occurrences[0], "an occurrence").epochSeconds);
  for (let i = 1; i < occurrences.length; i++) {
    const { epochSeconds } = required(occurrences[i], "an occurrence");
    const sinceHours = (epochSeconds - required(occurrences[i - 1], "the one before").epochSeconds) / SECONDS_PER_HOUR;
    const name = billingMonth(epochSeconds);
    const month = months.get(name) ?? { isFirst: name === firstMonth, spacings: new Map() };
    month.spacings.set(sinceHours, (month.spacings.get(sinceHours) ?? 0) + 1);
    months.set(name, month);
  }
  return [...months.values()];
}

/** The same event in a month in which nothing was used yet. */
function nextMonth(input: CostInput): CostInput {
  const { event } = input;
  const cdns = event.delivery.cdns.map((cdn) => ({ ...cdn, usedGbThisMonth: 0 }));
  return { ...input, event: { ...event, delivery: { ...event.delivery, cdns } } };
}
