import type { Command } from "commander";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, widthOf } from "../output";
import { addPlanningOptions, type PlanningOptions, readPlanningInput, sayFindings } from "./planning-options";

interface ExplainCommandOptions extends PlanningOptions {
  readonly json?: true;
}

const EXAMPLES = `
The layers of an event are those that tidegate plan lists, such as edge:cloudfront, session or service:rewards.

Examples:
  $ tidegate explain my-event.yaml session
  $ tidegate explain my-event.yaml edge:cloudfront --set stream.segmentSeconds=2
  $ tidegate explain my-event.yaml chat --json`;

/** Adds `tidegate explain FILE LAYER`: the arithmetic of one layer with the parents of every number. */
export function register(program: Command): void {
  const command = program
    .command("explain")
    .description("Show a layer's equations with their numbers, each with its source or the reason why it is assumed.")
    .argument("<file>", "event file (YAML)")
    .argument("<layer>", "the layer's id")
    .option("--json", "print as JSON");
  addPlanningOptions(command).addHelpText("after", EXAMPLES).action(explainLayer);
}

async function explainLayer(file: string, layer: string, options: ExplainCommandOptions): Promise<void> {
  const input = await readPlanningInput(file, options);
  if (input === undefined) return;
  const { sizeEvent } = await import("../../capacity/plan");
  const planning = sizeEvent(input.event, input.options);
  const instance = planning.instances.find((one) => one.id === layer);
  const sizing = planning.layers.find((one) => one.id === layer);
  if (instance === undefined || sizing === undefined) {
    await refuse(
      layer,
      planning.layers.map((one) => one.id),
    );
    return;
  }
  const { explain } = await import("../../capacity/explanation");
  const explanation = explain(instance, planning.chain, sizing, planning.pools.fleet);
  if (options.json) {
    print((await import("../report/json")).jsonText(explanation));
    return;
  }
  const { renderExplanation } = await import("../report/explanation");
  const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
  print(renderExplanation(explanation, { width: widthOf(process.stdout), colors }));
}

/** Names the layer that was probably meant, and all there are. */
async function refuse(layer: string, ids: readonly string[]): Promise<void> {
  const { nearest } = await import("../../capacity/event/words");
  const near = nearest(layer, ids);
  await sayFindings([
    {
      id: "unknown-layer",
      severity: "error",
      where: "LAYER",
      found: `got ${JSON.stringify(layer)}`,
      expected: `a layer of this event: ${ids.join(", ")}`,
      fix: near === undefined ? "Choose one of them" : `Write ${near}`,
    },
  ]);
  exitWith(EXIT.invalidInput);
}
