import type { Finding } from "../problems";
import { formatPath, isUnder, type Path } from "./path";

/** Where a document comes from, so that problems can say so. */
export interface ParseOptions {
  readonly file?: string;
  /** 1-based line and column of what stands at a path, or of the nearest thing around it. */
  readonly position?: (path: Path) => { readonly line: number; readonly column: number } | undefined;
}

/** What is wrong at one place. */
export interface Problem {
  /** Kebab-case, stable. */
  readonly id: string;
  readonly path: Path;
  /** What there is; reads on as "…, expected …". */
  readonly found: string;
  readonly expected: string;
  /** An instruction, without a full stop. */
  readonly fix: string;
}

/** More problems than a person reads at once; the rest is counted. */
const MOST_FINDINGS = 100;

/** Collects every problem of a document, and knows which parts of it can't be used. */
export class ProblemList {
  readonly #options: ParseOptions;
  readonly #findings: Finding[] = [];
  readonly #broken: Path[] = [];
  readonly #brokenTexts = new Set<string>();
  #omitted = 0;

  constructor(options: ParseOptions) {
    this.#options = options;
  }

  /** Notes an error; what stands at the path counts as broken from here on. */
  error(problem: Problem): void {
    this.#broken.push(problem.path);
    this.#brokenTexts.add(JSON.stringify(problem.path));
    if (this.isFull) this.#omitted += 1;
    else this.#findings.push(this.#finding(problem, "error"));
  }

  /** Notes something a person should look at, which doesn't keep the file from being used. */
  warn(problem: Problem): void {
    this.#findings.push(this.#finding(problem, "warning"));
  }

  /** Notes something worth knowing. */
  note(problem: Problem): void {
    this.#findings.push(this.#finding(problem, "note"));
  }

  /** Whether nothing at, above or below the path is broken: only then does a rule over it say something true. */
  isIntact(path: Path): boolean {
    return !this.#broken.some((broken) => isUnder(broken, path) || isUnder(path, broken));
  }

  /** Whether exactly what stands at the path is broken. */
  isBroken(path: Path): boolean {
    return this.#brokenTexts.has(JSON.stringify(path));
  }

  /** Whether further problems are only counted, so that their wording is not worth the time. */
  get isFull(): boolean {
    return this.#findings.length >= MOST_FINDINGS;
  }

  get hasErrors(): boolean {
    return this.#broken.length > 0;
  }

  /** Every finding in the order of the file, where positions are known. */
  get findings(): readonly Finding[] {
    const sorted = [...this.#findings].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    if (this.#omitted === 0) return sorted;
    const rest: Problem = {
      id: "more-problems",
      path: [],
      found: `${this.#omitted} more problems`,
      expected: "none",
      fix: "Mend these first",
    };
    return [...sorted, this.#finding(rest, "error")];
  }

  #finding({ id, path, found, expected, fix }: Problem, severity: Finding["severity"]): Finding {
    const { file, position } = this.#options;
    const at = position?.(path);
    return {
      id,
      severity,
      where: path.length === 0 ? "the file" : formatPath(path),
      ...(file === undefined ? {} : { file }),
      ...(at === undefined ? {} : { line: at.line, column: at.column }),
      found,
      expected,
      fix,
    };
  }
}
