/**
 * A value as a program gives it to an engine: JSON, plus secrets and unknowns.
 *
 * Markers are plain objects with one `$` key, so that a graph stays JSON:
 * `{ $unknown: true }`, `{ $resource: urn }`, `{ $asset: … }`, `{ $archive: … }`. A secret is a {@link Secret}, which no rendering shows.
 */
export type PropertyValue = null | boolean | number | string | Secret | readonly PropertyValue[] | PropertyMap;

/** Named values, keys in code-unit order. */
export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** How a secret appears in JSON and on a screen: that there is one, and nothing about it. */
export const MASK: PropertyMap = Object.freeze({ $secret: "masked" });

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A value that is never shown: `JSON.stringify`, template strings and `console.log` all give the mask. */
export class Secret {
  readonly #value: PropertyValue;

  constructor(value: PropertyValue) {
    this.#value = value;
  }

  /** The hidden value, for comparing and for passing on to another engine; never for printing. */
  reveal(): PropertyValue {
    return this.#value;
  }

  toJSON(): PropertyMap {
    return MASK;
  }

  toString(): string {
    return "[secret]";
  }

  [INSPECT](): string {
    return "[secret]";
  }
}

/** A value that only a deployment can tell. */
export const UNKNOWN: PropertyMap = Object.freeze({ $unknown: true });

/** Whether only a deployment can tell this value. A map that merely contains unknowns is not itself unknown. */
export function isUnknown(value: PropertyValue | undefined): boolean {
  return isMap(value) && value.$unknown === true;
}

/** Whether there is something anywhere inside that only a deployment can tell. */
export function hasUnknown(value: PropertyValue): boolean {
  if (value instanceof Secret) return hasUnknown(value.reveal());
  if (isList(value)) return value.some(hasUnknown);
  return isMap(value) && (isUnknown(value) || Object.values(value).some(hasUnknown));
}

/** Whether the value is a map of named values (markers included). */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** Whether there is a secret anywhere inside. */
export function hasSecret(value: PropertyValue): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(hasSecret);
  return isMap(value) && Object.values(value).some(hasSecret);
}

/** The value with every secret replaced by the mask: plain JSON. */
export function masked(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return MASK;
  if (isList(value)) return value.map(masked);
  return isMap(value) ? mapValues(value, masked) : value;
}

/** Every non-empty string that stands inside a secret, for keeping it out of messages. */
export function secretStrings(value: PropertyValue): readonly string[] {
  return collect(value, "shown");
}

/** A copy of the map with each value changed, keys in code-unit order. */
export function mapValues(map: PropertyMap, change: (value: PropertyValue, key: string) => PropertyValue): PropertyMap {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, change(map[key] ?? null, key)]));
}

function collect(value: PropertyValue, visibility: "shown" | "hidden"): readonly string[] {
  if (value instanceof Secret) return collect(value.reveal(), "hidden");
  if (typeof value === "string") return visibility === "hidden" && value !== "" ? [value] : [];
  if (isList(value)) return value.flatMap((item) => collect(item, visibility));
  return isMap(value) ? Object.values(value).flatMap((item) => collect(item, visibility)) : [];
}

function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}
