import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { structs } from "./proto";
import { isList, isProps, type Props, UNKNOWN, Unknown, type Value } from "./values";

// The signatures of Pulumi's property encoding: sdk/go/common/resource/properties.go.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_TEXTS: ReadonlySet<Value> = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Properties as they travel: secrets are wrapped, unknowns are texts. */
export type Wire = Props;

/** The properties of a protocol message; absent is empty. */
export function fromStruct(message: Struct | undefined): Wire {
  return message === undefined ? {} : (message.toJavaScript() as Wire);
}

/** A protocol message with these properties, unknowns written as the protocol wants them. */
export function toStruct(wire: Wire): Struct {
  return structs.Struct.fromJavaScript(conceal(wire) as Record<string, JavaScriptValue>);
}

function conceal(value: Value): Value {
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (isList(value)) return value.map(conceal);
  if (!isProps(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, conceal(item)]),
  );
}

/** The plain value behind a travelling one: secrets unwrapped, unknown texts become the unknown. */
export function reveal(value: Value): Value {
  if (UNKNOWN_TEXTS.has(value)) return UNKNOWN;
  if (isList(value)) return value.map(reveal);
  if (!isProps(value)) return value;
  if (value[SIGNATURE] === SECRET || value[SIGNATURE] === OUTPUT) {
    return value.value === undefined ? UNKNOWN : reveal(value.value);
  }
  return revealProps(value);
}

/** The plain properties behind travelling ones. */
export function revealProps(wire: Wire): Props {
  return Object.fromEntries(Object.entries(wire).map(([key, item]) => [key, reveal(item)]));
}

/** Whether a travelling value is or holds a secret. */
export function holdsSecret(value: Value | undefined): boolean {
  if (isList(value)) return value.some(holdsSecret);
  if (!isProps(value)) return false;
  if (value[SIGNATURE] === SECRET) return true;
  if (value[SIGNATURE] === OUTPUT && value.secret === true) return true;
  return Object.values(value).some(holdsSecret);
}

/** A value wrapped as a secret. */
export function secret(value: Value): Value {
  return { [SIGNATURE]: SECRET, value };
}

/** Outputs in which whatever was a secret input is a secret again, by top-level name. */
export function keepSecrets(outputs: Props, inputs: Wire): Wire {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, holdsSecret(inputs[key]) ? secret(value) : value]),
  );
}
