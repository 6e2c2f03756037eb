import { z } from "zod";
import { HINTS, type Hint } from "./field";
import { complaintAbout, INTERVAL_EDGES } from "./number-reader";
import { formatPath, isMapping, type Path, valueAt } from "./path";
import type { Problem, ProblemList } from "./problem-list";
import { listOf, nearest, valueText } from "./words";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

function definition(schema: Schema): Def {
  return schema._zod.def as Def;
}

/** The schema without what makes it optional. */
function inner(schema: Schema): Schema {
  const def = definition(schema);
  return def.type === "optional" ? inner(def.innerType) : schema;
}

/** Every schema that may stand behind a value: the alternatives of a union, or the schema itself. */
function alternatives(schema: Schema): readonly Schema[] {
  const bare = inner(schema);
  const def = definition(bare);
  return def.type === "union" ? def.options.flatMap(alternatives) : [bare];
}

/** Stands for the low, expected or high value of a number that may be uncertain. */
const INTERVAL_PART = z.unknown();

function isInterval(schema: Schema): boolean {
  return hintOf(schema)?.kind === "interval";
}

function child(schema: Schema, step: string | number): Schema | undefined {
  if (isInterval(schema)) return INTERVAL_EDGES.some((edge) => edge === step) ? INTERVAL_PART : undefined;
  for (const candidate of alternatives(schema)) {
    const def = definition(candidate);
    if (def.type === "object" && Object.hasOwn(def.shape, step)) return def.shape[step];
    if (def.type === "array" && typeof step === "number") return def.element;
    if (def.type === "record" && typeof step === "string") return def.valueType;
  }
  return undefined;
}

/** The schema of what may stand at a path, or undefined where nothing may. */
export function schemaAt(root: Schema, path: Path): Schema | undefined {
  let schema: Schema | undefined = root;
  for (const step of path) schema = schema === undefined ? undefined : child(schema, step);
  return schema;
}

/** The keys that a mapping may have; none where any key may stand. */
export function keysOf(schema: Schema): readonly string[] {
  if (isInterval(schema)) return INTERVAL_EDGES;
  return alternatives(schema).flatMap((candidate) => {
    const def = definition(candidate);
    return def.type === "object" ? Object.keys(def.shape) : [];
  });
}

/** What the schema knows about the field, whichever alternative says so. */
export function hintOf(schema: Schema): Hint | undefined {
  return HINTS.get(inner(schema) as z.ZodType);
}

/** What stands before a value of this schema in a sentence: `a list`, `one of a, b`. */
function wanted(schema: Schema): string {
  const hint = hintOf(schema);
  if (hint?.kind === "text") return hint.expected;
  if (hint) return complaintAbout(hint.field, undefined)?.expected ?? "a number";
  return [...new Set(alternatives(schema).map(wantedAlone))].join(" or ");
}

function wantedAlone(schema: Schema): string {
  const def = definition(schema);
  const hint = hintOf(schema);
  if (hint?.kind === "text") return hint.expected;
  switch (def.type) {
    case "object":
    case "record":
      return "a mapping";
    case "array":
      return "a list";
    case "boolean":
      return "true or false";
    case "enum":
      return `one of ${listOf(Object.values(def.entries).map(String))}`;
    default:
      return "text";
  }
}

function wordsOf(schema: Schema): readonly string[] {
  return alternatives(schema).flatMap((candidate) => {
    const def = definition(candidate);
    return def.type === "enum" ? Object.values(def.entries).map(String) : [];
  });
}

/** Where else in the schema a key stands, written as a path; lists and names are left out. */
function elsewhere(root: Schema, key: string, prefix: Path = []): Path | undefined {
  for (const candidate of alternatives(root)) {
    const def = definition(candidate);
    if (def.type !== "object") continue;
    if (Object.hasOwn(def.shape, key)) return [...prefix, key];
    for (const [name, below] of Object.entries(def.shape)) {
      const found = elsewhere(below, key, [...prefix, name]);
      if (found) return found;
    }
  }
  return undefined;
}

/** Keys that a sentence lists; a section may have dozens of coefficients. */
const MOST_KEYS = 12;

/** A key that the schema doesn't have: the nearest one, the place where it belongs, or what there is. */
export function unknownKey(root: Schema, path: Path): Problem {
  const key = String(path.at(-1));
  const parent = schemaAt(root, path.slice(0, -1));
  const keys = parent === undefined ? [] : keysOf(parent);
  const near = nearest(key, keys);
  const problem = { id: "unknown-key", path, found: "unknown key" };
  if (near !== undefined) return { ...problem, expected: near, fix: `Write ${near}` };
  const expected = `one of ${keys.length > MOST_KEYS ? `${keys.slice(0, MOST_KEYS).join(", ")}, …` : keys.join(", ")}`;
  if (key === "<<") {
    return { ...problem, expected, fix: "YAML 1.2 has no merge keys: write the fields out" };
  }
  const home = elsewhere(root, key);
  if (home !== undefined) return { ...problem, expected, fix: `Move it to ${formatPath(home)}` };
  return { ...problem, expected, fix: "Delete it; tidegate schema lists every key" };
}

