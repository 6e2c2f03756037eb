import type { StackName } from "./goal";
import { hasSecret, type PropertyMap } from "./property-value";

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

function fullName(name: string, self: Self): string {
  const parts = name.split("/");
  if (parts.length === 1) return `${self.organization}/${self.project}/${name}`;
  return parts.length === 2 ? `${parts[0]}/${self.project}/${parts[1]}` : name;
}

type Self = StackName & { readonly organization: string };
