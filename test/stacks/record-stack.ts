import path from "node:path";
import { record } from "../../cli/engine/recorded";
import type { Recording, RecordOptions } from "../../cli/engine/recording";
import { program } from "../../stacks/index";
import { FULL_OUTPUTS } from "./outputs";
import type { TemporaryProject } from "./temporary-project";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** Records a stack of a project, on a platform and an edge that have everything unless told otherwise. */
export function recordStack(
  project: TemporaryProject,
  stack: string,
  options: Partial<RecordOptions> = {},
): Promise<Recording> {
  const { root } = project;
  const config = project.engineConfig(stack);
  return record(() => program({ root }), {
    project: "tidegate",
    stack,
    config,
    stackOutputs: FULL_OUTPUTS,
    ...options,
  });
}

/** Why a stack is refused; it must be refused on purpose, without a stack trace. */
export async function refusalOf(...given: Parameters<typeof recordStack>): Promise<string> {
  const { errors } = await recordStack(...given);
  if (errors.length !== 1 || errors[0]?.kind !== "refused") {
    throw new Error(`expected one refusal, got ${JSON.stringify(errors, undefined, 1)}`);
  }
  return errors[0].message;
}
