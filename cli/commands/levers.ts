import type { Command } from "commander";
import { colorsFor, print, widthOf } from "../output";
import { showProgress } from "../progress";
import { addPlanningOptions, type PlanningOptions, readPlanningInput } from "./planning-options";

interface LeversCommandOptions extends PlanningOptions {
  readonly json?: true;
}

/** About as many plans are made to judge all levers. */
const PLANS = 60;

const EXAMPLES = `
Examples:
  $ tidegate levers my-event.yaml --at now
  $ tidegate levers my-event.yaml --at 2027-01-27T10:00[Asia/Shanghai]
  $ tidegate levers my-event.yaml --json | jq '.[0].set'`;

/** Adds `tidegate levers FILE`: what brings an event back that can't be ready in time. */
export function register(program: Command): void {
  const command = program
    .command("levers")
    .description("Show which choices bring an event back that can't be ready in time: effect, cost, what viewers lose.")
    .argument("<file>", "event file (YAML)")
    .option("--json", "print as JSON");
  addPlanningOptions(command).addHelpText("after", EXAMPLES).action(levers);
}

async function levers(file: string, options: LeversCommandOptions): Promise<void> {
  const input = await readPlanningInput(file, options);
  if (input === undefined) return;
  const { readEvent } = await import("../input/read-event");
  const { leversOf } = await import("../../capacity/levers");
  const done = showProgress("Trying each lever", { worlds: input.options.worlds, plans: PLANS });
  const answer = leversOf(input.event, input.options, (set) => readEvent(file, { set: [...options.set, ...set] }));
  done();
  if (options.json) {
    print((await import("../report/json")).jsonText(answer));
    return;
  }
  const { renderLevers } = await import("../report/levers");
  const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
  print(renderLevers(answer, { width: widthOf(process.stdout), colors }));
}
