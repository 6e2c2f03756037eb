import type { Command } from "commander";
import type { Finding, Outcome } from "../../capacity/problems";
import type { CommentOptions } from "../comment/render";
import type { Diff } from "../diff/diff";
import { EXIT } from "../exit-codes";
import { exitWith, print, say } from "../output";
import { addPlanningOptions, type PlanningOptions, planOptionsOf, sayFindings } from "./planning-options";

interface CommentCommandOptions extends PlanningOptions {
  readonly pr?: string;
  readonly repo?: string;
  readonly base?: string;
  readonly head?: string;
  readonly diff: readonly string[];
  readonly stackSet: string;
  readonly summary?: string;
  readonly dryRun?: true;
}

/** What a job summary takes: 1 MiB. */
const SUMMARY_LIMIT = 1024 * 1024;

const HELP = `
Compares event files with themselves at --base, or takes comparisons that tidegate diff --format json wrote: in a workflow for forks the first
part runs without any secret, and a trusted one posts its result. GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_API_URL are read from the environment.
Exit codes: 0 posted or printed · 1 invalid input, or the forge refused

Examples:
  $ tidegate comment stacks/events/cup-final-1m.yaml --base main --dry-run
  $ tidegate comment stacks/events/*.yaml --base origin/main --pr 12 --summary "$GITHUB_STEP_SUMMARY"
  $ tidegate comment --diff cup-final.json --diff town-hall.json --pr 12`;

/** Adds `tidegate comment --pr N`: one comment on a pull request, edited in place. */
export function register(program: Command): void {
  const command = program
    .command("comment")
    .description("Post what a change means as one comment on a pull request, or print it.")
    .argument("[file...]", "event files to compare with --base")
    .option("--pr <number>", "the pull request")
    .option("--repo <owner/name>", "the repository (default: GITHUB_REPOSITORY)")
    .option("--base <revision>", "compare the files with this revision")
    .option("--head <name>", "what the head is called in the comment")
    .option("--diff <file>", "a comparison written by tidegate diff --format json (repeatable)", collect, [])
    .option("--stack-set <name>", "tells comments about different sets of stacks apart", "default")
    .option("--summary <file>", "write everything to this file, for the job summary")
    .option("--dry-run", "print the comment and post nothing");
  addPlanningOptions(command).addHelpText("after", HELP).action(comment);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function comment(files: readonly string[], options: CommentCommandOptions): Promise<void> {
  const diffs = await diffsOf(files, options);
  if (diffs.findings.length > 0) await sayFindings(diffs.findings);
  if (!diffs.ok) {
    exitWith(EXIT.invalidInput);
    return;
  }
  const style: CommentOptions = {
    stackSet: options.stackSet,
    elsewhere: options.summary === undefined ? "tidegate diff shows everything." : "The job summary has everything.",
    ...(options.base === undefined ? {} : { base: options.base, head: options.head ?? "this change" }),
  };
  const { renderComment } = await import("../comment/render");
  if (
    options.summary !== undefined &&
    !(await writeSummary(options.summary, renderComment(diffs.value, { ...style, limit: SUMMARY_LIMIT }).text))
  ) {
    return;
  }
  if (options.dryRun) {
    print(renderComment(diffs.value, style).text);
    return;
  }
  await post(diffs.value, style, options);
}

async function diffsOf(files: readonly string[], options: CommentCommandOptions): Promise<Outcome<readonly Diff[]>> {
  const { base, diff: saved } = options;
  if (saved.length + files.length === 0) {
    return refused(
      "the files",
      "nothing to compare",
      "event files with --base, or --diff FILE",
      "Name the event files",
    );
  }
  if (files.length > 0 && base === undefined) {
    return refused("--base", "no revision", "what the files are compared with", "Add --base main");
  }
  const { readDiff } = await import("../input/read-diff");
  const read = saved.map((file) => readDiff(file));
  const findings = read.flatMap((outcome) => outcome.findings);
  const kept = read.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  if (files.length === 0 || base === undefined) {
    return findings.length > 0 ? { ok: false, findings } : { ok: true, value: kept, findings };
  }
  const planning = await planOptionsOf(options);
  if (!planning.ok) return { ok: false, findings: [...findings, ...planning.findings] };
  const { diffAgainstBase } = await import("../diff/against-base");
  const made = await diffAgainstBase(files, { base, planning: planning.value, set: options.set });
  const all = [...findings, ...made.findings];
  return made.ok && kept.length === saved.length
    ? { ok: true, value: [...kept, ...made.value], findings: all }
    : { ok: false, findings: all };
}

async function post(diffs: readonly Diff[], style: CommentOptions, options: CommentCommandOptions): Promise<void> {
  const { targetOf } = await import("../comment/target");
  const target = targetOf(options.repo, process.env);
  const pr = Number(options.pr);
  const badPr =
    options.pr !== undefined && /^[1-9]\d{0,9}$/.test(options.pr)
      ? []
      : refused(
          "--pr",
          options.pr === undefined ? "no number" : `got ${JSON.stringify(options.pr)}`,
          "the pull request's number",
          "Write it like --pr 12, or use --dry-run",
        ).findings;
  if (!target.ok || badPr.length > 0) {
    await sayFindings([...badPr, ...target.findings]);
    exitWith(EXIT.invalidInput);
    return;
  }
  const { GitHub } = await import("../comment/github");
  const { asFinding } = await import("../comment/github-problem");
  const { postComment } = await import("../comment/post");
  const { COMMENT_LIMIT, isQuiet, renderComment } = await import("../comment/render");
  const posted = await postComment(new GitHub(target.value), {
    pr,
    stackSet: options.stackSet,
    render: (limit) => renderComment(diffs, { ...style, limit }).text,
    limit: COMMENT_LIMIT,
    weight: isQuiet(diffs) ? "quiet" : "news",
  });
  if (!posted.ok) {
    await sayFindings([asFinding(posted.problem)]);
    exitWith(EXIT.invalidInput);
    return;
  }
  const { action, removed } = posted.value;
  const twins = removed === 0 ? "" : `; ${removed} more of ours taken away`;
  say(action === "none" ? "Nothing changes: no comment made" : `Comment on pull request ${pr}: ${action}${twins}`);
}

/** @returns false when the file can't be written: that is said and the exit code set */
async function writeSummary(file: string, text: string): Promise<boolean> {
  const { writeOutputFile } = await import("../output-file");
  const written = writeOutputFile(file, text);
  if (written.ok) return true;
  await sayFindings(written.findings.map((finding) => ({ ...finding, where: "--summary" })));
  exitWith(EXIT.invalidInput);
  return false;
}

function refused(
  where: string,
  found: string,
  expected: string,
  fix: string,
): { readonly ok: false; readonly findings: readonly Finding[] } {
  return { ok: false, findings: [{ id: "bad-option", severity: "error", where, found, expected, fix }] };
}
