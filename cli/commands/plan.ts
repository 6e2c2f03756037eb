import { type Command, Option } from "commander";
import type { Plan } from "../../capacity/plan-document";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, say, widthOf } from "../output";
import { showProgress } from "../progress";
import {
  addPlanningOptions,
  type PlanningInput,
  type PlanningOptions,
  readPlanningInput,
  sayFindings,
} from "./planning-options";

const FORMATS = ["table", "markdown", "json", "html"] as const;
type Format = (typeof FORMATS)[number];

interface PlanCommandOptions extends PlanningOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly strict?: true;
}

/** Width of a table in a file: fits a mail and a pull request. */
const FILE_WIDTH = 120;

const HELP = `
Without --strict a blocked plan ends with 0: it is an answer, and the report says what is in the way. In a pipeline use --strict.
Exit codes: 0 planned · 1 invalid input · 2 no feasible plan, or with --strict any blocker

Examples:
  $ tidegate plan my-event.yaml
  $ tidegate plan my-event.yaml --at now --strict
  $ tidegate plan my-event.yaml --set audience.peakConcurrentViewers=250000 --set stream.segmentSeconds=6
  $ tidegate plan my-event.yaml --out plan.html
  $ tidegate plan my-event.yaml --format json | jq .verdict`;

/** Adds `tidegate plan FILE`: the whole answer for one event. */
export function register(program: Command): void {
  const command = program
    .command("plan")
    .description("Plan an event: sizes, limits, deadlines and cost of the whole chain.")
    .argument("<file>", "event file (YAML)")
    .addOption(
      new Option(
        "--format <format>",
        "how to print it (default: table, or what the name after --out ends with)",
      ).choices([...FORMATS]),
    )
    .option("--out <file>", "write to a file instead of standard output")
    .option("--strict", "exit with 2 when blockers remain");
  addPlanningOptions(command).addHelpText("after", HELP).action(plan);
}

async function plan(file: string, options: PlanCommandOptions): Promise<void> {
  const input = await readPlanningInput(file, options);
  if (input === undefined) return;
  const { planEvent } = await import("../../capacity/plan");
  const done = showProgress(`Planning over ${input.options.worlds} worlds`, input.options);
  const planned = planEvent(input.event, input.options);
  const answer = { ...planned, levers: await leversFor(file, options, input, planned) };
  done();
  const format = options.format ?? formatOf(options.out) ?? "table";
  const text = await render(answer, format, options.out === undefined ? "screen" : "file");
  if (!(await deliver(text, options.out))) return;
  const { status } = answer.verdict;
  if (status === "infeasible" || (options.strict && status === "blocked")) exitWith(EXIT.infeasible);
}

/** Worlds that are enough to compare choices: each lever is a plan of its own. */
const WORLDS_PER_LEVER = 200;

/** What brings the event back, where it is judged at an instant and something is in the way. */
async function leversFor(
  file: string,
  options: PlanCommandOptions,
  input: PlanningInput,
  planned: Plan,
): Promise<Plan["levers"]> {
  if (input.options.at === undefined || planned.verdict.status !== "blocked") return [];
  const { readEvent } = await import("../input/read-event");
  const { leversOf } = await import("../../capacity/levers");
  const worlds = Math.min(input.options.worlds, WORLDS_PER_LEVER);
  return leversOf(input.event, { ...input.options, worlds }, (set) =>
    readEvent(file, { set: [...options.set, ...set] }),
  );
}

/** The format that a file's name asks for. */
function formatOf(file: string | undefined): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(file ?? "")?.[1]?.toLowerCase();
  switch (ending) {
    case "html":
    case "htm":
      return "html";
    case "md":
    case "markdown":
      return "markdown";
    case "json":
      return "json";
    default:
      return undefined;
  }
}

async function render(answer: Plan, format: Format, target: "screen" | "file"): Promise<string> {
  switch (format) {
    case "table": {
      const { renderTable } = await import("../report/table");
      const isColored = target === "screen" && colorsFor(process.stdout).isColorSupported;
      return `${renderTable(answer, {
        width: target === "screen" ? widthOf(process.stdout) : FILE_WIDTH,
        colors: isColored ? "color" : "plain",
      })}\n`;
    }
    case "markdown":
      return (await import("../report/markdown")).renderMarkdown(answer);
    case "json":
      return (await import("../report/json")).renderJson(answer);
    case "html":
      return (await import("../report/html")).renderHtml(answer);
  }
}

/** Prints a text or writes it to a file. @returns false when the file can't be written: that is said and the exit code set */
export async function deliver(text: string, file: string | undefined): Promise<boolean> {
  if (file === undefined) {
    print(text);
    return true;
  }
  const { writeOutputFile } = await import("../output-file");
  const written = writeOutputFile(file, text);
  if (!written.ok) {
    await sayFindings(written.findings);
    exitWith(EXIT.invalidInput);
    return false;
  }
  say(`Wrote ${file} (${Math.ceil(written.value / 1000)} kB)`);
  return true;
}
