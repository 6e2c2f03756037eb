import type { StackName } from "./goal";
import { hasSecret, isMap, isUnknown, mapValues, type PropertyMap, type PropertyValue, Secret } from "./property-value";

/** Outputs of other stacks, by name: `platform`, or `organization/project/platform`. */
export type StackOutputs = Readonly<Record<string, PropertyMap>>;

/** What a StackReference reads: the stack's outputs and which of them are secret. */
export interface ReferencedStack {
  readonly outputs: PropertyMap;
  readonly secretOutputNames: readonly string[];
}

/**
 * The stack that a StackReference names, or none. As with the engine, a bare name and `organization/stack` are of the
 * same project; `organization/project/stack` says which.
 */
export function referencedStack(name: string, known: StackOutputs, self: Self): ReferencedStack | undefined {
  const full = fullName(name, self);
  const match = Object.keys(known).find((key) => fullName(key, self) === full);
  const outputs = match === undefined ? undefined : known[match];
  if (outputs === undefined) return undefined;
  const secretOutputNames = Object.keys(outputs).filter((key) => hasSecret(outputs[key] ?? null));
  return { outputs, secretOutputNames: secretOutputNames.sort() };
}

/**
 * Outputs in which every unknown is a text that says whose it is: `«platform.subnetIds[0]»`.
 * The SDK takes all outputs of a stack for unknown as soon as one is, so that a program reading a stack which was only recorded
 * would see nothing of it, not even its plain numbers.
 */
export function withPlaceholders(stack: string, outputs: PropertyMap): PropertyMap {
  return mapValues(outputs, (value, key) => placeholder(`${stack}.${key}`, value));
}

function placeholder(path: string, value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return new Secret(placeholder(path, value.reveal()));
  if (isUnknown(value)) return `«${path}»`;
  if (Array.isArray(value)) return value.map((item: PropertyValue, at) => placeholder(`${path}[${at}]`, item));
  return isMap(value) ? mapValues(value, (item, key) => placeholder(`${path}.${key}`, item)) : value;
}

function fullName(name: string, self: Self): string {
  const parts = name.split("/");
  if (parts.length === 1) return `${self.organization}/${self.project}/${name}`;
  return parts.length === 2 ? `${parts[0]}/${self.project}/${parts[1]}` : name;
}

type Self = StackName & { readonly organization: string };
