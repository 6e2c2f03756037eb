import type { Command } from "commander";
import type { Finding } from "../../capacity/problems";
import { EXIT } from "../exit-codes";
import { readEvent } from "../input/read-event";
import { colorsFor, exitWith, print, say } from "../output";
import { renderFindings } from "../report/findings";

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

function validate(files: readonly string[], { json, set }: ValidateOptions): void {
  const outcomes = files.map((file) => ({ file, ...readEvent(file, { set }) }));
  const isValid = outcomes.every((outcome) => outcome.ok);
  if (json) {
    const report = outcomes.map(({ file, ok, findings }) => ({ file, ok, findings }));
    print(JSON.stringify({ ok: isValid, files: report }, null, 2));
  } else {
    report(outcomes);
  }
  if (!isValid) exitWith(EXIT.invalidInput);
}

function report(
  outcomes: readonly { readonly file: string; readonly ok: boolean; readonly findings: readonly Finding[] }[],
): void {
  const color = colorsFor(process.stderr).isColorSupported;
  // A file named twice on the command line is one file with one list.
  const findings = [...new Map(outcomes.map((outcome) => [outcome.file, outcome.findings])).values()].flat();
  if (findings.length > 0) say(renderFindings(findings, { color }));
  for (const { file, ok } of outcomes) if (ok) print(`${file}: valid`);
}
