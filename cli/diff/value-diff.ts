import { isMap, isUnknown, type PropertyMap, type PropertyValue, Secret } from "../engine/property-value";
import { INSIDE_JSON, keysOf, ORDER, type PropertyPath, type Step } from "./property-path";

/** One place where two values differ; `undefined` where the side has none. */
export interface ValueChange {
  readonly path: PropertyPath;
  readonly old: PropertyValue | undefined;
  readonly new: PropertyValue | undefined;
}

/** How values of two sides are compared. */
export interface ValueContext {
  /** The new side's name of an old side's resource. */
  readonly mapUrn: (urn: string) => string;
  /** Whether a value that only one side knows is a change, or can't be told: two engines know different things. */
  readonly unknowns: "change" | "undecided";
  /** Told of each place where nothing can be said. */
  readonly onUndecided: () => void;
}

/** Inputs that the cloud takes as a set: another order is no difference. Names as in the providers' schemas. */
const SETS: ReadonlySet<string> = new Set([
  "aliases",
  "allowedMethods",
  "availabilityZones",
  "cachedMethods",
  "cidrBlocks",
  "enabledClusterLogTypes",
  "enabledCloudwatchLogsExports",
  "enabledMetrics",
  "ipv6CidrBlocks",
  "networkZoneIds",
  "notificationArns",
  "prefixListIds",
  "publicAccessCidrs",
  "routeTableIds",
  "securityGroupIds",
  "securityGroups",
  "subjectAlternativeNames",
  "subnetIds",
  "subnets",
  "userIds",
  "validationRecordFqdns",
  "vpcSecurityGroupIds",
]);

/** Values by which the item of a list is known, the first that all items have. */
const IDENTITIES = ["key", "name", "id", "ref", "originId", "domainName"] as const;
/** Keys that pairs of a name and a value consist of: tags, environment, parameters. Their order means nothing. */
const PAIR_KEYS: ReadonlySet<string> = new Set(["key", "name", "value", "valueFrom", "propagateAtLaunch"]);

/** Where two values differ, the fewest and deepest places that say it. What is noise to the cloud makes none. */
export function diffValues(
  old: PropertyValue | undefined,
  fresh: PropertyValue | undefined,
  context: ValueContext,
  path: PropertyPath = [],
): readonly ValueChange[] {
  if (isIdentical(old, fresh)) return NONE;
  const changes: ValueChange[] = [];
  compare(old, fresh, path, context, changes);
  return changes;
}

const NONE: readonly ValueChange[] = [];

/** The same without a look at what is noise: most resources of two graphs are, and this takes a fifth of the time. */
export function isIdentical(old: PropertyValue | undefined, fresh: PropertyValue | undefined): boolean {
  if (old === fresh) return true;
  if (typeof old !== "object" || typeof fresh !== "object" || old === null || fresh === null) return false;
  if (old instanceof Secret || fresh instanceof Secret) return false;
  if (isList(old)) {
    if (!isList(fresh) || old.length !== fresh.length) return false;
    for (let i = 0; i < old.length; i++) if (!isIdentical(old[i], fresh[i])) return false;
    return true;
  }
  if (!isMap(old) || !isMap(fresh)) return false;
  let keys = 0;
  for (const key in old) {
    // The same name may stand for another resource, where it was renamed.
    if (key === "$resource" || !isIdentical(old[key], fresh[key])) return false;
    keys++;
  }
  for (const _ in fresh) keys--;
  return keys === 0;
}

function compare(
  old: PropertyValue | undefined,
  fresh: PropertyValue | undefined,
  path: PropertyPath,
  context: ValueContext,
  changes: ValueChange[],
): void {
  if (old === fresh || (isNone(old) && isNone(fresh))) return;
  if (isSecret(old) || isSecret(fresh) || isUnknown(old) || isUnknown(fresh)) {
    const answer = isSecret(old) || isSecret(fresh) ? ofSecrets(old, fresh, context) : ofUnknowns(old, fresh, context);
    if (answer === "undecided") context.onUndecided();
    if (answer === "changed") changes.push({ path, old: old ?? undefined, new: fresh ?? undefined });
  } else if (isList(old) && isList(fresh)) {
    compareLists(old, fresh, path, context, changes);
  } else if (isMap(old) && isMap(fresh)) {
    compareMaps(old, fresh, path, context, changes);
  } else {
    const [before, after] = [jsonOf(old), jsonOf(fresh)];
    if (before !== undefined && after !== undefined) compare(before, after, [...path, INSIDE_JSON], context, changes);
    else if (!isScalarSame(old, fresh)) changes.push({ path, old: old ?? undefined, new: fresh ?? undefined });
  }
}

type Answer = "same" | "changed" | "undecided";

function ofSecrets(old: PropertyValue | undefined, fresh: PropertyValue | undefined, context: ValueContext): Answer {
  if (!isSecret(old) || !isSecret(fresh)) return "changed";
  if (isMasked(old) && isMasked(fresh)) return "same";
  // A graph that was written to a file has lost its secrets.
  if (isMasked(old) || isMasked(fresh)) return "undecided";
  return isSame(reveal(old), reveal(fresh), context) ? "same" : "changed";
}

function ofUnknowns(old: PropertyValue | undefined, fresh: PropertyValue | undefined, context: ValueContext): Answer {
  if (isUnknown(old) && isUnknown(fresh)) return "same";
  return context.unknowns === "undecided" ? "undecided" : "changed";
}

/** Whether nothing differs. */
function isSame(old: PropertyValue | undefined, fresh: PropertyValue | undefined, context: ValueContext): boolean {
  const changes: ValueChange[] = [];
  compare(old, fresh, [], context, changes);
  return changes.length === 0;
}

