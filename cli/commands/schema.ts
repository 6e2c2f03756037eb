import { Argument, type Command } from "commander";
import { eventJsonSchema } from "../../capacity/event/schema";
import { print } from "../output";

/** Published schemas by the name that the command takes. */
export const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  event: eventJsonSchema,
};

const EXAMPLES = `
Examples:
  $ tidegate schema > event.schema.json
  $ head -1 my-event.yaml
  # yaml-language-server: $schema=event.schema.json`;

/** A published schema as its file has it. */
export function schemaText(make: () => unknown): string {
  return `${JSON.stringify(make(), null, 2)}\n`;
}

/** Adds `tidegate schema`: JSON Schema for editors and other programs. */
export function register(program: Command): void {
  program
    .command("schema")
    .description("Print a JSON Schema (draft 2020-12): every field with its meaning, unit and default.")
    .addArgument(new Argument("[name]", "which schema").choices(Object.keys(SCHEMAS)).default("event"))
    .addHelpText("after", EXAMPLES)
    .action((name: string) => {
      const make = SCHEMAS[name];
      if (make) print(schemaText(make));
    });
}
