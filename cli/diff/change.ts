/** A value before and after; null where the side has none. */
export interface Change<T> {
  readonly old: T | null;
  readonly new: T | null;
}

/** How a thing differs between two sides. */
export type ChangeKind = "added" | "removed" | "changed";

/** Relative difference below which two computed numbers are the same: they went through sums in another order. */
const TOLERANCE = 1e-9;

/** The value of one field on both sides. */
export function changeOf<S, T>(
  old: S | undefined | null,
  fresh: S | undefined | null,
  field: (side: S) => T,
): Change<T> {
  return {
    old: old === undefined || old === null ? null : field(old),
    new: fresh === undefined || fresh === null ? null : field(fresh),
  };
}

/** Whether two values are the same to a reader: numbers within rounding, everything else by its JSON. */
export function isSame(old: unknown, fresh: unknown): boolean {
  if (old === fresh) return true;
  if (typeof old === "number" && typeof fresh === "number") {
    return Math.abs(old - fresh) <= TOLERANCE * Math.max(Math.abs(old), Math.abs(fresh));
  }
  if (Array.isArray(old) && Array.isArray(fresh)) {
    return old.length === fresh.length && old.every((item, i) => isSame(item, fresh[i]));
  }
  if (isRecord(old) && isRecord(fresh)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(fresh)]);
    return [...keys].every((key) => isSame(old[key], fresh[key]));
  }
  return false;
}

/** Whether the two sides of a change differ. */
export function isChanged(change: Change<unknown>): boolean {
  return !isSame(change.old, change.new);
}

/** Things of both sides by their key, in the order of the new side, those that are gone at the end. */
export function paired<T>(
  old: readonly T[],
  fresh: readonly T[],
  keyOf: (thing: T) => string,
): readonly { readonly key: string; readonly old: T | undefined; readonly new: T | undefined }[] {
  const before = new Map(old.map((thing) => [keyOf(thing), thing]));
  const after = new Map(fresh.map((thing) => [keyOf(thing), thing]));
  const keys = [...after.keys(), ...[...before.keys()].filter((key) => !after.has(key))];
  return keys.map((key) => ({ key, old: before.get(key), new: after.get(key) }));
}

/** What happened to a thing, where at least one side has it. */
export function kindOf(pair: { readonly old: unknown; readonly new: unknown }): ChangeKind {
  if (pair.old === undefined || pair.old === null) return "added";
  return pair.new === undefined || pair.new === null ? "removed" : "changed";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