function compareMaps(
  old: PropertyMap,
  fresh: PropertyMap,
  path: PropertyPath,
  context: ValueContext,
  changes: ValueChange[],
): void {
  if (typeof old.$resource === "string" && typeof fresh.$resource === "string") {
    if (context.mapUrn(old.$resource) !== fresh.$resource)
      changes.push({ path, old: old.$resource, new: fresh.$resource });
    return;
  }
  const [filledBefore, filledAfter] = [defaultsOf(old), defaultsOf(fresh)];
  const keys = Object.keys(old);
  for (const key of Object.keys(fresh)) if (!(key in old)) keys.push(key);
  for (const key of keys) {
    if (key.startsWith("__")) continue;
    // What a provider filled in on one side, and the other side left to it.
    if (!(key in fresh) && filledBefore.has(key)) continue;
    if (!(key in old) && filledAfter.has(key)) continue;
    if (isIdentical(old[key], fresh[key])) continue;
    compare(old[key], fresh[key], [...path, key], context, changes);
  }
}

function compareLists(
  old: readonly PropertyValue[],
  fresh: readonly PropertyValue[],
  path: PropertyPath,
  context: ValueContext,
  changes: ValueChange[],
): void {
  if (isIdentical(old, fresh)) return;
  const identity = identityOf([old, fresh]);
  if (identity !== undefined) {
    compareByIdentity(old, fresh, identity, path, context, changes);
    return;
  }
  const isPlain = [...old, ...fresh].every((item) => !isMap(item) || isUnknown(item));
  if (isPlain) {
    const isSet = SETS.has(keysOf(path).at(-1) ?? "");
    const [before, after] = isSet ? [inOrder(old), inOrder(fresh)] : [old, fresh];
    const differs = before.length !== after.length || before.some((item, i) => !isSame(item, after[i], context));
    // One line for a short list of names says more than one for each position.
    if (differs) changes.push({ path, old: before, new: after });
    return;
  }
  for (let i = 0; i < Math.max(old.length, fresh.length); i++) {
    compare(old[i], fresh[i], [...path, i], context, changes);
  }
}

function compareByIdentity(
  old: readonly PropertyValue[],
  fresh: readonly PropertyValue[],
  identity: string,
  path: PropertyPath,
  context: ValueContext,
  changes: ValueChange[],
): void {
  const nameOf = (item: PropertyValue) => String(isMap(item) ? item[identity] : "");
  const before = new Map(old.map((item) => [nameOf(item), item]));
  const after = new Map(fresh.map((item) => [nameOf(item), item]));
  for (const is of new Set([...before.keys(), ...after.keys()])) {
    const step: Step = { by: identity, is };
    compare(before.get(is), after.get(is), [...path, step], context, changes);
  }
  const isOrdered = ![...old, ...fresh].every(
    (item) => isMap(item) && Object.keys(item).every((key) => PAIR_KEYS.has(key)),
  );
  const stayed = [...before.keys()].filter((is) => after.has(is));
  const now = [...after.keys()].filter((is) => before.has(is));
  if (isOrdered && stayed.some((is, i) => is !== now[i])) {
    changes.push({ path: [...path, ORDER], old: [...before.keys()], new: [...after.keys()] });
  }
}

/** The value that names each item of both lists, each once; undefined when there is none. */
function identityOf(lists: readonly (readonly PropertyValue[])[]): string | undefined {
  if (lists.every((list) => list.length === 0)) return undefined;
  const [sample] = lists.flatMap((list) => list.slice(0, 1));
  if (!isMap(sample) || isUnknown(sample)) return undefined;
  return IDENTITIES.find(
    (identity) =>
      identity in sample &&
      lists.every((list) => {
        const names = new Set<PropertyValue | undefined>();
        for (const item of list) {
          const name = isMap(item) && !isUnknown(item) ? item[identity] : undefined;
          if (typeof name !== "string" && typeof name !== "number") return false;
          names.add(name);
        }
        return names.size === list.length;
      }),
  );
}

function inOrder(list: readonly PropertyValue[]): readonly PropertyValue[] {
  const keyOf = (item: PropertyValue) =>
    item instanceof Secret ? JSON.stringify(item.reveal()) : JSON.stringify(item);
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** Names of the inputs that a provider's Check filled in. */
function defaultsOf(map: PropertyMap): ReadonlySet<string> {
  const names = map.__defaults;
  return new Set(Array.isArray(names) ? names.map(String) : []);
}

/** Policies, dashboards and state machines are JSON in a text: their layout and the order of their keys mean nothing. */
function jsonOf(text: PropertyValue | undefined): PropertyValue | undefined {
  if (typeof text !== "string") return undefined;
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return undefined;
  try {
    return JSON.parse(text) as PropertyValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Providers take `2`, `"2"`, `true` and `"true"` for the same. */
function isScalarSame(old: PropertyValue | undefined, fresh: PropertyValue | undefined): boolean {
  const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  return isScalar(old) && isScalar(fresh) && String(old) === String(fresh);
}

function isNone(value: PropertyValue | undefined): boolean {
  return value === undefined || value === null;
}

/** A secret of a graph that was written down: that there was one is all that is left. */
function isMasked(value: PropertyValue | undefined): boolean {
  return isMap(value) && value.$secret === "masked";
}

function isSecret(value: PropertyValue | undefined): boolean {
  return value instanceof Secret || isMasked(value);
}

function reveal(value: PropertyValue | undefined): PropertyValue | undefined {
  return value instanceof Secret ? value.reveal() : value;
}

function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
