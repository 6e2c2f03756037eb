import { isMap, isUnknown, type PropertyMap, type PropertyValue, Secret, UNKNOWN } from "./property-value";

/**
 * The marks that the protocol puts on special values.
 * @see `sdk/go/common/resource/sig` and `runtime/rpc` of the Pulumi SDK
 */
export const SIGNATURE = {
  key: "4dabf18193072939515e22adb298388d",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** What stands for an unknown value, or an unknown id, on the wire. */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value as `google.protobuf.Struct` gives it, or as a saved plan or state has it. */
export type WireValue = null | undefined | boolean | number | string | readonly WireValue[] | WireMap;

/** Named values on the wire. */
export interface WireMap {
  readonly [key: string]: WireValue;
}

/** Wire values as property values, keys in code-unit order. A secret of a saved plan or state must be in plain text (`--show-secrets`). */
export function decodeMap(map: WireMap): PropertyMap {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.filter((key) => map[key] !== undefined).map((key) => [key, decode(map[key])]));
}

/** One wire value as a property value. */
export function decode(value: WireValue): PropertyValue {
  if (value === undefined || value === null) return null;
  if (value === UNKNOWN_ON_WIRE) return UNKNOWN;
  if (isWireList(value)) return value.map(decode);
  if (typeof value !== "object") return value;
  return SIGNATURE.key in value ? decodeMarked(value) : decodeMap(value);
}

/** A property value as the protocol carries it. */
export function encode(value: PropertyValue): WireValue {
  if (value instanceof Secret) return { [SIGNATURE.key]: SIGNATURE.secret, value: encode(value.reveal()) };
  if (isUnknown(value)) return UNKNOWN_ON_WIRE;
  if (Array.isArray(value)) return value.map(encode);
  return isMap(value) ? encodeMap(value) : (value as WireValue);
}

/** Property values as the protocol carries them. */
export function encodeMap(map: PropertyMap): WireMap {
  if ("$resource" in map) return { [SIGNATURE.key]: SIGNATURE.resource, urn: encode(map.$resource ?? null) };
  if ("$asset" in map) return { [SIGNATURE.key]: SIGNATURE.asset, ...(encode(map.$asset ?? {}) as WireMap) };
  if ("$archive" in map) return { [SIGNATURE.key]: SIGNATURE.archive, ...(encode(map.$archive ?? {}) as WireMap) };
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, encode(value)]));
}

/** Whether the value is marked as a secret. */
export function isSecretOnWire(value: WireValue): boolean {
  return isWireMap(value) && value[SIGNATURE.key] === SIGNATURE.secret;
}

export function isWireMap(value: WireValue): value is WireMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWireList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

function decodeMarked(marked: WireMap): PropertyValue {
  const { [SIGNATURE.key]: signature, ...rest } = marked;
  switch (signature) {
    case SIGNATURE.secret:
      return decodeSecret(rest);
    case SIGNATURE.output:
      return decodeOutput(rest);
    case SIGNATURE.resource:
      return { $resource: decode(rest.urn) };
    case SIGNATURE.asset:
      return { $asset: contentOf(rest) };
    case SIGNATURE.archive:
      return { $archive: contentOf(rest) };
    default:
      throw new Error(`unknown signature ${String(signature)} on a value: this SDK speaks a newer protocol than ours`);
  }
}

function decodeSecret(rest: WireMap): Secret {
  const plainText = rest.plaintext;
  if (typeof plainText === "string") return new Secret(decode(JSON.parse(plainText) as WireValue));
  if (typeof rest.ciphertext === "string") return new Secret({ $ciphertext: rest.ciphertext });
  return new Secret(decode(rest.value));
}

function decodeOutput(rest: WireMap): PropertyValue {
  const value = "value" in rest ? decode(rest.value) : UNKNOWN;
  return rest.secret === true ? new Secret(value) : value;
}

/** An asset by what the program said, without the hash that an engine adds and the SDK's own marks. */
function contentOf(rest: WireMap): PropertyMap {
  const said = Object.entries(rest).filter(([key]) => key !== "hash" && !key.startsWith("__"));
  return decodeMap(Object.fromEntries(said));
}
