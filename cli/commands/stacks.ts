import { type Command, Option } from "commander";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, widthOf } from "../output";
import { sayFindings } from "./planning-options";

/** How a command about stacks prints its answer. */
export const STACK_FORMATS = ["table", "json", "markdown"] as const;
export type StackFormat = (typeof STACK_FORMATS)[number];

const HELP = `
A stack whose file can't be read is listed with what is wrong, and the exit code is then 1.

Examples:
  $ tidegate stacks
  $ tidegate stacks --format json | jq -r '.[] | select(.mode == "now") | .stack'`;

/** Adds `tidegate stacks`: which stacks there are, and what each is for. */
export function register(program: Command): void {
  program
    .command("stacks")
    .description("List the stacks of this project: event, audience, start and mode of each.")
    .addOption(new Option("--format <format>", "how to print it").choices([...STACK_FORMATS]).default("table"))
    .addHelpText("after", HELP)
    .action(stacks);
}

async function stacks({ format }: { readonly format: StackFormat }): Promise<void> {
  const { findProject } = await import("../input/project");
  const project = findProject(process.cwd());
  if (!project.ok) {
    await sayFindings(project.findings);
    exitWith(EXIT.invalidInput);
    return;
  }
  const { listStacks } = await import("../input/stack-list");
  const listed = listStacks(project.value.root);
  print(await render(listed, format));
  if (listed.some(({ problems }) => problems.length > 0)) exitWith(EXIT.invalidInput);
}

async function render(
  listed: ReturnType<typeof import("../input/stack-list").listStacks>,
  format: StackFormat,
): Promise<string> {
  const { stackListSection, stackListJson } = await import("../report/stack-list");
  switch (format) {
    case "json":
      return (await import("../report/json")).jsonText(stackListJson(listed));
    case "markdown":
      return (await import("../report/markdown")).renderSection(stackListSection(listed));
    case "table": {
      const { renderSection } = await import("../report/table");
      const colors = colorsFor(process.stdout).isColorSupported ? "color" : "plain";
      return renderSection(stackListSection(listed), { width: widthOf(process.stdout), colors });
    }
  }
}
