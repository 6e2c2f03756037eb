import type { Evaluation } from "../../../policies/evaluate";
import { jsonText } from "../json";

/** Version of the check's JSON: raised when a field is removed or changes its meaning. */
export const CHECK_VERSION = 1;

/** Checks of stacks for other programs. */
export function renderCheckJson(evaluations: readonly Evaluation[]): string {
  return jsonText({ version: CHECK_VERSION, stacks: evaluations });
}
