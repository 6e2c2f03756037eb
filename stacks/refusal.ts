import { RunError } from "@pulumi/pulumi";
import type { Finding, Outcome } from "../capacity/problems";

/** Ends the program with every finding, a line each; no stack trace, since nothing of ours is wrong. */
export function refuse(title: string, findings: readonly Finding[]): never {
  const problems = findings.length === 1 ? "1 problem" : `${findings.length} problems`;
  const error = new RunError([`${title}: ${problems}`, ...findings.map(lineOf)].join("\n"));
  // Node 20.20 takes minutes to print the stack of an error that an asynchronous program throws.
  error.stack = "";
  throw error;
}

/** The value, or the end of the program. */
export function accept<T>(title: string, outcome: Outcome<T>): T {
  return outcome.ok ? outcome.value : refuse(title, outcome.findings);
}

/** A finding as one line. */
export function lineOf({ file, line, where, found, expected, fix }: Finding): string {
  const place = file === undefined ? "" : ` (${file}${line === undefined ? "" : `:${line}`})`;
  return `  ${where}${place}: ${found}, expected ${expected}. ${fix}`;
}