/** Words that a remedy spells out; more of them stand in what is expected already. */
const MOST_CHOICES = 5;

function wrongValue(schema: Schema | undefined, path: Path, value: unknown): Problem {
  const hint = schema && hintOf(schema);
  if (hint && hint.kind !== "text" && value !== undefined) {
    const complaint = complaintAbout(hint.field, value);
    if (complaint) return { ...complaint, path };
  }
  const expected = schema === undefined ? "something else" : wanted(schema);
  if (value === undefined) {
    const fix = hint?.kind === "text" ? hint.fix : "Add it";
    return { id: "missing", path, found: "missing", expected, fix };
  }
  const problem = { id: "wrong-value", path, found: `got ${valueText(value)}`, expected };
  if (value === null) {
    const fix =
      expected === "a mapping" ? "Write {} for its defaults, or delete the line" : "Write a value or delete the line";
    return { ...problem, fix };
  }
  if (hint?.kind === "text") {
    // A date or a version that YAML takes for a number is shown as it was written.
    return { ...problem, ...(typeof value === "number" ? { found: `got ${value}` } : {}), fix: hint.fix };
  }
  const words = schema === undefined ? [] : wordsOf(schema);
  if (words.length > 0) {
    const near = typeof value === "string" ? nearest(value, words) : undefined;
    return {
      ...problem,
      id: "unknown-word",
      fix: `Write ${near ?? (words.length > MOST_CHOICES ? "one of them" : words.join(" or "))}`,
    };
  }
  if (expected === "a mapping") {
    const fix = value === true ? "Write {} for its defaults" : "Write its fields below it, indented";
    return { ...problem, fix };
  }
  if (expected === "a list") {
    const entry = schema === undefined ? undefined : child(schema, 0);
    const isPlain = entry !== undefined && keysOf(entry).length === 0 && typeof value === "string";
    return { ...problem, fix: isPlain ? `Write [${value}]` : "Write one entry a line, each after a dash" };
  }
  return { ...problem, fix: `Write ${expected}` };
}

function sizeProblem(
  schema: Schema | undefined,
  path: Path,
  value: unknown,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): Problem | undefined {
  if (!Array.isArray(value) || schema === undefined) return undefined;
  if (issue.code === "too_small" && value.length > 0) {
    return {
      id: "short-list",
      path,
      found: `got ${value.length === 1 ? "one entry" : `${value.length} entries`}`,
      expected: `at least ${issue.minimum}`,
      fix: "Lengthen the list",
    };
  }
  return value.length === 0
    ? {
        id: "empty-list",
        path,
        found: "got an empty list",
        expected: "at least one entry",
        fix: "Add one or delete the line",
      }
    : { id: "long-list", path, found: `got ${value.length} entries`, expected: "fewer", fix: "Shorten the list" };
}

/** Turns the schema's complaints into problems a person can act on; numbers that may be uncertain are left to their own reader. */
export function readIssues(
  root: Schema,
  document: unknown,
  issues: readonly z.core.$ZodIssue[],
  problems: ProblemList,
): void {
  for (const issue of issues) readIssue(root, document, issue, problems);
}

function readIssue(root: Schema, document: unknown, issue: z.core.$ZodIssue, problems: ProblemList): void {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  for (let length = 0; length <= path.length; length++) {
    const schema = schemaAt(root, path.slice(0, length));
    if (schema && isInterval(schema)) return;
  }
  const schema = schemaAt(root, path);
  const value = valueAt(document, path);
  // A text that is too long and of the wrong shape is one mistake.
  if (issue.code !== "unrecognized_keys" && problems.isBroken(path)) return;
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) {
        const at = [...path, key];
        problems.error(
          problems.isFull ? { id: "unknown-key", path: at, found: "", expected: "", fix: "" } : unknownKey(root, at),
        );
      }
      return;
    case "invalid_union": {
      const deeper = branchOf(schema, value, issue);
      if (deeper.length === 0) problems.error(wrongValue(schema, path, value));
      for (const below of deeper) readIssue(root, document, { ...below, path: [...path, ...below.path] }, problems);
      return;
    }
    case "invalid_key":
      // Names of services are read with the services.
      return;
    case "too_small":
    case "too_big":
      problems.error(sizeProblem(schema, path, value, issue) ?? wrongValue(schema, path, value));
      return;
    default:
      problems.error(wrongValue(schema, path, value));
  }
}

/** The complaints of the alternative that the value was meant to be: the one of its own type. */
function branchOf(
  schema: Schema | undefined,
  value: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
): readonly z.core.$ZodIssue[] {
  if (schema === undefined) return [];
  const index = alternatives(schema).findIndex((candidate) => {
    const { type } = definition(candidate);
    return (type === "array" && Array.isArray(value)) || (type === "object" && isMapping(value));
  });
  return issue.errors[index] ?? [];
}
