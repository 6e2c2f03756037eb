import type { Unit } from "./units";

/** Named numbers of one world. */
export type Scope<Name extends string> = { readonly [name in Name]: number };

/** One step of a layer's arithmetic: what it computes, in which unit, as text and as code. A test holds the two together. */
export interface Equation {
  readonly key: string;
  readonly unit: Unit;
  /** The right-hand side in the names of other equations and parameters, with × ÷ − + ( ) min max and named functions. */
  readonly text: string;
  readonly value: (scope: Scope<string>) => number;
}

/** Equations in the order in which they are computed; each may use the names before it. */
export class Equations<Name extends string> {
  private constructor(readonly list: readonly Equation[]) {}

  /** Starts a list that may use the given names: `Equations.over<"viewers" | "joinsPerSecond">()`. */
  static over<Names extends string>(): Equations<Names> {
    return new Equations<Names>([]);
  }

  /** Adds one equation; its result can be used by the following ones. */
  let<Key extends string>(
    key: Key,
    unit: Unit,
    text: string,
    value: (scope: Scope<Name>) => number,
  ): Equations<Name | Key> {
    return new Equations<Name | Key>([...this.list, { key, unit, text, value: value as Equation["value"] }]);
  }
}

const IDENTIFIER = /[A-Za-z][A-Za-z0-9]*/g;

/** The functions that equation texts may call besides the names in scope. */
export const EQUATION_FUNCTIONS: ReadonlySet<string> = new Set(["min", "max", "ceil", "sqrt", "if"]);

const namesByText = new Map<string, readonly string[]>();

/** The names that an equation reads, in the order in which its text mentions them. */
export function namesIn(text: string): readonly string[] {
  const known = namesByText.get(text);
  if (known !== undefined) return known;
  const words = text.match(IDENTIFIER) ?? [];
  const names = [...new Set(words)].filter((word) => !EQUATION_FUNCTIONS.has(word));
  namesByText.set(text, names);
  return names;
}
