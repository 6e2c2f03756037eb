import type { Plan, Verdict } from "./plan-document";
import type { Finding } from "./problems";

/** What the verdict is judged from. */
export interface VerdictInput {
  readonly plannedViewers: number;
  readonly confidenceRatio: number;
  readonly findings: readonly Finding[];
  readonly quotas: Plan["quotas"];
  readonly deadlines: Plan["deadlines"];
  readonly over: boolean;
  /** Local end of the last occurrence, for events that are over. */
  readonly ended: string;
}

/** Findings that say that no size satisfies a hard limit: they make a plan infeasible rather than blocked. */
const INFEASIBLE: ReadonlySet<string> = new Set([
  "pool-without-machine",
  "cluster-envelope",
  "cache-too-large",
  "database-writes",
  "waiting-room-too-small",
  "quota-above-maximum",
]);

/** How many blockers the line names; the rest is counted. */
const NAMED = 3;

/** One line for a person who has a minute: ready or not, for how many, how surely, and what is in the way. */
export function verdictOf(input: VerdictInput): Verdict {
  const blockers = input.findings.filter((finding) => finding.severity === "blocker");
  const warnings = input.findings.filter((finding) => finding.severity === "warning");
  const viewers = viewersText(input.plannedViewers);
  const confidence = `${Math.floor(input.confidenceRatio * 100)} % confidence`;
  const counts = {
    plannedViewers: input.plannedViewers,
    confidenceRatio: input.confidenceRatio,
    blockers: blockers.length,
    warnings: warnings.length,
  };
  if (input.over) {
    return { status: "over", sentence: `over: the last occurrence ended ${input.ended}`, ...counts };
  }
  if (blockers.length === 0) {
    return {
      status: "ready",
      sentence: `ready for ${viewers} viewers with ${confidence}${asks(input.quotas)}${missed(input.deadlines)}`,
      ...counts,
    };
  }
  const infeasible = blockers.some((finding) => INFEASIBLE.has(finding.id));
  const named = blockers.slice(0, NAMED).map((finding) => `${finding.where}: ${finding.found}`);
  const more = blockers.length > NAMED ? `; and ${blockers.length - NAMED} more` : "";
  const plural = blockers.length === 1 ? "1 blocker" : `${blockers.length} blockers`;
  const head = infeasible ? "no feasible plan" : "not ready";
  return {
    status: infeasible ? "infeasible" : "blocked",
    sentence: `${head} for ${viewers} viewers (sized with ${confidence}); ${plural}: ${named.join("; ")}${more}${missed(input.deadlines)}`,
    ...counts,
  };
}

/** `, once 7 quotas are raised; ask before 2027-01-27T15:10:00Z` */
function asks(quotas: Plan["quotas"]): string {
  const raises = quotas.filter((need) => need.status === "raise");
  if (raises.length === 0) return "";
  const dated = raises
    .flatMap((need) => (need.latestAsk === null ? [] : [need.latestAsk]))
    .sort((a, b) => (a.utc < b.utc ? -1 : 1));
  const first = dated[0];
  const noun = raises.length === 1 ? "1 quota is raised" : `${raises.length} quotas are raised`;
  return `, once ${noun}${first === undefined ? "" : `; ask before ${first.local.replace(/:00[+-].*$/, "")} local`}`;
}

/** `; can't be had in time any more: …`: offers that lapsed, which the event is planned without. */
function missed(deadlines: Plan["deadlines"]): string {
  const late = deadlines.filter((deadline) => deadline.status === "late");
  return late.length === 0
    ? ""
    : `; can't be had in time any more: ${late.map((deadline) => deadline.thing).join(", ")}`;
}

/** `1.0M`, `840k`, `950`. */
export function viewersText(viewers: number): string {
  if (viewers >= 999_500) return `${(viewers / 1e6).toFixed(viewers >= 9.95e6 ? 0 : 1)}M`;
  if (viewers >= 10_000) return `${Math.round(viewers / 1000)}k`;
  return String(Math.round(viewers));
}
