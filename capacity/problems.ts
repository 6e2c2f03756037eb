/**
 * How much a finding matters.
 * `error`: the input can't be used. `blocker`: the event can't be held as planned. `warning`: a person should decide. `note`: worth knowing.
 */
export type Severity = "error" | "blocker" | "warning" | "note";

/** Something a person should act on: one shape from validation, quotas, deadlines, policies and cost. */
export interface Finding {
  /** Stable identifier, kebab-case: the same kind of finding has the same id for ever. */
  readonly id: string;
  readonly severity: Severity;
  /** A path in the event file (`audience.ramp`) or a layer's id (`edge:cloudfront`). */
  readonly where: string;
  /** The file, for input problems. */
  readonly file?: string;
  /** 1-based line and column in the file, for input problems. */
  readonly line?: number;
  readonly column?: number;
  /** What there is, with its unit. */
  readonly found: string;
  /** What is allowed or needed, with its unit. */
  readonly expected: string;
  /** What to do next, as an instruction. */
  readonly fix: string;
  /** Where the rule or the limit comes from. */
  readonly source?: string;
}

/** A value, or every reason why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

const RANK: Readonly<Record<Severity, number>> = { error: 0, blocker: 1, warning: 2, note: 3 };

/** Findings in the order a person should read them: gravest first, otherwise as they came. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** The findings without repetition: same id, place and text. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.id}\n${finding.where}\n${finding.found}\n${finding.expected}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Thrown when the program itself is wrong, never for bad input: it becomes exit code 70. */
export class Defect extends Error {
  override readonly name = "Defect";
}

/**
 * The value, where its absence would be a defect of ours.
 * @throws Defect naming `what` when the value is missing.
 */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Defect(`missing: ${what}`);
  return value;
}
