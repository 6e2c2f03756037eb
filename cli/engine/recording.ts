import type { LogEntry } from "./engine-service";
import type { RegisteredHook } from "./monitor";
import { isMap, mapValues, type PropertyMap, type PropertyValue, Secret, secretStrings } from "./property-value";
import type { ResourceGraph } from "./resource-graph";
import type { StackOutputs } from "./stack-outputs";
import type { Traces } from "./stack-traces";

/** What every way of recording needs to know. */
export interface RecordOptions {
  readonly project: string;
  readonly stack: string;
  /** @default "organization", the only one a file backend has */
  readonly organization?: string;
  /** Config values by key; a key without a namespace is the project's. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secret. @default none */
  readonly secretConfigKeys?: readonly string[];
  /** Outputs of the stacks that StackReferences may name. @default none, so that every reference is refused */
  readonly stackOutputs?: StackOutputs;
  /** Answers to invokes by token. @default every invoke is answered as unknown */
  readonly invokeAnswers?: Readonly<Record<string, PropertyMap>>;
  /** Which stack traces of errors are kept. @default "near" */
  readonly traces?: Traces;
  /** How long the program may take, in seconds. @default 120 */
  readonly timeoutSeconds?: number;
}

/** Why a program could not be recorded to its end. */
export interface ProgramError {
  /**
   * `refused`: the program said no on purpose (RunError, ResourceError with hidden stack). `engine`: the engine would refuse it.
   * `logged`: the program wrote an error to the log. `thrown`: anything else it threw.
   */
  readonly kind: "refused" | "engine" | "logged" | "thrown";
  readonly message: string;
  /** For finding a defect; never part of a message for users. */
  readonly stack?: string;
}

/** A program's run, written down. */
export interface Recording {
  /** What was registered; incomplete when there are errors. */
  readonly graph: ResourceGraph;
  /** None when the program ran to its end. */
  readonly errors: readonly ProgramError[];
  /** Messages of the program, in order, without secrets. */
  readonly logs: readonly LogEntry[];
  /** Hooks that the program registered; they are act-time code and were not run. */
  readonly hooks: readonly RegisteredHook[];
}

/** The config as a language host hands it over: every key with its namespace. */
export function fullConfig(options: RecordOptions): Readonly<Record<string, string>> {
  const entries = Object.entries(options.config ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [fullKey(key, options.project), value]));
}

/** The secret keys as a language host hands them over. */
export function fullSecretKeys(options: RecordOptions): readonly string[] {
  return (options.secretConfigKeys ?? []).map((key) => fullKey(key, options.project));
}

function fullKey(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** Shorter secrets are not looked for in messages, as with the real CLI: they would hide half the text. */
const SHORTEST_MASKED_LENGTH = 3;

/** Every text that is secret in the config or the graph, longest first. */
export function secretTexts(options: RecordOptions, graph: ResourceGraph): readonly string[] {
  const config = fullConfig(options);
  const fromConfig = fullSecretKeys(options).map((key) => config[key] ?? "");
  const fromGraph = [graph.outputs, ...graph.resources.map((resource) => resource.inputs)].flatMap(secretStrings);
  const secrets = [...new Set([...fromConfig, ...fromGraph])].filter((text) => text.length >= SHORTEST_MASKED_LENGTH);
  return secrets.sort((a, b) => b.length - a.length);
}

/** The text with every secret replaced. */
export function maskText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}

/** The graph with secret arguments of invokes hidden: the SDK sends those in plain text. */
export function withSecretArguments(graph: ResourceGraph, secrets: readonly string[]): ResourceGraph {
  const hide = (value: PropertyValue): PropertyValue => {
    if (typeof value === "string") return maskText(value, secrets) === value ? value : new Secret(value);
    if (Array.isArray(value)) return value.map(hide);
    return isMap(value) ? mapValues(value, hide) : value;
  };
  return { ...graph, invokes: graph.invokes.map((invoke) => ({ ...invoke, args: mapValues(invoke.args, hide) })) };
}
