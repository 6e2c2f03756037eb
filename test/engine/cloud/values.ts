import { createHash } from "node:crypto";

/** What stands for a value that is not known before the deployment. */
export class Unknown {
  readonly unknown = true;
}

/** The one unknown. */
export const UNKNOWN = new Unknown();

/** A plain property value: secrets revealed, unknowns marked. */
export type Value = null | boolean | number | string | Unknown | readonly Value[] | Props;

/** Properties of a resource. */
export interface Props {
  readonly [key: string]: Value;
}

/** Whether a value is an object with properties. */
export function isProps(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** Whether a value is a list. */
export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is unknown or has an unknown somewhere inside. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isProps(value) && Object.values(value).some(hasUnknown);
}

/** Whether an input counts as given: present, not null and not an empty string. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** A property as text, or undefined when it is absent, unknown or of another kind. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A property as a number; the SDK may send numbers as text. */
export function number(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  return undefined;
}

/** A property as a list; anything but a list is empty. */
export function list(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** The texts of a list. */
export function texts(value: Value | undefined): readonly string[] {
  return list(value).filter((item): item is string => typeof item === "string");
}

/** A property as an object; anything else is empty. */
export function props(value: Value | undefined): Props {
  return isProps(value) ? value : {};
}

/** All values at a path such as `rules.transitions.days`; lists are walked without an index. */
export function valuesAt(value: Value | undefined, path: string): readonly Value[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((item) => valuesAt(item, path));
  if (path === "") return value === null ? [] : [value];
  if (!isProps(value)) return [];
  const dot = path.indexOf(".");
  const head = dot < 0 ? path : path.slice(0, dot);
  const rest = dot < 0 ? "" : path.slice(dot + 1);
  const next = value[head];
  if (rest === "") return next === undefined || next === null ? [] : [next];
  return valuesAt(next, rest);
}

/** The known texts at a path. */
export function textsAt(value: Value | undefined, path: string): readonly string[] {
  return valuesAt(value, path).flatMap((item) => (isList(item) ? texts(item) : typeof item === "string" ? [item] : []));
}

/** The objects that hold the last step of a path, so that siblings can be compared: `a.b.c` gives every `b`. */
export function holdersAt(value: Value | undefined, path: string): readonly Props[] {
  const dot = path.lastIndexOf(".");
  if (dot < 0) return isProps(value) ? [value] : [];
  return valuesAt(value, path.slice(0, dot))
    .flatMap((item) => (isList(item) ? item : [item]))
    .filter(isProps);
}

/** Whether two property values are the same; an unknown equals nothing. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return false;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (isProps(a) && isProps(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameValue(a[key], b[key]));
  }
  return (a ?? null) === (b ?? null);
}

/** A repeatable run of hexadecimal digits for a text. */
export function hex(seed: string, digits: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, digits);
}
