import type { Command } from "commander";
import type { Finding } from "../../capacity/problems";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, say } from "../output";

interface ValidateOptions {
  readonly json?: true;
  readonly set: readonly string[];
}

const EXAMPLES = `
Examples:
  $ tidegate validate my-event.yaml
  $ tidegate validate stacks/events/*.yaml
  $ tidegate validate my-event.yaml --set audience.peakConcurrentViewers=200000
  $ tidegate validate my-event.yaml --json`;

/** Adds `tidegate validate FILE…`: every problem of every file at once. */
export function register(program: Command): void {
  program
    .command("validate")
    .description("Check event files: every problem at once, with its line, what is allowed and what to do.")
    .argument("<file...>", "event files (YAML)")
    .option("--set <path=value>", "replace a value before checking (repeatable)", collect, [])
    .option("--json", "print findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(validate);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function validate(files: readonly string[], { json, set }: ValidateOptions): Promise<void> {
  const { readEvent } = await import("../input/read-event");
  const outcomes = files.map((file) => ({ file, ...readEvent(file, { set }) }));
  const isValid = outcomes.every((outcome) => outcome.ok);
  if (json) {
    const report = outcomes.map(({ file, ok, findings }) => ({ file, ok, findings }));
    print(JSON.stringify({ ok: isValid, files: report }, null, 2));
  } else {
    await report(outcomes);
  }
  if (!isValid) exitWith(EXIT.invalidInput);
}

async function report(
  outcomes: readonly { readonly file: string; readonly ok: boolean; readonly findings: readonly Finding[] }[],
): Promise<void> {
  const { renderFindings } = await import("../report/findings");
  const color = colorsFor(process.stderr).isColorSupported;
  // A file named twice on the command line is one file with one list.
  const findings = [...new Map(outcomes.map((outcome) => [outcome.file, outcome.findings])).values()].flat();
  if (findings.length > 0) say(renderFindings(findings, { color }));
  for (const { file, ok } of outcomes) if (ok) print(`${file}: valid`);
}
