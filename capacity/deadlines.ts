import type { LeadTimeKey } from "./catalog/lead-times";
import { limitValue } from "./catalog/limits";
import { quota } from "./catalog/quotas";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import { leadHours } from "./lead-time";
import { momentOf, momentText } from "./moment";
import type { PhaseSpan } from "./phases";
import type { Deadline, PhaseName } from "./plan-document";
import { type Finding, required } from "./problems";
import { quotaValue, startOf } from "./quota-need";
import { SECONDS_PER_HOUR } from "./units";

/** How many things a deploy creates that providers only take at a rate. */
export interface DeployCounts {
  readonly alarms: number;
  readonly dnsRecords: number;
  readonly webAclWrites: number;
  readonly distributions: number;
}

/** What the plan needs to be made, asked or agreed before the event. */
export interface DeadlineInput {
  readonly event: Event;
  /** Spans of the first occurrence. */
  readonly spans: readonly PhaseSpan[];
  /** The instant the plan is judged at, seconds since 1970; null: nothing is late. */
  readonly atSeconds: number | null;
  /** Nodes of the event's pools: many of them are worth a reservation and the provider's attention. */
  readonly nodes: number;
  readonly viewers: number;
  readonly reservedAlbLcu: number;
  readonly reservedNlbLcu: number;
  readonly serverlessCaches: number;
  /** Host names that need a certificate and a record. */
  readonly hosts: number;
  /** Why a Cloudflare contract is needed, null when none is. */
  readonly cloudflareContract: string | null;
  readonly deploy: DeployCounts;
}

export interface Deadlines {
  readonly deadlines: readonly Deadline[];
  readonly findings: readonly Finding[];
}

/** A thing to get, before it is judged. */
interface Thing {
  readonly id: string;
  readonly thing: string;
  readonly hours: Deadline["leadTimeHours"];
  readonly by: PhaseName;
  readonly source: string;
  /** Whether the event can't be held without it; other things are offers that lapse. */
  readonly need: "must" | "offer";
  readonly fix: string;
}

function fromTable(key: LeadTimeKey, rest: Omit<Thing, "hours" | "source">): Thing {
  const { low, expected, high, source } = leadHours(key);
  return { hours: { low, expected, high }, source, ...rest };
}

const DISTRIBUTION = "aws.cloudFrontDistribution";

/** How long a deploy must take at least, since providers accept changes only so fast; hours. */
export function deployHours(counts: DeployCounts, event: Event): number {
  const alarmRow = quota("aws/cloudwatch/rate-of-putmetricalarm-requests");
  const alarmsPerSecond = required(quotaValue(alarmRow, alarmRow.key, event).value, alarmRow.key);
  const seconds =
    counts.alarms / alarmsPerSecond +
    counts.dnsRecords / limitValue("aws/route53/api-requests") +
    counts.webAclWrites / limitValue("aws/wafv2/api-calls-per-action");
  // Distributions deploy side by side, and beside everything else.
  const distributions = counts.distributions === 0 ? 0 : required(leadHours(DISTRIBUTION).expected, DISTRIBUTION);
  return Math.max(seconds / SECONDS_PER_HOUR, distributions);
}

