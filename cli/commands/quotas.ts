import type { Command } from "commander";
import { colorsFor, print, widthOf } from "../output";
import { addPlanningOptions, type PlanningOptions, readPlanningInput } from "./planning-options";

interface QuotasCommandOptions extends PlanningOptions {
  readonly commands?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ tidegate quotas my-event.yaml
  $ tidegate quotas my-event.yaml --at now
  $ tidegate quotas my-event.yaml --commands > ask.sh
  $ tidegate quotas my-event.yaml --json | jq '.[] | select(.status == "late")'`;

/** Adds `tidegate quotas FILE`: what to ask of the providers, and by when. */
export function register(program: Command): void {
  const command = program
    .command("quotas")
    .description("List the quotas that the plan touches, and the requests that raise them.")
    .argument("<file>", "event file (YAML)")
    .option("--commands", "print the requests as commands, and as sentences where there is no command")
    .option("--json", "print as JSON");
  addPlanningOptions(command).addHelpText("after", EXAMPLES).action(quotas);
}

async function quotas(file: string, options: QuotasCommandOptions): Promise<void> {
  const input = await readPlanningInput(file, options);
  if (input === undefined) return;
  const { planEvent } = await import("../../capacity/plan");
  const plan = planEvent(input.event, input.options);
  const { quotaCommands } = await import("../../capacity/quotas");
  const { jsonText } = await import("../report/json");
  if (options.commands) {
    const requests = quotaCommands(plan.quotas);
    const { requestScript } = await import("../report/quota-script");
    print(options.json ? jsonText(requests) : requestScript(plan, requests));
    return;
  }
  if (options.json) {
    print(jsonText(plan.quotas));
    return;
  }
  const { renderSection } = await import("../report/table");
  const { quotasSection } = await import("../report/sections/quotas");
  const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
  print(renderSection(quotasSection(plan, "all"), { width: widthOf(process.stdout), colors }));
}
