import type { Evaluation, RuleResult, RuleState } from "../../../policies/evaluate";
import type { Level } from "../../../policies/rule";
import type { Tone } from "../section";
import { counted } from "../text";

/** One stack, checked, in the words of a report. */
export interface CheckReport {
  readonly stack: string;
  readonly verdict: { readonly sentence: string; readonly tone: Tone };
  readonly groups: readonly CheckGroup[];
  /** Counts of the rules that were not violated, and what was switched off. */
  readonly notes: readonly string[];
}

/** Rules of one kind that say something to act on. */
export interface CheckGroup {
  readonly heading: string;
  readonly tone: Tone;
  readonly level: Level | null;
  readonly rules: readonly CheckRule[];
}

export interface CheckRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** The first of its sources; the other formats have them all. */
  readonly sources: readonly string[];
  readonly items: readonly CheckItem[];
}

/** One resource and what to do with it. */
export interface CheckItem {
  readonly where: string;
  readonly what: string;
  /** Null where there is nothing to do yet. */
  readonly fix: string | null;
}

/** A rule on vCPU has a row for each family. */
const SHOWN_SOURCES = 2;

const TONES: Readonly<Record<Evaluation["verdict"], Tone>> = { fine: "good", warned: "warn", refused: "bad" };

/** What a person reads of a check: the verdict first, mandatory before advisory, then what stays open. */
export function checkReport(evaluation: Evaluation): CheckReport {
  const { stack, results, counts, off } = evaluation;
  const of = (state: RuleState, level: Level) =>
    results.filter((result) => result.state === state && result.level === level);
  const mandatory = of("violated", "mandatory");
  const advisory = of("violated", "advisory");
  const open = results.filter(({ state }) => state === "unknown");
  const groups: CheckGroup[] = [
    group("mandatory", mandatory, "bad"),
    group("advisory", advisory, "warn"),
    {
      heading: `Unknown until deployed: ${counted(open.length, "rule")}`,
      tone: "plain" as const,
      level: null,
      rules: open.map(openRule),
    },
  ].filter(({ rules }) => rules.length > 0);
  return {
    stack,
    verdict: { sentence: sentenceOf(evaluation), tone: TONES[evaluation.verdict] },
    groups,
    notes: [
      `${counted(counts.fine, "rule")} passed, ${counts["does-not-apply"]} not applicable, ${counts.unknown} unknown until deployed.`,
      ...off.map(({ id, because }) => `Switched off: ${id}, since ${because}.`),
    ],
  };
}

function sentenceOf({ stack, verdict, results }: Evaluation): string {
  const violated = results.filter(({ state }) => state === "violated");
  const count = (level: Level) => violated.filter((result) => result.level === level).length;
  switch (verdict) {
    case "refused": {
      const advisory = count("advisory");
      const also = advisory > 0 ? `, and ${counted(advisory, "advisory rule")}` : "";
      return `${stack}: refused. ${counted(count("mandatory"), "mandatory rule")} violated${also}.`;
    }
    case "warned":
      return `${stack}: may be deployed. ${counted(count("advisory"), "advisory rule")} violated.`;
    case "fine":
      return `${stack}: fine. No rule is violated.`;
  }
}

function group(level: Level, results: readonly RuleResult[], tone: Tone): CheckGroup {
  const noun = `${level} rule`;
  return { heading: `Violated: ${counted(results.length, noun)}`, tone, level, rules: results.map(violatedRule) };
}

function violatedRule({ id, title, why, sources, violations }: RuleResult): CheckRule {
  const items = violations.map(({ resource, found, allowed, fix }) => ({
    where: resource?.name ?? "stack",
    what: `${found}, allowed ${allowed}`,
    fix,
  }));
  return { id, title, why, sources: sources.slice(0, SHOWN_SOURCES), items };
}

function openRule({ id, title, why, sources, unknown }: RuleResult): CheckRule {
  const items = unknown.map(({ resource, what }) => ({ where: resource ?? "stack", what, fix: null }));
  return { id, title, why, sources: sources.slice(0, SHOWN_SOURCES), items };
}
