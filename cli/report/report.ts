import { type Interval, isPoint } from "../../capacity/interval";
import type { Plan, Verdict } from "../../capacity/plan-document";
import { both } from "./moment";
import { formatDuration, formatNumber, formatPercent, formatViewers, inline } from "./number";
import type { Section, Tone } from "./section";
import { assumptionsSection, inputsSection } from "./sections/assumptions";
import { costSections } from "./sections/cost";
import { type FindingGroup, findingGroups } from "./sections/findings";
import { demandSection, layersSection, nodePoolsSection, resourcesSection } from "./sections/layers";
import { leversSection } from "./sections/levers";
import { deadlinesSection, quotasSection } from "./sections/quotas";
import { timelineSection } from "./sections/timeline";
import { sentenceCase } from "./text";

/** What every format prints of a plan, in this order. */
export interface Report {
  readonly title: string;
  readonly verdict: { readonly status: Verdict["status"]; readonly sentence: string; readonly tone: Tone };
  /** What was planned and on which basis, one line each. */
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly sections: readonly Section[];
  /** Long tables for those who want to know everything. */
  readonly appendix: () => readonly Section[];
  readonly findings: readonly FindingGroup[];
  /** What the reader does next; null when there is nothing to do. */
  readonly next: string | null;
}

export const VERDICT_TONE: Readonly<Record<Verdict["status"], Tone>> = {
  ready: "good",
  blocked: "bad",
  infeasible: "bad",
  over: "warn",
};

const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  hls: "HLS",
  "ll-hls": "LL-HLS",
  dash: "DASH",
  "http-flv": "HTTP-FLV",
  webrtc: "WebRTC",
};

/** Puts a plan into words and tables. It computes nothing: every number is the plan's. */
export function reportOf(plan: Plan): Report {
  return {
    title: `Plan of ${plan.event.name}`,
    verdict: {
      status: plan.verdict.status,
      sentence: sentenceCase(plan.verdict.sentence),
      tone: VERDICT_TONE[plan.verdict.status],
    },
    facts: facts(plan),
    sections: [
      layersSection(plan),
      demandSection(plan),
      nodePoolsSection(plan),
      quotasSection(plan, "open"),
      deadlinesSection(plan),
      timelineSection(plan),
      ...costSections(plan),
      assumptionsSection(plan),
      ...(plan.levers.length === 0 ? [] : [leversSection(plan.levers)]),
    ],
    appendix: () => [resourcesSection(plan), inputsSection(plan)],
    findings: findingGroups(plan.findings),
    next: nextStep(plan),
  };
}

function nextStep(plan: Plan): string | null {
  switch (plan.verdict.status) {
    case "over":
      return null;
    case "blocked":
    case "infeasible":
      return "Next: tidegate levers FILE shows which choices bring the event back, and what each costs.";
    case "ready":
      return plan.quotas.some((quota) => quota.status === "raise")
        ? "Next: tidegate quotas FILE --commands prints the requests to send."
        : null;
  }
}

function viewers(interval: Interval): string {
  if (isPoint(interval)) return formatViewers(interval.expected);
  return `${formatViewers(interval.low)} to ${formatViewers(interval.high)}, expected ${formatViewers(interval.expected)}`;
}

function facts(plan: Plan): Report["facts"] {
  const { event, basis } = plan;
  const repeats = event.occurrences.length > 1 ? `, ${event.occurrences.length} times` : "";
  const owner = event.owner === null ? "" : ` (${event.owner})`;
  const zones = event.zones.map((zone) => zone.replace(event.region, "")).join(", ");
  return [
    { label: "Event", text: `${event.name}${owner}${event.tier === null ? "" : `, tier ${event.tier}`}` },
    { label: "On air", text: `${both(event.start)} for ${formatDuration(event.durationSeconds)}${repeats}` },
    { label: "Audience", text: `${viewers(event.peakConcurrentViewers)} concurrent viewers at the peak` },
    {
      label: "Where",
      text: `${PROTOCOL_NAMES[event.protocol] ?? event.protocol} from ${event.region}, zones ${zones}; ${event.survivingZones} of ${event.zones.length} must be enough`,
    },
    {
      label: "Basis",
      text: `${formatNumber(basis.worlds)} worlds, seed ${basis.seed}, risk ${inline(basis.riskRatio, "ratio")}: all layers hold together in ${formatPercent(basis.jointHoldRatio)} % of them. Catalog of ${basis.catalogDate}`,
    },
    {
      label: "Judged",
      text: basis.at === null ? "at no moment: deadlines are listed, lateness isn't judged" : `at ${both(basis.at)}`,
    },
  ];
}
