import { TYPES } from "./catalog";
import { CONSTRAINT_SOURCE, SERVICE_MODELS } from "./constraints";
import { notReproduced } from "./not-reproduced";
import { REFUSALS } from "./rules";
import { choices, togetherRules } from "./schema";

const cell = (value: string): string => value.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows].join("\n");

function typesOf(types: readonly string[]): string {
  return types.length > 3 ? `${types.length} Kubernetes kinds` : types.join(", ");
}

/** The page that lists what the stand-in refuses, made from its tables. */
export function standInPage(): string {
  const tables = TYPES.map((type) => {
    const counts = [
      type.required,
      Object.keys(type.enums ?? {}),
      Object.keys(type.ranges ?? {}),
      type.conflicts,
      togetherRules(type),
      choices(type),
      [...(type.forcesReplacement ?? []), ...(type.forcesReplacementWhen ?? [])],
    ].map((items) => String(items?.length ?? 0));
    return row(
      type.type,
      ...counts,
      type.name === null ? "" : `${type.name.input}${type.name.maxLength === null ? "" : `, ${type.name.maxLength}`}`,
    );
  });
  const rules = [...REFUSALS]
    .sort((a, b) => (typesOf(a.types) + a.id).localeCompare(typesOf(b.types) + b.id))
    .map((refusal) => row(typesOf(refusal.types), refusal.code, refusal.when, refusal.on.join(", "), refusal.source));
  const models = SERVICE_MODELS.filter((model) => model.constraints.length > 0).map((model) =>
    row(model.type, `${model.service} ${model.operation}`, String(model.constraints.length)),
  );
  const omitted = notReproduced().map((item) => row(item.type, item.error, item.when, item.why));
  return [
    "# What the stand-in for the clouds refuses",
    "Made from the tables under `test/engine/cloud` by `UPDATE_STAND_IN=1 npx vitest run test/cloud/document.test.ts`; do not edit it.",
    `${TYPES.length} resource types; any other type is refused. ${REFUSALS.length} refusals with rules, ${SERVICE_MODELS.reduce((sum, model) => sum + model.constraints.length, 0)} constraints of service models (${CONSTRAINT_SOURCE}), ${omitted.length} recorded refusals that are not reproduced, each with its reason.`,
    "## By rule",
    "`check` shows in a preview, the others when the operation runs; Kubernetes' own validation shows in both.",
    table(["type", "code", "when", "on", "source"], rules),
    "## By table",
    "How many entries of each kind the resource facts have for a type; all of them are refused in a check. The last columns: inputs that replace, and the name's input with its longest length.",
    table(["type", "required", "enumerations", "ranges", "conflicts", "pairs", "choices", "replace", "name"], tables),
    "## By service model",
    `Lengths, patterns, enumerations and ranges of the create operation's input in ${CONSTRAINT_SOURCE}, refused when the operation runs with the service's code for invalid input.`,
    table(["type", "operation", "constraints"], models),
    "## Recorded, not reproduced",
    table(["type", "error", "when", "why"], omitted),
    "",
  ].join("\n\n");
}
