import path from "node:path";
import { Defect, distinct, type Finding } from "../../capacity/problems";
import { EVENTS_FOLDER } from "../../stacks/declared/declared-event";
import { stackConfigFolder } from "../../stacks/declared/declared-stack";
import type { ProgramError } from "../engine/recording";
import { failuresOf, recordStack, referencesOf, type StackFailure } from "../engine/stack-program";
import { EXIT } from "../exit-codes";
import type { Project, StackToRecord } from "../input/project";
import type { Previewed, Refusal } from "./previewed";
import { exitCodeOf, warning } from "./shared";

/**
 * A stack's program, recorded in this process after those of the stacks that it reads.
 * @throws Defect when a program fails in a way that none of its messages is for
 */
export async function recordedPreview(project: Project, target: StackToRecord): Promise<Previewed> {
  const recorded = await recordStack(project, target);
  if (!recorded.ok)
    return { ok: false, refusal: { findings: recorded.findings, said: [], exitCode: EXIT.invalidInput } };
  const failures = failuresOf(recorded.value);
  if (failures.length > 0) return { ok: false, refusal: refusalOf(failures, { project, target }) };
  const { recording, plan, reads } = recorded.value;
  const warnings = recording.logs.filter(({ severity }) => severity === "warning");
  return {
    ok: true,
    exitCode: exitCodeOf(plan),
    preview: {
      stack: target.stack,
      engine: "recorded",
      reads,
      graph: recording.graph,
      operations: null,
      leaving: [],
      plan,
      eventFile: eventFileOf(target),
      findings: warnings.map(({ message }) => warning(target.stack, message)),
    },
  };
}

/** The file of a stack's event, as one would name it from the project's folder; null for other stacks. */
export function eventFileOf({ settings }: StackToRecord): string | null {
  return settings.program === "event" ? path.join(EVENTS_FOLDER, settings.event) : null;
}

interface Where {
  readonly project: Project;
  readonly target: StackToRecord;
}

function refusalOf(failures: readonly StackFailure[], where: Where): Refusal {
  const findings: Finding[] = [];
  const said: string[] = [];
  for (const failure of failures) {
    if ("findings" in failure)
      findings.push(...failure.findings.map((finding) => referenceFinding(finding, failure.stack, where)));
    else if (failure.error.kind === "thrown") throw defectOf(failure.stack, failure.error);
    // What is behind an unknown stack has been said: its file is missing or broken, or its program was refused.
    else if (!UNKNOWN_STACK.test(failure.error.message)) said.push(failure.error.message);
  }
  return { findings: distinct(findings), said: withoutRepeats(said), exitCode: EXIT.invalidInput };
}

/** A broken event file keeps the stacks that an event reads from running, and then the event itself: it is said once. */
function withoutRepeats(said: readonly string[]): readonly string[] {
  const known = new Set<string>();
  return said.filter((text) => {
    const [, ...problems] = text.split("\n").map(withoutPlace);
    const isNews = problems.length === 0 || problems.some((problem) => !known.has(problem));
    for (const problem of problems) known.add(problem);
    return isNews;
  });
}

/** A problem's line without the file that it is found in. */
function withoutPlace(line: string): string {
  return line.replace(/ \([^)]*\)(?=: )/, "");
}

const UNKNOWN_STACK = /^unknown stack "/;

/** A stack that another one reads: what to write is said from the reader's side. */
function referenceFinding(finding: Finding, stack: string, { project, target }: Where): Finding {
  if (finding.id !== "unknown-stack") return finding;
  const key = referencesOf(target.settings).indexOf(stack) === 0 ? "platform" : "edge";
  return {
    ...finding,
    where: `tidegate:${key}`,
    file: target.file,
    found: `the stack ${target.stack} reads ${stack}, and there is no such stack`,
    expected: "a stack file of that name",
    fix: `Write ${path.join(stackConfigFolder(project.root), `Pulumi.${stack}.yaml`)}, or name another stack in tidegate:${key}`,
  };
}

function defectOf(stack: string, { message, stack: trace }: ProgramError): Defect {
  const defect = new Defect(`the program of ${stack} failed: ${message}`);
  if (trace !== undefined) defect.stack = trace;
  return defect;
}
