import type { Basis, Provenance } from "./fact";
import { MissingRowError } from "./table";

/** How long from asking to having; null hours are unknown and can't be promised. */
export interface LeadTime extends Provenance {
  readonly key: string;
  readonly thing: string;
  readonly lowHours: number | null;
  readonly expectedHours: number | null;
  readonly highHours: number | null;
  readonly unit: "hours";
  readonly basis: Basis;
  readonly note: string | null;
}

const RETRIEVED = { asOf: "2026-11-25", dated: "retrieved", unit: "hours" } as const;
const UNKNOWN_HOURS = { lowHours: null, expectedHours: null, highHours: null } as const;

/** What sources say; where none says anything, the hours are null. */
export const LEAD_TIMES = [
  {
    key: "aws.quotaIncrease",
    thing: "Quota increase through Service Quotas",
    lowHours: 24,
    expectedHours: null,
    highHours: 72,
    basis: "third-party",
    note: "usual range; the vendor promises none",
    source: "vigilare.cloud (secondary)",
    ...RETRIEVED,
  },
  {
    key: "aws.cloudFrontQuotaIncrease",
    thing: "CloudFront above 150 Gbps or 250,000 requests/s per distribution",
    ...UNKNOWN_HOURS,
    basis: "vendor-doc",
    note: "by ticket; the vendor names no time",
    source:
      "https://aws.amazon.com/developer/application-security-performance/articles/large-scale-video-streaming-events/",
    ...RETRIEVED,
  },
  {
    key: "aws.futureDatedCapacityReservation",
    thing: "Future-dated capacity reservation",
    // 5 to 120 days ahead is what the API accepts: asked for later than 5 days ahead, it is refused.
    lowHours: 5 * 24,
    expectedHours: null,
    highHours: 120 * 24,
    basis: "vendor-api",
    note: "32 vCPU or more; delivered in steps; can't be cancelled before its commitment ends",
    source: "AWS API model ec2 CreateCapacityReservation; EC2 user guide",
    ...RETRIEVED,
  },
  {
    key: "aws.albCapacityReservation",
    thing: "Reserved capacity units of an Application Load Balancer",
    ...UNKNOWN_HOURS,
    basis: "vendor-doc",
    note: "a few minutes up to a few hours: words, no numbers",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html",
    ...RETRIEVED,
  },
  {
    key: "aws.nlbCapacityReservation",
    thing: "Reserved capacity units of a Network Load Balancer",
    ...UNKNOWN_HOURS,
    basis: "vendor-doc",
    note: "within an hour up to a few hours: words, no numbers",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/request-capacity-unit-reservation.html",
    ...RETRIEVED,
  },
  {
    key: "aws.cloudFrontDistribution",
    thing: "CloudFront distribution created or changed",
    lowHours: null,
    expectedHours: 0.25,
    highHours: null,
    basis: "third-party",
    note: "about 15 minutes",
    source: "documentation of the Terraform AWS provider, aws_cloudfront_distribution",
    ...RETRIEVED,
  },
  {
    key: "aws.countdown",
    thing: "AWS Countdown or Infrastructure Event Management, before the event",
    lowHours: 4 * 7 * 24,
    expectedHours: null,
    highHours: 8 * 7 * 24,
    basis: "third-party",
    note: "needs Enterprise or Enterprise On-Ramp support",
    source: "awsnegotiations.com (secondary)",
    ...RETRIEVED,
  },
  {
    key: "aws.elastiCacheServerlessPreScale",
    thing: "Higher minimum of an ElastiCache serverless cache",
    lowHours: null,
    expectedHours: 1,
    highHours: null,
    basis: "vendor-doc",
    note: "set the minimum at least 60 minutes before the peak",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling.html (copy of 2026-04-13)",
    asOf: "2026-04-13",
    dated: "as-of",
    unit: "hours",
  },
  {
    key: "certificate",
    thing: "Certificate issued after its DNS record stands",
    ...UNKNOWN_HOURS,
    basis: "vendor-doc",
    note: "no usual time published; the request is given up after 72 hours",
    source:
      "https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/acm/aws.sdk.kotlin.services.acm.model/-certificate-detail/status.html",
    ...RETRIEVED,
  },
  {
    key: "dns",
    thing: "New or moved DNS name seen by every viewer",
    ...UNKNOWN_HOURS,
    basis: "derived",
    note: "at least the TTL that stood before; resolvers that keep records longer are not counted anywhere",
    source: "looked for, none found",
    ...RETRIEVED,
  },
  {
    key: "cloudflare.contract",
    thing: "Cloudflare plan or Enterprise contract change",
    ...UNKNOWN_HOURS,
    basis: "derived",
    note: null,
    source: "looked for, none found",
    ...RETRIEVED,
  },
] as const satisfies readonly LeadTime[];

export type LeadTimeKey = (typeof LEAD_TIMES)[number]["key"];

const ASSUMED = {
  basis: "assumption",
  source: "assumed by this project; no source gives one",
  asOf: "2026-11-25",
  dated: "as-of",
  unit: "hours",
} as const;

/** Working values where sources leave a hole: what a plan may use, starred, instead of stopping. */
export const ASSUMED_LEAD_TIMES = [
  {
    key: "aws.quotaIncrease",
    thing: "Quota increase through Service Quotas",
    lowHours: 24,
    expectedHours: 48,
    highHours: 72,
    note: "middle of the usual range",
    ...ASSUMED,
  },
  {
    key: "aws.cloudFrontQuotaIncrease",
    thing: "CloudFront above its default per distribution",
    lowHours: 24,
    expectedHours: 120,
    highHours: 240,
    note: "a ticket that people read: one day to two working weeks",
    ...ASSUMED,
  },
  {
    key: "aws.albCapacityReservation",
    thing: "Reserved capacity units of an Application Load Balancer",
    lowHours: 0.05,
    expectedHours: 1,
    highHours: 4,
    note: "reads a few minutes as 3, a few hours as 4",
    ...ASSUMED,
  },
  {
    key: "aws.nlbCapacityReservation",
    thing: "Reserved capacity units of a Network Load Balancer",
    lowHours: 1,
    expectedHours: 2,
    highHours: 4,
    note: "reads a few hours as 4",
    ...ASSUMED,
  },
  {
    key: "certificate",
    thing: "Certificate issued after its DNS record stands",
    lowHours: 0.1,
    expectedHours: 1,
    highHours: 24,
    note: "minutes where the zone is ours, a day where another team owns it",
    ...ASSUMED,
  },
  {
    key: "dns",
    thing: "New or moved DNS name seen by every viewer",
    lowHours: 0.1,
    expectedHours: 1,
    highHours: 48,
    note: "high: the TTL of a delegation at a registry, two days",
    ...ASSUMED,
  },
  {
    key: "cloudflare.contract",
    thing: "Cloudflare plan or Enterprise contract change",
    lowHours: 24,
    expectedHours: 240,
    highHours: 720,
    note: "sales, legal and onboarding: a day at best, a month at worst",
    ...ASSUMED,
  },
] as const satisfies readonly LeadTime[];

/**
 * What sources say about a lead time.
 *
 * @throws MissingRowError if the table has no such row
 */
export function leadTime(key: LeadTimeKey): LeadTime {
  const row = LEAD_TIMES.find((candidate) => candidate.key === key);
  if (row === undefined) throw new MissingRowError("lead times", key);
  return row;
}

/** The working value for a lead time whose sources leave a hole; undefined where they don't. */
export function assumedLeadTime(key: LeadTimeKey): LeadTime | undefined {
  return ASSUMED_LEAD_TIMES.find((candidate) => candidate.key === key);
}
