import { findQuota } from "./catalog/quotas";
import { figure } from "./layers/figure";
import { epochSecondsOf, momentText } from "./moment";
import type { QuotaNeed } from "./plan-document";
import type { Finding } from "./problems";
import { type QuotaContext, type QuotaUse, quotaNeed } from "./quota-need";

const ORDER: Readonly<Record<QuotaNeed["status"], number>> = { late: 0, raise: 1, unknown: 2, ok: 3 };

/** Judges every use against its quota; the same quota used twice counts once, with the larger need. Gravest first. */
export function quotaNeeds(uses: readonly QuotaUse[], context: QuotaContext): readonly QuotaNeed[] {
  const largest = new Map<string, QuotaUse>();
  for (const use of uses) {
    const known = largest.get(use.key);
    if (!known || use.needed > known.needed) largest.set(use.key, use);
  }
  return [...largest.values()]
    .map((use) => quotaNeed(use, context))
    .sort((a, b) => ORDER[a.status] - ORDER[b.status] || (a.key < b.key ? -1 : 1));
}

/** A number as the service expects it and people read it: whole, or with three decimals at most. */
function plain(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** What a person should act on: a raise that can't come in time blocks the event, one that can is a task with a date. */
export function quotaFindings(needs: readonly QuotaNeed[], atSeconds: number | null): readonly Finding[] {
  return needs.flatMap((need) =>
    [aboveMaximum(need), statusFinding(need, atSeconds)].filter((finding): finding is Finding => finding !== null),
  );
}

function common(need: QuotaNeed) {
  return {
    where: need.key,
    found: need.value === null ? "unknown" : `${figure(need.value)} ${need.unit} (${need.basis})`,
    expected: `${figure(need.needed)} ${need.unit}: ${need.why}`,
    source: need.source,
  };
}

function aboveMaximum(need: QuotaNeed): Finding | null {
  const maximum = findQuota(need.key)?.maxValue ?? null;
  if (maximum === null || need.needed <= Math.max(maximum, need.value ?? 0)) return null;
  return {
    ...common(need),
    id: "quota-above-maximum",
    severity: "blocker",
    found: `${figure(maximum)} ${need.unit} is the most the provider names`,
    fix: "Lower the need: more accounts, regions, clusters or VPCs, or a lever that sheds demand",
  };
}

function statusFinding(need: QuotaNeed, atSeconds: number | null): Finding | null {
  const asked = figure(need.requestedValue ?? need.needed);
  switch (need.status) {
    case "ok":
      return null;
    case "late":
      return {
        ...common(need),
        id: "quota-late",
        severity: "blocker",
        found: `${common(need).found}; a raise usually takes ${hours(need)} and must be there by ${momentText(need.neededBy)}`,
        fix: `Ask for ${asked} today and by phone, or plan without it: \`tidegate levers\` says how`,
      };
    case "unknown":
      return {
        ...common(need),
        id: "quota-unknown",
        severity: "warning",
        fix: `Look the applied value up and state it as account.quotas.${need.code ?? need.key}`,
      };
    case "raise": {
      const tight = atSeconds !== null && need.latestAsk !== null && epochSecondsOf(need.latestAsk) < atSeconds;
      return {
        ...common(need),
        id: tight ? "quota-tight" : "quota-raise",
        severity: "warning",
        fix: tight
          ? `Ask for ${asked} at once: at the slow end of ${hours(need)} it comes too late`
          : `Ask for ${asked} by ${need.latestAsk === null ? "an early day, since nobody names a lead time" : momentText(need.latestAsk)}`,
      };
    }
  }
}

function hours(need: QuotaNeed): string {
  const { low, expected, high } = need.leadTimeHours;
  if (low !== null && high !== null && low !== high) return `${low} to ${high} h`;
  return expected === null ? "an unknown time" : `${expected} h`;
}

/** Service codes of Service Quotas where they differ from the catalog's name of the service. */
const SERVICE_CODES: Readonly<Record<string, string>> = {
  cloudwatch: "monitoring",
  "nat-gateway": "vpc",
};

export interface QuotaRequests {
  /** Shell commands, one per quota that Service Quotas can raise. */
  readonly commands: readonly string[];
  /** What to ask a person for, one sentence each. */
  readonly tickets: readonly string[];
}

/** How to ask for everything that is not enough: commands for Service Quotas, sentences for tickets and contracts. */
export function quotaCommands(needs: readonly QuotaNeed[]): QuotaRequests {
  const commands: string[] = [];
  const tickets: string[] = [];
  for (const need of needs) {
    if (need.requestedValue === null) continue;
    const value = plain(Math.ceil(need.requestedValue));
    if (need.provider === "aws" && need.code !== null && need.region !== null) {
      commands.push(
        [
          "aws service-quotas request-service-quota-increase",
          `--service-code ${SERVICE_CODES[need.service] ?? need.service}`,
          `--quota-code ${need.code}`,
          `--desired-value ${value}`,
          `--region ${need.region}`,
        ].join(" "),
      );
      continue;
    }
    const whom = need.provider === "cloudflare" ? "Cloudflare's account team" : "AWS support, by ticket";
    const known = need.value === null ? "its present value is unknown" : `${plain(need.value)} is in force`;
    tickets.push(
      `Ask ${whom}: ${need.name} (${need.service}) of ${value} ${need.unit} by ${momentText(need.neededBy)}; ${known}. ${capital(need.why)}.`,
    );
  }
  return { commands, tickets };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
