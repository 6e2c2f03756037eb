import type { Command } from "commander";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, widthOf } from "../output";
import { showProgress } from "../progress";
import { addPlanningOptions, type PlanningOptions, readPlanningInput, sayFindings } from "./planning-options";

interface HeadroomCommandOptions extends PlanningOptions {
  readonly current: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ tidegate headroom my-event.yaml --current stacks/current/platform-10k.yaml
  $ tidegate headroom my-event.yaml --current today.yaml --set audience.peakConcurrentViewers=50000
  $ tidegate headroom my-event.yaml --current today.yaml --json | jq .steps`;

/** Adds `tidegate headroom FILE --current CURRENT`: what today's capacity holds, and the way to the event. */
export function register(program: Command): void {
  const command = program
    .command("headroom")
    .description("Show how many viewers today's capacity holds, what breaks first, and the steps up to the event.")
    .argument("<file>", "event file (YAML)")
    .requiredOption("--current <file>", "what exists today (YAML)")
    .option("--json", "print as JSON");
  addPlanningOptions(command).addHelpText("after", EXAMPLES).action(headroom);
}

async function headroom(file: string, options: HeadroomCommandOptions): Promise<void> {
  const { readCurrent } = await import("../input/read-current");
  const current = readCurrent(options.current);
  if (current.findings.length > 0) await sayFindings(current.findings);
  const input = await readPlanningInput(file, options);
  if (!current.ok) exitWith(EXIT.invalidInput);
  if (!current.ok || input === undefined) return;
  const { headroomOf } = await import("../../capacity/headroom");
  const done = showProgress("Looking for what each part holds", input.options);
  const answer = headroomOf(input.event, current.value, input.options);
  done();
  if (!answer.ok) {
    await sayFindings(answer.findings);
    exitWith(EXIT.invalidInput);
    return;
  }
  if (options.json) {
    print((await import("../report/json")).jsonText(answer.value));
    return;
  }
  const { renderHeadroom } = await import("../report/headroom");
  const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
  print(renderHeadroom(answer.value, { width: widthOf(process.stdout), colors }));
}
