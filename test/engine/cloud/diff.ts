import type { ResourceRow } from "../../../capacity/catalog/resources";
import { REPLACED_WHEN } from "./replacements";
import { isList, isProps, type Props, props, sameValue, texts, Unknown, type Value } from "./values";

/** One changed property: its path as Pulumi writes it, its path without indices, and how it changed. */
export interface Change {
  readonly path: string;
  readonly steps: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

/** What an update of a resource would do. */
export interface ResourceDiff {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

// Arguments whose provider schema is a set: their order means nothing.
const SETS: ReadonlySet<string> = new Set([
  "subnetIds",
  "subnets",
  "securityGroupIds",
  "securityGroups",
  "vpcSecurityGroupIds",
  "vpcConfig.subnetIds",
  "vpcConfig.securityGroupIds",
  "routeTableIds",
  "aliases",
  "alarmActions",
  "okActions",
  "subjectAlternativeNames",
  "userIds",
  "userGroupIds",
  "enabledClusterLogTypes",
]);

const INTERNAL = /^__/;

/** Compares old and new inputs with the replacement rules of the type; `region` is the provider's own. */
export function diffInputs(row: ResourceRow, old: Props, now: Props, region: string | undefined): ResourceDiff {
  const before = normal(old, region);
  const after = normal(now, region);
  const leaves = compare(before, after, "", "");
  const changes = leaves.map((leaf) => ({ ...leaf, replaces: replaces(row, leaf.steps, before, after) }));
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && deletesFirst(row, before, now) };
}

function normal(inputs: Props, region: string | undefined): Props {
  const kept = Object.fromEntries(
    Object.entries(inputs).filter(([key, value]) => !INTERNAL.test(key) && value !== null),
  );
  return kept.region !== undefined && kept.region === region ? without(kept, "region") : kept;
}

function without(inputs: Props, name: string): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== name));
}

type Leaf = Omit<Change, "replaces">;

function compare(old: Value | undefined, now: Value | undefined, path: string, steps: string): readonly Leaf[] {
  if (isAbsent(old) && isAbsent(now)) return [];
  if (isAbsent(old)) return leavesOf(now, path, steps, "add");
  if (isAbsent(now)) return leavesOf(old, path, steps, "delete");
  if (isList(old) && isList(now)) return compareLists(old, now, path, steps);
  if (isProps(old) && isProps(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
      compare(old[key], now[key], join(path, key), steps === "" ? key : `${steps}.${key}`),
    );
  }
  return sameValue(old, now) || sameJson(old, now) ? [] : [{ path, steps, kind: "update" }];
}

function compareLists(old: readonly Value[], now: readonly Value[], path: string, steps: string): readonly Leaf[] {
  if (SETS.has(steps) && sameSet(old, now)) return [];
  const length = Math.max(old.length, now.length);
  return Array.from({ length }, (_, index) => compare(old[index], now[index], `${path}[${index}]`, steps)).flat();
}

function sameSet(old: readonly Value[], now: readonly Value[]): boolean {
  if (old.length !== now.length || now.some((item) => item instanceof Unknown)) return false;
  const sorted = (items: readonly Value[]): readonly string[] => items.map((item) => JSON.stringify(item)).sort();
  return sameValue(sorted(old), sorted(now));
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function leavesOf(value: Value | undefined, path: string, steps: string, kind: "add" | "delete"): readonly Leaf[] {
  if (isList(value) && value.length > 0) {
    return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`, steps, kind));
  }
  if (isProps(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, join(path, key), `${steps}.${key}`, kind));
  }
  return [{ path, steps, kind }];
}

function join(path: string, key: string): string {
  const step = /^[A-Za-z_$][\w$]*$/.test(key) ? key : `["${key.replaceAll('"', '\\"')}"]`;
  if (path === "") return step;
  return step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}

// Providers compare policies and other documents as JSON, not as text.
function sameJson(old: Value, now: Value): boolean {
  if (typeof old !== "string" || typeof now !== "string" || !/^\s*[[{]/.test(old) || !/^\s*[[{]/.test(now))
    return false;
  try {
    return sameValue(JSON.parse(old) as Value, JSON.parse(now) as Value);
  } catch {
    return false;
  }
}

function replaces(row: ResourceRow, steps: string, old: Props, now: Props): boolean {
  const touches = (input: string): boolean => steps === input || steps.startsWith(`${input}.`);
  const conditions = (row.forcesReplacementWhen ?? []).filter((condition) => touches(condition.input));
  if (conditions.length > 0) {
    return conditions.some((condition) => REPLACED_WHEN[`${row.type} ${condition.input}`]?.(old, now) ?? false);
  }
  return (row.forcesReplacement ?? []).some(touches);
}

function deletesFirst(row: ResourceRow, old: Props, now: Props): boolean {
  if (row.type.startsWith("kubernetes:")) return row.type.includes("helm.sh") ? false : keepsObjectName(old, now);
  if (row.name === null || row.notes?.includes("plugin framework") === true) return false;
  const input = row.name.input;
  return now[input] !== undefined && !texts(now.__defaults).includes(input) && !(row.required ?? []).includes(input);
}

function keepsObjectName(old: Props, now: Props): boolean {
  const before = props(old.metadata);
  const after = props(now.metadata);
  if (props(after.annotations)["pulumi.com/autonamed"] === "true") return false;
  return after.name !== undefined && sameValue(before.name, after.name) && sameValue(before.namespace, after.namespace);
}
