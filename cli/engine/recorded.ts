import { ResourceError, RunError, runtime } from "@pulumi/pulumi";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable.js";
import { withProgramStore } from "./program-store";
import { Recorder } from "./recorder";
import { fullConfig, fullSecretKeys, type ProgramError, type Recording, type RecordOptions } from "./recording";
import { messageOf } from "./rpc-server";
import { withoutNotedTraces } from "./stack-traces";
import { StrayErrors } from "./stray-errors";

/** A Pulumi program as a function: makes resources, returns the stack's outputs. */
export type Program = () => Promise<Record<string, unknown>>;

/** @see `runtime/debuggable` of the SDK */
const { leakedPromises } = debuggable as unknown as {
  readonly leakedPromises: () => readonly [ReadonlySet<unknown>, string];
};

const DEFAULT_TIMEOUT_SECONDS = 120;
/** How long registrations already on their way may take after the program has failed. */
const DRAIN_SECONDS = 2;
/** Any number above 1 lets registrations overlap; nothing here is rationed by it. */
const PARALLEL = 64;

let lastRun: Promise<unknown> = Promise.resolve();

/**
 * Runs a program in this process and writes down what it registers, as in the first preview of an empty stack.
 * Needs Node alone and no network besides the loopback interface. Runs of one process wait for each other, each on a store of its own.
 * @returns the recording; what the program throws is among its errors, never thrown here
 */
export function record(program: Program, options: RecordOptions): Promise<Recording> {
  const run = lastRun.then(() => recordAlone(program, options));
  lastRun = run.catch(() => undefined);
  return run;
}

async function recordAlone(program: Program, options: RecordOptions): Promise<Recording> {
  const recorder = new Recorder(options);
  const strays = new StrayErrors();
  const restoreTraces = withoutNotedTraces(options.traces ?? "near");
  try {
    const end = await withProgramStore((connect) =>
      runProgram(program, options, () => connect(recorder.localClients())),
    );
    await strays.settle();
    const errors = [...new Set([...end.thrown, ...strays.errors])];
    const recording = recorder.recording(errors.map(programError));
    return recording.errors.length > 0 ? recording : recorder.recording(leakError(end));
  } finally {
    restoreTraces();
    strays.release();
    recorder.close();
  }
}

/** How a program ended. */
interface End {
  readonly thrown: readonly unknown[];
  /** Promises of the SDK that are still open. */
  readonly openPromises: number;
}

/** The way the Automation API's language server runs an inline program. */
async function runProgram(program: Program, options: RecordOptions, connect: () => void): Promise<End> {
  const { project, stack, organization = "organization", timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = options;
  runtime.resetOptions(project, stack, PARALLEL, "local", "local", true, organization);
  connect();
  runtime.setAllConfig({ ...fullConfig(options) }, [...fullSecretKeys(options)]);
  try {
    const work = runtime.runInPulumiStack(program).then(() => runtime.disconnect(true));
    await inTime(work, timeoutSeconds);
    const [open] = leakedPromises();
    return { thrown: [], openPromises: open.size };
  } catch (error) {
    await inTime(runtime.disconnect(false), DRAIN_SECONDS).catch(() => runtime.disconnectSync());
    return { thrown: [error], openPromises: 0 };
  }
}

/** The CLI fails a program that leaves promises nobody waits for, unless it has failed already. */
function leakError({ openPromises }: End): readonly ProgramError[] {
  if (openPromises === 0) return [];
  const what = "a promise of a Pulumi API without await or then, or resources that wait for each other";
  return [{ kind: "thrown", message: `the program ended with ${openPromises} promises still open: ${what}` }];
}

async function inTime<T>(work: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const refuse = () =>
      reject(new RunError(`the program did not finish within ${seconds} s: something it waits for never comes`));
    timer = setTimeout(refuse, seconds * 1000);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function programError(error: unknown): ProgramError {
  const isRefusal: boolean =
    RunError.isInstance(error) || (ResourceError.isInstance(error) && error.hideStack === true);
  const trace = error instanceof Error ? error.stack : undefined;
  const stack = trace === undefined || isRefusal ? {} : { stack: trace };
  return { kind: isRefusal ? "refused" : "thrown", message: messageOf(error), ...stack };
}
