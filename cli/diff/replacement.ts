import { type ResourceRow, resourceRow } from "../../capacity/catalog/resources";
import { isMap, isUnknown, type PropertyValue, Secret } from "../engine/property-value";
import type { GraphResource } from "../engine/resource-graph";
import { covers, keysOf, parsePath, pathText } from "./property-path";
import type { ValueChange } from "./value-diff";

/** A condition under which a change replaces its resource, in the catalog's words. */
export interface PossibleReplacement {
  readonly path: string;
  readonly when: string;
}

/** Why a resource is or may be replaced. */
export interface Replacement {
  /** Paths that force it; empty when nothing does. */
  readonly forcedBy: readonly string[];
  readonly possible: readonly PossibleReplacement[];
}

/** Whether a change touches an input: it is the input, is inside it, or takes the whole around it away. */
function touches(change: ValueChange, input: string): boolean {
  const keys = keysOf(change.path);
  const wanted = keysIn(input);
  const shared = Math.min(keys.length, wanted.length);
  for (let i = 0; i < shared; i++) if (keys[i] !== wanted[i]) return false;
  if (keys.length >= wanted.length) return true;
  const rest = wanted.slice(keys.length);
  return has(change.old, rest) || has(change.new, rest);
}

const split = new Map<string, readonly string[]>();

function keysIn(input: string): readonly string[] {
  const known = split.get(input) ?? input.split(".");
  split.set(input, known);
  return known;
}

/** Whether there is something at the keys; list and map levels carry no index. */
function has(value: PropertyValue | undefined, keys: readonly string[]): boolean {
  if (value instanceof Secret) return has(value.reveal(), keys);
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.some((item: PropertyValue) => has(item, keys));
  const [first, ...rest] = keys;
  if (first === undefined) return true;
  return isMap(value) && !isUnknown(value) && has(value[first], rest);
}

/** What of the changes replaces the resource, by the catalog and by the program's own options. */
export function replacementOf(resource: GraphResource, changes: readonly ValueChange[]): Replacement {
  if (!resource.custom) return { forcedBy: [], possible: [] };
  const row = resourceRow(resource.type);
  const asked = (resource.options.replaceOnChanges ?? []).map(parsePath);
  const byFirst = forcing(resource.type);
  const forced = changes.filter(
    (change) =>
      byFirst.get(String(change.path[0]))?.some((input) => touches(change, input)) ||
      asked.some((pattern) => covers(pattern, change.path)),
  );
  return { forcedBy: forced.map((change) => pathText(change.path)), possible: possibleOf(row, changes, forced) };
}

function possibleOf(
  row: ResourceRow | undefined,
  changes: readonly ValueChange[],
  forced: readonly ValueChange[],
): readonly PossibleReplacement[] {
  let when = "";
  const conditions = (row?.forcesReplacementWhen ?? []).map((condition) => {
    // "same": as the condition above.
    when = condition.when === "same" ? when : condition.when;
    return { input: condition.input, when };
  });
  return conditions.flatMap((condition) =>
    changes
      .filter((change) => !forced.includes(change) && touches(change, condition.input))
      .map((change) => ({ path: pathText(change.path), when: condition.when })),
  );
}

const forcingByType = new Map<string, ReadonlyMap<string, readonly string[]>>();

/** Inputs that replace a resource of the type, by their first key. */
function forcing(type: string): ReadonlyMap<string, readonly string[]> {
  const known = forcingByType.get(type);
  if (known !== undefined) return known;
  const inputs = new Map<string, string[]>();
  for (const input of resourceRow(type)?.forcesReplacement ?? []) {
    const first = keysIn(input)[0] ?? input;
    inputs.set(first, [...(inputs.get(first) ?? []), input]);
  }
  forcingByType.set(type, inputs);
  return inputs;
}

/** Inputs of a type that replace it when what they come from is replaced: the first key of each. */
export function forcingInputs(type: string): ReadonlySet<string> {
  return new Set(forcing(type).keys());
}

/** Whether the old one goes before the new one is made: asked for, likely because both would bear one name, or not. */
export type DeletedFirst = "asked" | "likely" | "no";

/** When the old one of a replaced resource goes. */
export function deletedFirst(resource: GraphResource, changes: readonly ValueChange[]): DeletedFirst {
  const asked = resource.options.deleteBeforeReplace;
  if (asked !== undefined) return asked ? "asked" : "no";
  const name = resourceRow(resource.type)?.name?.input;
  if (name === undefined || !has(resource.inputs, name.split("."))) return "no";
  return changes.some((change) => touches(change, name)) ? "no" : "likely";
}
