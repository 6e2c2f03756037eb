import { type Command, Option } from "commander";
import type { Diff } from "../diff/diff";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, widthOf } from "../output";
import { deliver } from "./plan";
import { addPlanningOptions, type PlanningOptions, planOptionsOf, sayFindings } from "./planning-options";

const FORMATS = ["table", "markdown", "json", "html"] as const;
type Format = (typeof FORMATS)[number];

interface DiffCommandOptions extends PlanningOptions {
  readonly format: Format;
  readonly out?: string;
  readonly exitCode?: true;
}

const FILE_WIDTH = 120;

const HELP = `
A and B are each an event file, a plan that was saved with --format json, a tier (10k, 100k, 1m), REVISION:FILE, or nothing.
--set changes B alone; without B it is A with what --set changes.
Exit codes: 0 compared · 1 invalid input · 4 they differ, with --exit-code

Examples:
  $ tidegate diff main:stacks/events/town-hall-10k.yaml stacks/events/town-hall-10k.yaml
  $ tidegate diff my-event.yaml --set audience.peakConcurrentViewers=1000000
  $ tidegate diff 100k 1m --format html --out tiers.html
  $ tidegate diff plan-of-monday.json my-event.yaml --at now --exit-code`;

/** Adds `tidegate diff A B`: what a change means. */
export function register(program: Command): void {
  const command = program
    .command("diff")
    .description("Show what a change means: capacity, cost, quotas, timeline and findings, before and after.")
    .argument("<a>", "before")
    .argument("[b]", "after (default: A with what --set changes)")
    .addOption(new Option("--format <format>", "how to print it").choices([...FORMATS]).default("table"))
    .option("--out <file>", "write to a file instead of standard output")
    .option("--exit-code", "exit with 4 when something differs");
  addPlanningOptions(command).addHelpText("after", HELP).action(diff);
}

async function diff(a: string, b: string | undefined, options: DiffCommandOptions): Promise<void> {
  const compared = await compare(a, b ?? a, options);
  if (compared === undefined) {
    exitWith(EXIT.invalidInput);
    return;
  }
  const text = await render(compared, options.format, options.out === undefined ? "screen" : "file");
  if (!(await deliver(text, options.out))) return;
  if (options.exitCode && compared.isChanged) exitWith(EXIT.changed);
}

/** @returns undefined when a side can't be read: every problem of both is printed */
async function compare(a: string, b: string, options: DiffCommandOptions): Promise<Diff | undefined> {
  const planning = await planOptionsOf(options);
  if (!planning.ok) {
    await sayFindings(planning.findings);
    return undefined;
  }
  const { readSide, sideNamed } = await import("../diff/read-side");
  const old = await readSide(sideNamed(a), { planning: planning.value });
  const fresh = await readSide(sideNamed(b), { planning: planning.value, set: options.set });
  const { distinct } = await import("../../capacity/problems");
  const findings = distinct([...old.findings, ...fresh.findings]);
  if (findings.length > 0) await sayFindings(findings);
  if (!old.ok || !fresh.ok) return undefined;
  const { diffSides } = await import("../diff/diff");
  const { at } = planning.value;
  const changed =
    a === b && options.set.length > 0 ? { ...fresh.value, label: `${b} with ${options.set.join(", ")}` } : fresh.value;
  return diffSides(old.value, changed, at === undefined ? {} : { atSeconds: at });
}

async function render(compared: Diff, format: Format, target: "screen" | "file"): Promise<string> {
  const reports = await import("../report/diff/render");
  switch (format) {
    case "table": {
      const isColored = target === "screen" && colorsFor(process.stdout).isColorSupported;
      return reports.renderDiffTable(compared, {
        width: target === "screen" ? widthOf(process.stdout) : FILE_WIDTH,
        colors: isColored ? "color" : "plain",
      });
    }
    case "markdown":
      return reports.renderDiffMarkdown(compared);
    case "html":
      return reports.renderDiffHtml(compared);
    case "json":
      return reports.renderDiffJson(compared);
  }
}
