import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { record } from "../../cli/engine/recorded";
import type { Recording, RecordOptions } from "../../cli/engine/recording";
import { program } from "../../stacks/index";
import { FULL_OUTPUTS } from "./outputs";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** A stack's config as the engine hands it over: text, and JSON for what is a mapping or a list. */
export function configOf(
  stack: string,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, string>> {
  const file = parse(readFileSync(path.join(ROOT, "stacks", "config", `Pulumi.${stack}.yaml`), "utf8")) as {
    readonly config: Readonly<Record<string, unknown>>;
  };
  return textConfig({ ...file.config, ...changes });
}

export function textConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}

/** Records a shipped stack, on a platform and an edge that have everything unless told otherwise. */
export function recordStack(
  stack: string,
  changes: Readonly<Record<string, unknown>> = {},
  options: Partial<RecordOptions> = {},
): Promise<Recording> {
  const config = configOf(stack, changes);
  return record(() => program({ root: ROOT }), {
    project: "tidegate",
    stack,
    config,
    stackOutputs: FULL_OUTPUTS,
    ...options,
  });
}
