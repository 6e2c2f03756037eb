import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type EngineProblem, problemFromText, withoutStack } from "./engine-problem";

/** What one operation of the real engine did and said. */
export interface PulumiRun {
  /** Whether it ended without an error. */
  readonly ok: boolean;
  /** Why it didn't. */
  readonly problems: readonly EngineProblem[];
  /** How many resources by operation: `create`, `update`, `same`, … */
  readonly changes: Readonly<Record<string, number>>;
  /** What the policy packs found, mandatory and advisory. */
  readonly policies: readonly PolicyViolation[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every event but the debug messages, in order. */
  readonly events: readonly EngineEvent[];
  /** From the start of the CLI to its end. */
  readonly elapsedMilliseconds: number;
}

/** A resource or a stack that a policy doesn't accept. */
export interface PolicyViolation {
  readonly pack: string;
  readonly policy: string;
  readonly enforcement: "warning" | "mandatory";
  /** The resource; none when it is about the stack. */
  readonly urn?: string;
  readonly message: string;
}

/** A message of the engine, a provider or the program. */
export interface Diagnostic {
  readonly severity: "info" | "info#err" | "warning" | "error";
  readonly message: string;
  readonly urn?: string;
}

/** A run from its events and from what the CLI wrote when it failed. */
export function pulumiRun(from: {
  readonly stack: string;
  readonly events: readonly EngineEvent[];
  /** What the CLI wrote to stderr; none when it succeeded. */
  readonly failure: string | undefined;
  readonly elapsedMilliseconds: number;
}): PulumiRun {
  const events = from.events.filter((event) => !isDebug(event));
  const policies = events.flatMap(policyViolation);
  const diagnostics = events.flatMap(diagnostic);
  const summary = events.find((event) => event.summaryEvent !== undefined)?.summaryEvent;
  return {
    ok: from.failure === undefined,
    problems: from.failure === undefined ? [] : problems(from.stack, from.failure, policies, diagnostics),
    changes: { ...(summary?.resourceChanges as Record<string, number> | undefined) },
    policies,
    diagnostics,
    events,
    elapsedMilliseconds: from.elapsedMilliseconds,
  };
}

function isDebug(event: EngineEvent): boolean {
  return (event.diagnosticEvent?.severity as string | undefined) === "debug";
}

function policyViolation({ policyEvent }: EngineEvent): readonly PolicyViolation[] {
  if (policyEvent === undefined) return [];
  const { policyPackName: pack, policyName: policy, enforcementLevel: enforcement, resourceUrn, message } = policyEvent;
  const urn = resourceUrn === undefined || resourceUrn === "" ? {} : { urn: resourceUrn };
  return [{ pack, policy, enforcement, ...urn, message: plain(message) }];
}

function diagnostic({ diagnosticEvent }: EngineEvent): readonly Diagnostic[] {
  if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return [];
  const { severity, message, urn } = diagnosticEvent;
  return [{ severity, message: plain(message), ...(urn === undefined || urn === "" ? {} : { urn }) }];
}

/** What policies refuse, then what the engine and the program name as errors; the CLI's own text only when there is neither. */
function problems(
  stack: string,
  failure: string,
  policies: readonly PolicyViolation[],
  diagnostics: readonly Diagnostic[],
): readonly EngineProblem[] {
  const refused = policies
    .filter((violation) => violation.enforcement === "mandatory")
    .map((violation) => policyProblem(violation, stack));
  const errors = diagnostics.filter(
    ({ severity, message }) => severity === "error" && !/^(?:preview|update|destroy|refresh) failed$/.test(message),
  );
  const named = errors.map(({ message, urn }) => diagnosticProblem(message, urn ?? stack));
  const distinct = named.filter(
    (problem, at) => !named.slice(0, at).some(({ found }) => found.includes(problem.found)),
  );
  const all = [...refused, ...distinct];
  return all.length > 0 ? all : [problemFromText(failure, stack)];
}

function policyProblem(violation: PolicyViolation, stack: string): EngineProblem {
  return {
    id: "policy-violated",
    severity: "error",
    where: violation.urn ?? stack,
    found: violation.message.replaceAll("\n", ": "),
    expected: `policy ${violation.pack}/${violation.policy} holds`,
    fix: "change what the policy names",
  };
}

const CODE_FAILED = /failed with an unhandled exception|Unhandled exception/;

function diagnosticProblem(message: string, where: string): EngineProblem {
  const known = problemFromText(`error: ${message}`, where);
  if (known.id !== "engine-failed") return known;
  const isCode = CODE_FAILED.test(message);
  return {
    ...known,
    id: isCode ? "program-failed" : "operation-refused",
    found: withoutStack(message),
    expected: isCode ? "a program that runs to its end" : "an operation that the engine and the provider accept",
    fix: isCode ? "correct the program" : "correct what the message names, then run again",
  };
}

/** Without the colour marks that the engine writes. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is removed
  return text.replaceAll(/<\{%[^%]*%\}>|\u001b\[[0-9;]*m/g, "").trim();
}
