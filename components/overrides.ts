import {
  type ComponentResource,
  type CustomResourceOptions,
  getStack,
  type Inputs,
  mergeOptions,
  Output,
  RunError,
} from "@pulumi/pulumi";
import { type NameParts, physicalName } from "./naming";

/** What to change on the children of one role. */
export interface Override {
  /** Inputs, merged onto the component's own: maps entry by entry, everything else (lists, too) as a whole. @default no change */
  readonly args?: Readonly<Record<string, unknown>>;
  /** Options, merged as Pulumi merges them: lists are added to, everything else is replaced. @default no change */
  readonly opts?: Omit<CustomResourceOptions, "parent" | "urn">;
}

/** The one way to reach what a component has no argument for: role of a child → what to change on it. */
export type Overrides = Readonly<Record<string, Override>>;

/** What every component takes besides its own arguments. */
export interface Overridable {
  /** Changes to the children's inputs and options by role, merged last. An unknown role is refused, with the roles there are. @default none */
  readonly overrides?: Overrides;
}

/** Several children of one role, told apart by a key. */
export interface KeyedRole {
  readonly role: string;
  /** Joins the role in the logical name; an override may name the role, for all of them, or `role-key`. */
  readonly key: string;
}

type ChildClass<A, R> = new (name: string, args: A, opts?: CustomResourceOptions) => R;

/**
 * Makes a component's children: each under the component, named after it, with the overrides of its role merged last.
 * The component keeps none of it; it is made, used and dropped in the constructor.
 */
export class Children {
  readonly #component: ComponentResource;
  readonly #name: string;
  readonly #overrides: Overrides;
  readonly #roles = new Set<string>();

  /** @param name the component's logical name */
  constructor(component: ComponentResource, name: string, { overrides = {} }: Overridable) {
    this.#component = component;
    this.#name = name;
    this.#overrides = overrides;
  }

  /** The logical name of a child. */
  nameOf(role: string | KeyedRole): string {
    return `${this.#name}-${typeof role === "string" ? role : `${role.role}-${role.key}`}`;
  }

  /** The physical name of a child: the same on every run, and within what its service takes. */
  physicalName(role: string | KeyedRole, limits: Omit<NameParts, "stack" | "role">): string {
    return physicalName({ stack: getStack(), role: this.nameOf(role), ...limits });
  }

  /** Makes the child of a role. */
  make<A, R>(Child: ChildClass<A, R>, role: string | KeyedRole, args: NoInfer<A>, opts: CustomResourceOptions = {}): R {
    const names = typeof role === "string" ? [role] : [role.role, `${role.role}-${role.key}`];
    for (const name of names) this.#roles.add(name);
    const overrides = names.flatMap((name) => this.#overrides[name] ?? []);
    const changedArgs = overrides.reduce<unknown>(
      (merged, { args: change = {} }) => mergedInputs(merged, change),
      args,
    );
    const own = mergeOptions({ parent: this.#component }, opts);
    const changedOpts = overrides.reduce((merged, { opts: change = {} }) => mergeOptions(merged, change), own);
    return new Child(this.nameOf(role), changedArgs as A, changedOpts);
  }

  /**
   * Publishes the component's outputs; call it last.
   * @throws RunError for overrides of roles that no child has
   */
  publish(outputs: Inputs): void {
    const unknown = Object.keys(this.#overrides).filter((role) => !this.#roles.has(role));
    if (unknown.length > 0) {
      const known = [...this.#roles].sort().join(", ");
      const type = this.#component.constructor.name;
      throw new RunError(
        `${type} "${this.#name}": overrides has no role ${unknown.join(", ")}, expected one of ${known}`,
      );
    }
    (this.#component as unknown as { registerOutputs(outputs: Inputs): void }).registerOutputs(outputs);
  }
}

/** Inputs that overrides change, by role, for the component's own inputs: what shapes a child must be seen in state. */
export function overriddenInputs({ overrides = {} }: Overridable): { readonly overriddenInputs?: Inputs } {
  const changed = Object.entries(overrides).flatMap(([role, { args }]) => (args === undefined ? [] : [[role, args]]));
  return changed.length === 0 ? {} : { overriddenInputs: Object.fromEntries(changed) };
}

function mergedInputs(own: unknown, change: unknown): unknown {
  if (!isPlainMap(own) || !isPlainMap(change)) return change;
  const merged: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(change)) merged[key] = key in own ? mergedInputs(own[key], value) : value;
  return merged;
}

function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Output.isInstance(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
