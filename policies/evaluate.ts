import type { Finding } from "../capacity/problems";
import type { StackFacts } from "./facts";
import { GraphIndex, type PolicyGraph } from "./graph";
import type { Pack } from "./pack";
import type { Area, Level, Observation, Rule, Severity } from "./rule";
import { readSettings, type SetRule } from "./settings";
import { sourceText } from "./source-text";

export const STATES = ["violated", "unknown", "fine", "does-not-apply"] as const;
/** `unknown`: only a deployment can tell. */
export type RuleState = (typeof STATES)[number];

/** One violation, in the words of a report. */
export interface Violation {
  /** Logical name and URN of the resource; null for the stack as a whole. */
  readonly resource: { readonly name: string; readonly type: string; readonly urn: string } | null;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** What only a deployment can tell. */
export interface OpenQuestion {
  readonly resource: string | null;
  readonly what: string;
}

/** One rule on one stack. */
export interface RuleResult {
  readonly id: string;
  readonly area: Area;
  readonly packs: readonly string[];
  readonly level: Level;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  /** Rows of the catalog with their own sources, or documents. */
  readonly sources: readonly string[];
  readonly state: RuleState;
  readonly violations: readonly Violation[];
  readonly unknown: readonly OpenQuestion[];
  /** What was looked at and found fine. */
  readonly fine: number;
  /** Why the rule has nothing to say; null where it has. */
  readonly because: string | null;
}

/** A rule that a team has switched off. */
export interface SwitchedOff {
  readonly id: string;
  readonly title: string;
  readonly because: string;
}

/** All rules on one stack. */
export interface Evaluation {
  readonly stack: string;
  readonly packs: readonly string[];
  /** `refused`: a mandatory rule is violated. `warned`: only advisory ones are. */
  readonly verdict: "fine" | "warned" | "refused";
  /** Mandatory first, violated first, gravest first, then by id. */
  readonly results: readonly RuleResult[];
  readonly off: readonly SwitchedOff[];
  readonly counts: Readonly<Record<RuleState, number>>;
}

export type Evaluated =
  | { readonly ok: true; readonly value: Evaluation }
  | { readonly ok: false; readonly problems: readonly Finding[] };

export interface EvaluationInput {
  readonly graph: PolicyGraph;
  readonly facts: StackFacts;
  readonly packs: readonly Pack[];
  /** A team's settings, as read from a file. @default every rule as it comes */
  readonly settings?: unknown;
  readonly settingsFile?: string;
}

/**
 * Runs every rule of the packs over one stack; a rule that several packs have runs once, at the strictest level.
 * @returns the results, or why the rules can't be run: bad settings, or an event stack without a plan
 */
export function evaluate({ graph, facts, packs, settings, settingsFile }: EvaluationInput): Evaluated {
  const rules = rulesOf(packs);
  const set = readSettings(
    rules.map(({ rule }) => rule),
    settings,
    settingsFile,
  );
  const problems = [...(set.ok ? [] : set.problems), ...missingPlan(graph.stack, facts)];
  if (!set.ok || problems.length > 0) return { ok: false, problems };
  const index = new GraphIndex(graph);
  const results: RuleResult[] = [];
  const off: SwitchedOff[] = [];
  for (const { rule, level, packs } of rules) {
    const own = set.rules.get(rule.id) as SetRule;
    const stated = (settings as Readonly<Record<string, { readonly level?: unknown }>> | undefined)?.[rule.id]?.level;
    if (own.level === "off") off.push({ id: rule.id, title: rule.title, because: own.because ?? "" });
    else {
      const observations = rule.check({ graph: index, facts, config: own.config });
      results.push(resultOf(rule, { level: stated === undefined ? level : own.level, packs }, observations));
    }
  }
  return { ok: true, value: evaluation({ stack: graph.stack, packs: packs.map(({ name }) => name), results, off }) };
}

interface RuleInPacks {
  readonly rule: Rule;
  readonly level: Level;
  readonly packs: readonly string[];
}

function rulesOf(packs: readonly Pack[]): readonly RuleInPacks[] {
  const found = new Map<string, RuleInPacks>();
  for (const { name, rules } of packs) {
    for (const { rule, level } of rules) {
      const before = found.get(rule.id);
      const strictest = before?.level === "mandatory" ? "mandatory" : level;
      found.set(rule.id, { rule, level: strictest, packs: [...(before?.packs ?? []), name] });
    }
  }
  return [...found.values()];
}

/** Without a plan, half of the rules would have nothing to compare with and look like fine. */
function missingPlan(stack: string, { program, plan }: StackFacts): readonly Finding[] {
  if (program !== "event" || plan !== null) return [];
  return [
    {
      id: "policy-plan-missing",
      severity: "error",
      where: stack,
      found: "an event stack without a plan",
      expected: "the plan of the stack's event",
      fix: "Name the event in the stack's config (tidegate:event), and check again",
    },
  ];
}

function resultOf(
  rule: Rule,
  { level, packs }: Pick<RuleInPacks, "level" | "packs">,
  observations: readonly Observation[],
): RuleResult {
  const violations: Violation[] = [];
  const unknown: OpenQuestion[] = [];
  let fine = 0;
  for (const each of observations) {
    if (each.state === "fine") fine += 1;
    else if (each.state === "unknown") unknown.push({ resource: each.at?.name ?? null, what: each.what });
    else {
      const { at, found, allowed, fix = rule.fix } = each;
      const resource = at === undefined ? null : { name: at.name, type: at.type, urn: at.urn };
      violations.push({ resource, found, allowed, fix });
    }
  }
  const { id, area, severity, title, why, appliesTo } = rule;
  const state =
    violations.length > 0 ? "violated" : unknown.length > 0 ? "unknown" : fine > 0 ? "fine" : "does-not-apply";
  const because = state === "does-not-apply" ? `no ${appliesTo} here` : null;
  const sources = rule.sources.map(sourceText);
  return { id, area, packs, level, severity, title, why, sources, state, violations, unknown, fine, because };
}

const SEVERITY_RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

function evaluation(all: Pick<Evaluation, "stack" | "packs" | "results" | "off">): Evaluation {
  const results = [...all.results].sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      Number(a.level === "advisory") - Number(b.level === "advisory") ||
      SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
      (a.id < b.id ? -1 : 1),
  );
  const violatedOnes = results.filter(({ state }) => state === "violated");
  const refused = violatedOnes.some(({ level }) => level === "mandatory");
  const count = (state: RuleState) => results.filter((result) => result.state === state).length;
  return {
    ...all,
    results,
    verdict: refused ? "refused" : violatedOnes.length > 0 ? "warned" : "fine",
    counts: {
      violated: count("violated"),
      unknown: count("unknown"),
      fine: count("fine"),
      "does-not-apply": count("does-not-apply"),
    },
  };
}

/** A violation as one sentence, the same in the engine and on a laptop. */
export function violationText({ found, allowed, fix }: Violation): string {
  return `${found}, allowed ${allowed}. ${fix}`;
}