function things(input: DeadlineInput): readonly Thing[] {
  const list: Thing[] = [];
  const manyNodes = input.nodes > limitValue("aws/eks/plan-specially-above-nodes");
  if (manyNodes || input.viewers >= expectedOf(input.event, "timeline.supportViewers")) {
    list.push(
      fromTable("aws.countdown", {
        id: "vendor-event-support",
        thing: "Event support of the provider (AWS Countdown)",
        by: "preScale",
        need: "offer",
        fix: "Tell the account team all the same, with date, region and peak; do without the review",
      }),
    );
  }
  if (input.cloudflareContract !== null) {
    list.push(
      fromTable("cloudflare.contract", {
        id: "cloudflare-contract",
        thing: `Cloudflare plan or contract: ${input.cloudflareContract}`,
        by: "rehearsal",
        need: "must",
        fix: "Do without the feature that needs the plan, or move its share to another CDN",
      }),
    );
  }
  if (manyNodes) {
    const { low, source } = leadHours("aws.futureDatedCapacityReservation");
    // The API takes requests from this many hours ahead at the latest: a threshold, not a range.
    list.push({
      id: "capacity-reservation",
      thing: `Future-dated capacity reservation for ${input.nodes} nodes`,
      hours: { low, expected: low, high: low },
      source,
      by: "preScale",
      need: "offer",
      fix: "Allow more families and zones, raise earlier, or reserve on demand at once and pay from then",
    });
  }
  if (input.hosts > 0) {
    list.push(
      fromTable("certificate", {
        id: "certificates",
        thing: `Certificates for ${input.hosts} host names`,
        by: "rehearsal",
        need: "must",
        fix: "Use names under a certificate that exists, e.g. a wildcard",
      }),
      fromTable("dns", {
        id: "dns",
        thing: `DNS records of ${input.hosts} host names`,
        by: "rehearsal",
        need: "must",
        fix: "Use names that exist and lower their TTL now",
      }),
    );
  }
  if (input.deploy.distributions > 0) {
    list.push(
      fromTable("aws.cloudFrontDistribution", {
        id: "cloudfront-distributions",
        thing: `${input.deploy.distributions} CloudFront distributions deployed`,
        by: "rehearsal",
        need: "must",
        fix: "Deploy the edge first",
      }),
    );
  }
  if (input.reservedAlbLcu > 0) {
    list.push(
      fromTable("aws.albCapacityReservation", {
        id: "alb-capacity",
        thing: `${Math.ceil(input.reservedAlbLcu)} reserved capacity units of Application Load Balancers`,
        by: "doors",
        need: "must",
        fix: "Stagger arrivals with a waiting room, or spread them over more balancers",
      }),
    );
  }
  if (input.reservedNlbLcu > 0) {
    list.push(
      fromTable("aws.nlbCapacityReservation", {
        id: "nlb-capacity",
        thing: `${Math.ceil(input.reservedNlbLcu)} reserved capacity units of Network Load Balancers`,
        by: "doors",
        need: "must",
        fix: "Stagger arrivals with a waiting room, or spread them over more balancers",
      }),
    );
  }
  if (input.serverlessCaches > 0) {
    list.push(
      fromTable("aws.elastiCacheServerlessPreScale", {
        id: "cache-pre-scale",
        thing: `Minimum of ${input.serverlessCaches} serverless caches raised`,
        by: "doors",
        need: "must",
        fix: "Use cache nodes of a fixed size",
      }),
    );
  }
  const hours = deployHours(input.deploy, input.event);
  list.push({
    id: "deploy",
    thing: `Deploy at the providers' rates (${input.deploy.alarms} alarms, ${input.deploy.dnsRecords} DNS changes, ${input.deploy.webAclWrites} web-ACL writes)`,
    hours: { low: hours, expected: hours, high: hours },
    source: "quota L-0720E68F; limits aws/route53/api-requests and aws/wafv2/api-calls-per-action; sum, a lower bound",
    by: "preScale",
    need: "must",
    fix: "Deploy at once",
  });
  return list;
}

function judged(thing: Thing, input: DeadlineInput): Deadline {
  const { zone } = input.event.start;
  const neededBySeconds = startOf(thing.by, input.spans);
  const { low, expected, high } = thing.hours;
  const slow = high ?? expected;
  const usual = expected ?? high;
  const arrives = (hours: number) => (input.atSeconds ?? Number.NEGATIVE_INFINITY) + hours * SECONDS_PER_HOUR;
  const status =
    slow === null || usual === null
      ? "unknown"
      : arrives(slow) <= neededBySeconds
        ? "ok"
        : arrives(usual) <= neededBySeconds
          ? "tight"
          : "late";
  return {
    id: thing.id,
    thing: thing.thing,
    leadTimeHours: { low, expected, high },
    neededBy: momentOf(neededBySeconds, zone),
    latestAsk: slow === null ? null : momentOf(neededBySeconds - slow * SECONDS_PER_HOUR, zone),
    status,
    source: thing.source,
  };
}

/**
 * Everything besides quotas that takes time to get, with the latest moment to ask at the slow end.
 *
 * @returns deadlines by the latest moment to ask, earliest first; a missed need is a blocker, a missed offer a note
 */
export function deadlinesOf(input: DeadlineInput): Deadlines {
  const all = things(input).map((thing) => ({ thing, deadline: judged(thing, input) }));
  const ask = (deadline: Deadline) => deadline.latestAsk?.utc ?? "";
  all.sort((a, b) => (ask(a.deadline) === ask(b.deadline) ? 0 : ask(a.deadline) < ask(b.deadline) ? -1 : 1));
  const findings = all.flatMap(({ thing, deadline }): readonly Finding[] => {
    if (deadline.status === "ok") return [];
    const late = deadline.status === "late";
    if (thing.need === "offer" && !late) return [];
    return [
      {
        id: `deadline-${deadline.status}`,
        severity: thing.need === "offer" ? "note" : late ? "blocker" : "warning",
        where: `deadlines.${thing.id}`,
        found:
          deadline.latestAsk === null
            ? `${thing.thing}: nobody says how long it takes`
            : `${thing.thing}: to be asked by ${momentText(deadline.latestAsk)}`,
        expected: `there by ${momentText(deadline.neededBy)}`,
        fix: thing.fix,
        source: thing.source,
      },
    ];
  });
  return { deadlines: all.map(({ deadline }) => deadline), findings };
}
