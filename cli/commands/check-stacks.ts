import type { Finding } from "../../capacity/problems";
import { type Evaluated, type Evaluation, evaluate } from "../../policies/evaluate";
import type { StackFacts } from "../../policies/facts";
import { packsFor } from "../../policies/packs";
import { policyGraph } from "../engine/policy-graph";
import type { ResourceGraph } from "../engine/resource-graph";
import { EXIT, type ExitCode } from "../exit-codes";
import type { TableOptions } from "../report/table";

export const CHECK_FORMATS = ["table", "markdown", "json", "sarif"] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** A stack as it is checked: what its program asks for, and what that is judged by. */
export interface CheckedStack {
  readonly graph: ResourceGraph;
  readonly facts: StackFacts;
  /** A team's settings of the rules, and the file they are in. @default every rule as it comes */
  readonly settings?: { readonly value: unknown; readonly file: string };
}

/** Every stack's checks, or every reason why some can't be made. */
export type Checked =
  | { readonly ok: true; readonly evaluations: readonly Evaluation[] }
  | { readonly ok: false; readonly problems: readonly Finding[] };

/** Runs a stack's packs over its graph. */
export function checkStack({ graph, facts, settings }: CheckedStack): Evaluated {
  const own = settings === undefined ? {} : { settings: settings.value, settingsFile: settings.file };
  return evaluate({ graph: policyGraph(graph), facts, packs: packsFor(facts.program), ...own });
}

export function checkStacks(stacks: readonly CheckedStack[]): Checked {
  const evaluated = stacks.map(checkStack);
  const problems = evaluated.flatMap((each) => (each.ok ? [] : each.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, evaluations: evaluated.flatMap((each) => (each.ok ? [each.value] : [])) };
}

/** 3 when a mandatory rule of any stack is violated, else 0. */
export function checkExitCode(evaluations: readonly Evaluation[]): ExitCode {
  return evaluations.some(({ verdict }) => verdict === "refused") ? EXIT.policyViolated : EXIT.fine;
}

export interface CheckOutput extends TableOptions {
  readonly format: CheckFormat;
  /** The file in which a stack is written, for SARIF. */
  readonly fileOf: (stack: string) => string;
}

/** The checks as text, without a line break at the end of a table. */
export async function renderChecks(evaluations: readonly Evaluation[], output: CheckOutput): Promise<string> {
  switch (output.format) {
    case "table":
      return (await import("../report/check/table")).renderCheckTable(evaluations, output);
    case "markdown":
      return (await import("../report/check/markdown")).renderCheckMarkdown(evaluations);
    case "json":
      return (await import("../report/check/json")).renderCheckJson(evaluations);
    case "sarif":
      return (await import("../report/check/sarif")).renderSarif(evaluations, output.fileOf);
  }
}
