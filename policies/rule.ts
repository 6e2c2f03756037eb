import { z } from "zod";
import type { StackFacts } from "./facts";
import type { GraphIndex, PolicyResource } from "./graph";

export const AREAS = ["limits", "plan", "survival", "time", "firewall", "data", "cost"] as const;
export type Area = (typeof AREAS)[number];

export const LEVELS = ["mandatory", "advisory"] as const;
/** Whether a violation stops a deployment, or is only said. */
export type Level = (typeof LEVELS)[number];

/** In the words of Pulumi's consoles. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Where a rule comes from: a row of the catalog by its key, or a document. */
export type Source = { readonly quota: string } | { readonly limit: string } | { readonly document: string };

/** What a rule says of one resource, or of the stack when there is no `at`. */
export type Observation =
  | { readonly state: "fine"; readonly at?: PolicyResource }
  | {
      readonly state: "violated";
      readonly at?: PolicyResource;
      /** What there is, with its unit. */
      readonly found: string;
      /** What is allowed or needed, with its unit. */
      readonly allowed: string;
      /** What to do here, where the rule's own words are too general. */
      readonly fix?: string;
    }
  | {
      readonly state: "unknown";
      readonly at?: PolicyResource;
      /** What only a deployment can tell. */
      readonly what: string;
    };

/** Everything a rule may look at. */
export interface RuleInput<C> {
  readonly graph: GraphIndex;
  readonly facts: StackFacts;
  readonly config: C;
}

/** One rule: a pure predicate over a graph, and what a person must know to act on it. */
export interface Rule<C = unknown> {
  /** Public: settings, consoles and reports name it. Begins with its area. */
  readonly id: string;
  readonly area: Area;
  readonly level: Level;
  readonly severity: Severity;
  /** What must hold. */
  readonly title: string;
  /** What happens to the event otherwise. */
  readonly why: string;
  readonly fix: string;
  readonly sources: readonly Source[];
  /** What must be there for the rule to say anything, in the plural: "node groups". */
  readonly appliesTo: string;
  /** What a team may set, with defaults. */
  readonly config: z.ZodObject;
  /** Nothing to observe is "does not apply". */
  readonly check: (input: RuleInput<C>) => readonly Observation[];
}

type Described<S extends z.ZodObject> = Omit<Rule<z.infer<S>>, "config" | "check"> & {
  readonly config?: S;
  readonly check: (input: RuleInput<z.infer<S>>) => readonly Observation[];
};

const NO_CONFIG = z.strictObject({});

/** Names a rule's parts and ties its config to its check. */
export function rule<S extends z.ZodObject = typeof NO_CONFIG>(described: Described<S>): Rule {
  const { config = NO_CONFIG, check, ...rest } = described;
  return { ...rest, config, check: check as Rule["check"] };
}

export function fine(at?: PolicyResource): Observation {
  return at === undefined ? { state: "fine" } : { state: "fine", at };
}

export function violated(
  at: PolicyResource | undefined,
  found: string,
  allowed: string,
  { fix }: { readonly fix?: string } = {},
): Observation {
  return {
    state: "violated",
    ...(at === undefined ? {} : { at }),
    found,
    allowed,
    ...(fix === undefined ? {} : { fix }),
  };
}

export function unknown(at: PolicyResource | undefined, what: string): Observation {
  return at === undefined ? { state: "unknown", what } : { state: "unknown", at, what };
}
