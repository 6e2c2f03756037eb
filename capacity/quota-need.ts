import type { LeadTimeKey } from "./catalog/lead-times";
import { findQuota, type QuotaRow } from "./catalog/quotas";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import { leadHours } from "./lead-time";
import { momentOf } from "./moment";
import type { PhaseSpan } from "./phases";
import type { PhaseName, QuotaNeed } from "./plan-document";
import { required } from "./problems";
import { SECONDS_PER_HOUR } from "./units";

/** Something of the plan that counts against a quota. */
export interface QuotaUse {
  /** Catalog key. A key without a row is a quota whose value nobody published: the need is then listed as unknown. */
  readonly key: string;
  readonly needed: number;
  /** The phase by whose beginning it must be in force. */
  readonly by: PhaseName;
  readonly why: string;
}

/** What a need is judged against. */
export interface QuotaContext {
  readonly event: Event;
  /** Spans of the first occurrence. */
  readonly spans: readonly PhaseSpan[];
  /** The instant the plan is judged at, seconds since 1970; null: nothing is late. */
  readonly atSeconds: number | null;
}

/** Services whose quotas live in one region for the whole account. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(["cloudfront", "route53", "shield"]);
export const GLOBAL_REGION = "us-east-1";

/** The value in force: stated in the event file by code or key, else the default of a new account. */
export function quotaValue(row: QuotaRow | undefined, key: string, event: Event): Pick<QuotaNeed, "value" | "basis"> {
  const applied = event.account.quotas[key] ?? (row?.code == null ? undefined : event.account.quotas[row.code]);
  if (applied !== undefined) return { value: applied, basis: "applied" };
  const value = row?.defaultValue ?? null;
  return { value, basis: value === null ? "unknown" : "default" };
}

/** Rounds a wish up to two digits, so that a request looks like one: 4,321 → 4,400. */
function roundUp(value: number): number {
  if (value <= 10) return Math.ceil(value);
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step - 1e-9) * step;
}

/** Start of a phase; rehearsal and preScale fall back on each other, since only the first occurrence is rehearsed. */
export function startOf(phase: PhaseName, spans: readonly PhaseSpan[]): number {
  const span = spans.find((candidate) => candidate.phase === phase) ?? spans[0];
  return required(span, "a phase").fromSeconds;
}

function leadTimeKey(key: string, row: QuotaRow | undefined): LeadTimeKey {
  if (key.startsWith("cloudflare/")) return "cloudflare.contract";
  const byRate = key.startsWith("aws/cloudfront/") && row?.scope === "resource";
  return byRate ? "aws.cloudFrontQuotaIncrease" : "aws.quotaIncrease";
}

/** `aws/wafv2/x-y` → `wafv2`, `x y`: what to call a quota that has no row. */
function partsOf(key: string): {
  readonly provider: QuotaNeed["provider"];
  readonly service: string;
  readonly name: string;
} {
  const [provider = "", service = "", name = ""] = key.split("/");
  const known = provider === "aws" || provider === "cloudflare" || provider === "kubernetes";
  return { provider: known ? provider : "other", service, name: name.replaceAll("-", " ") };
}

function regionOf(use: QuotaUse, row: QuotaRow | undefined, event: Event): string | null {
  if (!use.key.startsWith("aws/")) return null;
  const { service } = partsOf(use.key);
  const global = GLOBAL_SERVICES.has(service) || use.key.endsWith("-cloudfront") || row?.scope === "account";
  return global ? GLOBAL_REGION : event.cluster.region;
}

/**
 * Judges one need against its quota.
 *
 * `late`: even at the usual pace the raise comes after its phase begins. The latest moment to ask is by the slow end.
 */
export function quotaNeed(use: QuotaUse, context: QuotaContext): QuotaNeed {
  const { event, spans, atSeconds } = context;
  const row = findQuota(use.key);
  const inForce = quotaValue(row, use.key, event);
  const lead = leadHours(leadTimeKey(use.key, row));
  const neededBySeconds = startOf(use.by, spans);
  const enough = inForce.value !== null && use.needed <= inForce.value;
  const wish = roundUp(use.needed * (1 + expectedOf(event, "compute.quotaMarginRatio")));
  const highest = row?.maxValue ?? Number.POSITIVE_INFINITY;
  const hours = lead.expected ?? lead.high;
  const late = atSeconds !== null && hours !== null && atSeconds + hours * SECONDS_PER_HOUR > neededBySeconds;
  const latestAskSeconds = lead.high === null ? null : neededBySeconds - lead.high * SECONDS_PER_HOUR;
  const { zone } = event.start;
  return {
    key: use.key,
    ...partsOf(use.key),
    name: row?.name ?? partsOf(use.key).name,
    code: row?.code ?? null,
    unit: row?.unit ?? "count",
    region: regionOf(use, row, event),
    ...inForce,
    needed: use.needed,
    status: enough ? "ok" : inForce.value === null ? "unknown" : late ? "late" : "raise",
    requestedValue: enough ? null : Math.min(wish, Math.max(highest, use.needed)),
    leadTimeHours: { low: lead.low, expected: lead.expected, high: lead.high },
    latestAsk: enough || latestAskSeconds === null ? null : momentOf(latestAskSeconds, zone),
    neededBy: momentOf(neededBySeconds, zone),
    why: use.why,
    source: row?.source ?? "looked for, none found",
  };
}
