import { Argument, type Command, Option } from "commander";
import type { Finding, Outcome } from "../../capacity/problems";
import { EXIT } from "../exit-codes";
import { colorsFor, print, widthOf } from "../output";
import {
  CHECK_FORMATS,
  type CheckedStack,
  type CheckFormat,
  checkExitCode,
  checkStacks,
  renderChecks,
} from "./check-stacks";

/** Where stacks come from: their programs run by the recorded engine, with what they are judged by. */
export interface StackSource {
  /** Every stack of the project, in order. */
  readonly names: () => Promise<Outcome<readonly string[]>>;
  readonly load: (stack: string) => Promise<Outcome<CheckedStack>>;
  /** The file in which a stack is written, relative to the project. */
  readonly fileOf: (stack: string) => string;
}

interface CheckOptions {
  readonly all?: true;
  readonly format: CheckFormat;
}

const EXAMPLES = `
Examples:
  $ tidegate check event-1m
  $ tidegate check --all --format markdown
  $ tidegate check --all --format sarif > tidegate.sarif

Exit code 3: a mandatory rule is violated. 1: a stack, or the rules' settings, can't be read.`;

/** Adds `tidegate check`: all packs on what the stacks' programs ask for, without an engine or an account. */
export function register(program: Command, source: StackSource): void {
  program
    .command("check")
    .description("Hold stacks against all rules, without an engine or an account.")
    .addArgument(new Argument("[stacks...]", "stacks to check"))
    .option("--all", "check every stack")
    .addOption(new Option("--format <format>", "how to print").choices([...CHECK_FORMATS]).default("table"))
    .addHelpText("after", EXAMPLES)
    .action((stacks: readonly string[], options: CheckOptions) => check(source, stacks, options));
}

async function check(source: StackSource, stated: readonly string[], { all, format }: CheckOptions): Promise<void> {
  const names = all === true ? await source.names() : namesOf(stated);
  if (!names.ok) return refuse(names.findings);
  const loaded: CheckedStack[] = [];
  const findings: Finding[] = [];
  // One after the other: the SDK has one program store for a process.
  for (const name of names.value) {
    const stack = await source.load(name);
    if (stack.ok) loaded.push(stack.value);
    else findings.push(...stack.findings);
  }
  if (findings.length > 0) return refuse(findings);
  const checked = checkStacks(loaded);
  if (!checked.ok) return refuse(checked.problems);
  const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
  const output = { format, fileOf: source.fileOf, width: widthOf(process.stdout), colors } as const;
  print(await renderChecks(checked.evaluations, output));
  process.exitCode = checkExitCode(checked.evaluations);
}

function namesOf(stated: readonly string[]): Outcome<readonly string[]> {
  if (stated.length > 0) return { ok: true, value: stated, findings: [] };
  const finding: Finding = {
    id: "stack-not-named",
    severity: "error",
    where: "check",
    found: "no stack",
    expected: "the name of a stack, or --all",
    fix: "Write it like: tidegate check event-1m",
  };
  return { ok: false, findings: [finding] };
}

async function refuse(findings: readonly Finding[]): Promise<void> {
  const { renderFindings } = await import("../report/findings");
  process.stderr.write(`${renderFindings(findings, { color: colorsFor(process.stderr).isColorSupported })}\n`);
  process.exitCode = EXIT.invalidInput;
}
