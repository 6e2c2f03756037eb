import { type Command, Option } from "commander";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, widthOf } from "../output";
import type { TimelineView } from "../report/timeline-view";
import { deliver } from "./plan";
import {
  addPlanningOptions,
  type PlanningInput,
  type PlanningOptions,
  readPlanningInput,
  sayFindings,
} from "./planning-options";

const FORMATS = ["table", "markdown", "json"] as const;
type Format = (typeof FORMATS)[number];

interface TimelineCommandOptions extends PlanningOptions {
  readonly format: Format;
  readonly out?: string;
  readonly deployBy?: string;
  readonly all?: true;
}

/** Width of a table in a file: fits a mail and a pull request. */
const FILE_WIDTH = 120;

const EXAMPLES = `
Examples:
  $ tidegate timeline my-event.yaml
  $ tidegate timeline my-event.yaml --deploy-by 2027-01-30T12:00:00Z
  $ tidegate timeline my-event.yaml --format markdown --out timeline.md
  $ tidegate timeline my-event.yaml --format json | jq '.steps[] | select(.kind == "raise")'`;

/** Adds `tidegate timeline FILE`: every step of the event, once it is armed. */
export function register(program: Command): void {
  const command = program
    .command("timeline")
    .description("Show what happens by itself once the event is armed: every raise and lowering, when and why then.")
    .argument("<file>", "event file (YAML)")
    .addOption(new Option("--format <format>", "how to print it").choices([...FORMATS]).default("table"))
    .option("--out <file>", "write to a file instead of standard output")
    .option("--deploy-by <instant>", "show it as deployed by this moment: what is built at once, and what timers do")
    .option("--all", "list the steps of every occurrence, not of the first alone");
  addPlanningOptions(command).addHelpText("after", EXAMPLES).action(timeline);
}

async function timeline(file: string, options: TimelineCommandOptions): Promise<void> {
  const input = await readPlanningInput(file, options);
  const deployBy = await readDeployBy(options.deployBy);
  if (input === undefined || deployBy === undefined) return;
  const view = await viewOf(input, deployBy, options.all === true ? Number.POSITIVE_INFINITY : 1);
  await deliver(await render(view, options), options.out);
}

/** @returns undefined when it can't be read: that is said and the exit code set */
async function readDeployBy(text: string | undefined): Promise<number | null | undefined> {
  if (text === undefined) return null;
  const { readInstant } = await import("../input/instant");
  const read = readInstant(text, Date.now());
  if (read.ok) return read.value;
  await sayFindings(read.findings.map((finding) => ({ ...finding, where: "--deploy-by" })));
  exitWith(EXIT.invalidInput);
  return undefined;
}

async function viewOf(input: PlanningInput, deployBy: number | null, shown: number): Promise<TimelineView> {
  const { planEvent } = await import("../../capacity/plan");
  const { armedDeployment, armedTimeline, fullSizesOf } = await import("../../capacity/timeline");
  const { timelineView } = await import("../report/timeline-view");
  const plan = planEvent(input.event, input.options);
  const armed = { event: input.event, sizes: fullSizesOf(plan) };
  if (deployBy === null) return timelineView(plan, armedTimeline(armed), { shown });
  const deployment = armedDeployment(armed, deployBy);
  return timelineView(plan, deployment.timeline, { deployment, shown });
}

async function render(view: TimelineView, { format, out }: TimelineCommandOptions): Promise<string> {
  const { renderTimelineMarkdown, renderTimelineTable, timelineJson } = await import("../report/timeline");
  switch (format) {
    case "json":
      return (await import("../report/json")).jsonText(timelineJson(view));
    case "markdown":
      return renderTimelineMarkdown(view);
    case "table": {
      const isColored = out === undefined && colorsFor(process.stdout).isColorSupported;
      const width = out === undefined ? widthOf(process.stdout) : FILE_WIDTH;
      return `${renderTimelineTable(view, { width, colors: isColored ? "color" : "plain" })}\n`;
    }
  }
}
