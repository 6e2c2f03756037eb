import type { PolicyResource } from "./graph";

/** What only a deployment can tell, or what is hidden. */
export const UNKNOWN: unique symbol = Symbol("unknown until deployed");
export type Unknown = typeof UNKNOWN;

/** A value as rules see it: plain, absent, or unknown. */
export function known(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? undefined;
  return "$unknown" in value || "$secret" in value ? UNKNOWN : value;
}

/**
 * The value at a path such as `scalingConfig.minSize` or `origins.0.domainName`.
 * @returns undefined where there is nothing, UNKNOWN where it or what holds it is unknown
 */
export function valueAt(from: unknown, path: string): unknown {
  let current = known(from);
  for (const step of path.split(".")) {
    if (current === UNKNOWN) return UNKNOWN;
    if (typeof current !== "object" || current === null) return undefined;
    current = known((current as Readonly<Record<string, unknown>>)[step]);
  }
  return current;
}

/** The input at a path. */
export function inputAt(resource: PolicyResource, path: string): unknown {
  return valueAt(resource.inputs, path);
}

/** A number, also one written as text, as some providers do. */
export function numberAt(from: unknown, path: string): number | Unknown | undefined {
  const value = valueAt(from, path);
  if (value === UNKNOWN || typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

export function textAt(from: unknown, path: string): string | Unknown | undefined {
  const value = valueAt(from, path);
  return value === UNKNOWN || typeof value === "string" ? value : undefined;
}

/** True or false, also as text. */
export function flagAt(from: unknown, path: string): boolean | Unknown | undefined {
  const value = valueAt(from, path);
  if (value === UNKNOWN || typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** A list, each of whose items may itself be unknown; none is an empty list. */
export function listAt(from: unknown, path: string): readonly unknown[] | Unknown {
  const value = valueAt(from, path);
  if (value === UNKNOWN) return UNKNOWN;
  return Array.isArray(value) ? value.map(known) : [];
}

/** Texts of a list; unknown as soon as one item is. */
export function textsAt(from: unknown, path: string): readonly string[] | Unknown {
  const items = listAt(from, path);
  if (items === UNKNOWN || items.includes(UNKNOWN)) return UNKNOWN;
  return items.filter((item) => typeof item === "string");
}

/** The entries of a map, values as rules see them; none is no entries. */
export function entriesAt(from: unknown, path: string): readonly (readonly [string, unknown])[] | Unknown {
  const value = valueAt(from, path);
  if (value === UNKNOWN) return UNKNOWN;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([key, each]) => [key, known(each)] as const);
}

/** A document that a program writes as JSON text, parsed; undefined where it is none. */
export function jsonAt(from: unknown, path: string): unknown {
  const text = valueAt(from, path);
  if (text === UNKNOWN) return UNKNOWN;
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
