import { Argument, type Command } from "commander";
import { required } from "../../capacity/problems";
import { print } from "../output";

/** Published schemas by the name that the command takes. */
export const SCHEMAS: Readonly<Record<string, () => Promise<unknown>>> = {
  event: async () => (await import("../../capacity/event/schema")).eventJsonSchema(),
  plan: async () => (await import("../report/plan-schema")).planJsonSchema(),
};

const EXAMPLES = `
Examples:
  $ tidegate schema > event.schema.json
  $ tidegate schema plan > plan.schema.json
  $ head -1 my-event.yaml
  # yaml-language-server: $schema=event.schema.json`;

/** A published schema as its file has it. */
export async function schemaText(name: string): Promise<string> {
  const make = required(SCHEMAS[name], `schema ${name}`);
  return `${JSON.stringify(await make(), null, 2)}\n`;
}

/** Adds `tidegate schema`: JSON Schema for editors and other programs. */
export function register(program: Command): void {
  program
    .command("schema")
    .description("Print a JSON Schema (draft 2020-12): every field with its meaning, unit and default.")
    .addArgument(new Argument("[name]", "which schema").choices(Object.keys(SCHEMAS)).default("event"))
    .addHelpText("after", EXAMPLES)
    .action(async (name: string) => print(await schemaText(name)));
}
