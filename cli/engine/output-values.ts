import { isWireMap, SIGNATURE, UNKNOWN_ON_WIRE, type WireMap, type WireValue } from "./wire";

/** For each input, the URNs it depends on. */
export type PropertyDependencies = Map<string, readonly string[]>;

/**
 * The properties as a transform gets them: secrets, unknowns and values with dependencies as output values.
 * @see `upgradeOutputValues` in the engine's `source_eval.go` and `MarshalValueWithOptions` in `propertyrpc`
 */
export function asOutputValues(properties: WireMap, dependencies: PropertyDependencies): WireMap {
  const entries = Object.entries(properties).map(([key, value]) => {
    const missing = dependencies.get(key) ?? [];
    const carried = new Set(dependenciesOf(value));
    const isComplete = missing.every((urn) => carried.has(urn));
    return [key, outputValue(value, isComplete ? [] : missing)] as const;
  });
  return Object.fromEntries(entries);
}

/** Every URN on an output value anywhere inside, without repetition. */
export function dependenciesOf(value: WireValue): readonly string[] {
  if (value === null || typeof value !== "object") return [];
  const own =
    isWireMap(value) && value[SIGNATURE.key] === SIGNATURE.output ? (value.dependencies as string[] | undefined) : [];
  return [...new Set([...(own ?? []), ...Object.values(value).flatMap((item: WireValue) => dependenciesOf(item))])];
}

/** The properties in the form before output values: plain, secret or unknown. @see `downgradeOutputValues` */
export function withoutOutputValues(properties: WireMap): WireMap {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, withoutOutputValue(value)]));
}

function withoutOutputValue(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(withoutOutputValue);
  if (!isWireMap(value)) return value;
  if (value[SIGNATURE.key] !== SIGNATURE.output) return withoutOutputValues(value);
  const inner = "value" in value ? withoutOutputValue(value.value) : UNKNOWN_ON_WIRE;
  return value.secret === true ? { [SIGNATURE.key]: SIGNATURE.secret, value: inner } : inner;
}

function outputValue(value: WireValue, dependencies: readonly string[]): WireValue {
  const signature = isWireMap(value) ? value[SIGNATURE.key] : undefined;
  if (value === UNKNOWN_ON_WIRE) return { [SIGNATURE.key]: SIGNATURE.output, dependencies };
  if (isWireMap(value) && signature === SIGNATURE.output) {
    const all = [...new Set([...((value.dependencies as string[] | undefined) ?? []), ...dependencies])];
    return { ...value, dependencies: all };
  }
  if (isWireMap(value) && signature === SIGNATURE.secret) {
    return { [SIGNATURE.key]: SIGNATURE.output, secret: true, dependencies, ...knownValue(value.value) };
  }
  const inner = signature === undefined ? eachInside(value) : value;
  return dependencies.length === 0 ? inner : { [SIGNATURE.key]: SIGNATURE.output, value: inner, dependencies };
}

function knownValue(value: WireValue): WireMap {
  return value === UNKNOWN_ON_WIRE ? {} : { value: eachInside(value) };
}

function eachInside(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map((item) => outputValue(item, []));
  if (!isWireMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, outputValue(item, [])]));
}
