import type { Finding } from "../../capacity/problems";
import type { EngineProblem } from "../engine/engine-problem";
import { type LiveOptions, policyPacks, previewLive } from "../engine/live-stack";
import { plannedOperations } from "../engine/operations";
import type { PendingCreate } from "../engine/pending-creates";
import type { PulumiRun } from "../engine/pulumi-run";
import { referencesOf } from "../engine/stack-program";
import { EXIT, type ExitCode } from "../exit-codes";
import { sentenceCase } from "../report/text";
import type { Previewed, Refusal } from "./previewed";
import { eventFileOf } from "./recorded-preview";
import { exitCodeOf, placeOf, warning } from "./shared";

/** A preview on the real engine, and what an interrupted update was making. */
export type LivePreviewed = Previewed & { readonly pending: readonly PendingCreate[] };

/** What the real engine would change in a stack, policy packs included. */
export async function livePreview(options: LiveOptions): Promise<LivePreviewed> {
  const { project, target } = options;
  const previewed = await previewLive({ policyPacks: policyPacks(project.root), ...options });
  if (!previewed.ok) return { ok: false, refusal: refusalOf(previewed.problems), pending: [] };
  const { run, plan, pending } = previewed.value;
  if (!run.ok || run.goals === undefined) return { ok: false, refusal: refusalOf(run.problems), pending };
  return {
    ok: true,
    pending,
    exitCode: exitCodeOf(plan),
    preview: {
      stack: target.stack,
      engine: "pulumi",
      reads: referencesOf(target.settings),
      graph: run.goals.graph,
      ...plannedOperations(run.events),
      plan,
      eventFile: eventFileOf(target),
      findings: [...programWarnings(target.stack, run), ...advisories(run)],
    },
  };
}

function programWarnings(stack: string, { diagnostics }: PulumiRun) {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  return warnings.map(({ message, urn }) => warning(urn ?? stack, message));
}

function advisories({ policies }: PulumiRun) {
  const advisory = policies.filter(({ enforcement }) => enforcement !== "mandatory");
  return advisory.map(({ pack, policy, urn, message }) => ({
    id: "policy-advice",
    severity: "warning" as const,
    where: urn === undefined ? `${pack}/${policy}` : placeOf(urn),
    found: message.replaceAll("\n", ": "),
    expected: `policy ${pack}/${policy} holds`,
    fix: "Change what the policy names, or accept it",
  }));
}

/** What kept the real engine from it. */
export function refusalOf(problems: readonly EngineProblem[]): Refusal {
  // A program's refusal is lines of its own already, with place and remedy.
  const isOwn = ({ id, found }: EngineProblem) =>
    (id === "operation-refused" || id === "program-failed") && /^\S.*: \d+ problems?\n/.test(found);
  return {
    findings: problems.filter((problem) => !isOwn(problem)).map(findingOf),
    said: problems.filter(isOwn).map(({ found }) => found),
    exitCode: exitCodeOfProblems(problems),
  };
}

const UNKNOWN_STACK = /unknown stack "(?:[^"/]+\/)*([^"/]+)"/;

/** A problem with its place in a person's words, and with the command that helps where there is one. */
function findingOf(problem: EngineProblem): Finding {
  const unknown = UNKNOWN_STACK.exec(problem.found)?.[1];
  if (problem.id === "stack-unknown" && unknown !== undefined) {
    const found = `the stack ${unknown} isn't deployed`;
    return {
      ...problem,
      where: unknown,
      found,
      expected: "a deployed stack",
      fix: `Deploy it first: tidegate up ${unknown}`,
    };
  }
  return { ...problem, where: placeOf(problem.where), fix: sentenceCase(problem.fix) };
}

function exitCodeOfProblems(problems: readonly EngineProblem[]): ExitCode {
  return problems.some(({ id }) => id === "policy-violated") ? EXIT.policyViolated : EXIT.invalidInput;
}
