import type { Plan } from "../../capacity/plan-document";
import type { Finding, Outcome } from "../../capacity/problems";
import { edgeStackOf, platformStackOf } from "../../stacks/declared/stack-names";
import type { StackSettings } from "../../stacks/declared/stack-settings";
import { type Project, type StackToRecord, stackToRecord } from "../input/project";
import { record } from "./recorded";
import type { ProgramError, Recording } from "./recording";
import { stackConfig } from "./stack-config";
import { type StackOutputs, withPlaceholders } from "./stack-outputs";
import type { Traces } from "./stack-traces";

/** A stack's program, run to its end or to its refusal. */
export interface StackRecording {
  readonly stack: string;
  readonly recording: Recording;
  /** What the stack was built from; none where it has no plan of its own. */
  readonly plan: Plan | null;
  /** Stacks whose outputs it may read, and that have some. */
  readonly reads: readonly string[];
  /** Why stacks whose outputs it may read have none. */
  readonly failedReferences: readonly StackFailure[];
}

/** Why a stack has no recording, or one that ends early. */
export type StackFailure =
  | { readonly stack: string; readonly findings: readonly Finding[] }
  | { readonly stack: string; readonly error: ProgramError };

/** The stacks that a stack reads: an event its platform and edge, an edge its platform. */
export function referencesOf(settings: StackSettings): readonly string[] {
  switch (settings.program) {
    case "platform":
      return [];
    case "edge":
      return [platformStackOf(settings)];
    case "event":
      return [platformStackOf(settings), edgeStackOf(settings)];
  }
}

/** What is known already when a stack is recorded. */
export interface StackRecordOptions {
  /** Outputs of stacks that need no recording, by their names. @default every stack that is read is recorded first */
  readonly outputs?: StackOutputs;
}

/**
 * Records a stack of a project, after the stacks whose outputs it reads: all in this process, each once.
 * Outputs that only a deployment can tell are readable texts such as `«platform.vpcId»`.
 * @returns the recording, errors of the program included; findings only where a stack's file can't be read
 */
export async function recordStack(
  project: Project,
  target: StackToRecord,
  { outputs = {} }: StackRecordOptions = {},
): Promise<Outcome<StackRecording>> {
  return new ChainRecorder(project, (await import("../../stacks/index")).program, outputs).record(target);
}

type StackProgram = typeof import("../../stacks/index").program;

class ChainRecorder {
  readonly #project: Project;
  readonly #program: StackProgram;
  readonly #outputs: StackOutputs;
  readonly #known = new Map<string, Promise<Outcome<StackRecording>>>();

  constructor(project: Project, program: StackProgram, outputs: StackOutputs) {
    this.#project = project;
    this.#program = program;
    this.#outputs = outputs;
  }

  async record(target: StackToRecord): Promise<Outcome<StackRecording>> {
    const config = stackConfig(this.#project, target.file);
    if (!config.ok) return config;
    const { stackOutputs, failedReferences } = await this.#references(target);
    let plan: Plan | null = null;
    const context = {
      root: this.#project.root,
      planned: (own: Plan) => {
        plan = own;
      },
    };
    const run = (traces: Traces) =>
      record(() => this.#program(context), {
        ...config.value,
        project: this.#project.name,
        stack: target.stack,
        stackOutputs,
        traces,
      });
    const quick = await run("none");
    // A defect is recorded once more, to say where it is.
    const recording = quick.errors.some(({ kind }) => kind === "thrown") ? await run("near") : quick;
    return {
      ok: true,
      value: { stack: target.stack, recording, plan, reads: Object.keys(stackOutputs), failedReferences },
      findings: [],
    };
  }

  /** Outputs of the stacks that the target may read. One that isn't declared or fails has none: the program says whether it needs them. */
  async #references(target: StackToRecord) {
    const stackOutputs: Record<string, StackOutputs[string]> = { ...this.#outputs };
    const failedReferences: StackFailure[] = [];
    for (const name of referencesOf(target.settings).filter((each) => this.#outputs[each] === undefined)) {
      const recorded = await this.#reference(name);
      if (!recorded.ok) failedReferences.push({ stack: name, findings: recorded.findings });
      else if (recorded.value.recording.errors.length > 0) failedReferences.push(...failuresOf(recorded.value));
      else stackOutputs[name] = withPlaceholders(name, recorded.value.recording.graph.outputs);
    }
    return { stackOutputs, failedReferences: distinctFailures(failedReferences) };
  }

  #reference(name: string): Promise<Outcome<StackRecording>> {
    const declared = stackToRecord(this.#project, name);
    if (!declared.ok) return Promise.resolve(declared);
    const known = this.#known.get(name) ?? this.record(declared.value);
    this.#known.set(name, known);
    return known;
  }
}

/** Why a stack could not be recorded, what its references lack first; none when it was. */
export function failuresOf({ stack, recording, failedReferences }: StackRecording): readonly StackFailure[] {
  if (recording.errors.length === 0) return [];
  return distinctFailures([...failedReferences, ...recording.errors.map((error) => ({ stack, error }))]);
}

/** The platform fails for the edge and for the event alike. */
function distinctFailures(failures: readonly StackFailure[]): readonly StackFailure[] {
  const seen = new Set<string>();
  return failures.filter((failure) => {
    const key = JSON.stringify(failure);
    return seen.has(key) ? false : seen.add(key);
  });
}
