import type { Level, Rule } from "./rule";

/** A rule in a pack, at the rule's own level unless the pack says otherwise. */
export interface PackRule {
  readonly rule: Rule;
  readonly level: Level;
}

/** Rules that are run together. */
export interface Pack {
  readonly name: "limits" | "event" | "platform" | "cost";
  readonly description: string;
  readonly rules: readonly PackRule[];
}

/** A pack of rules, each at its own level unless `levels` says otherwise. */
export function pack(
  name: Pack["name"],
  description: string,
  rules: readonly Rule[],
  levels: Readonly<Record<string, Level>> = {},
): Pack {
  return { name, description, rules: rules.map((rule) => ({ rule, level: levels[rule.id] ?? rule.level })) };
}
