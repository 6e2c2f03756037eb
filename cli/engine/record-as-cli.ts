import { EXIT_ALREADY_LOGGED, type Exit, runNodeProgram } from "./node-program";
import { Recorder } from "./recorder";
import { fullConfig, fullSecretKeys, type ProgramError, type Recording, type RecordOptions } from "./recording";

/** A program as a folder with a `Pulumi.yaml` and a `package.json` that says where it starts. */
export interface CliRecordOptions extends RecordOptions {
  /** The project's folder. */
  readonly folder: string;
  /** Variables the program gets besides this process's own. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

const DEFAULT_TIMEOUT_SECONDS = 120;

/**
 * Runs a project's program in a child process, started as the CLI's language host starts it, and writes down what it registers.
 * Slower than `record` by the start of a Node process; it is the proof that the folder is a program the CLI can run.
 */
export async function recordAsCli(options: CliRecordOptions): Promise<Recording> {
  const { project, stack, organization = "organization", folder, environment = {} } = options;
  const recorder = new Recorder(options);
  try {
    const address = await recorder.start();
    const exit = await runNodeProgram({
      folder,
      project,
      stack,
      organization,
      monitorAddress: address,
      engineAddress: address,
      operation: "preview",
      config: fullConfig(options),
      secretConfigKeys: fullSecretKeys(options),
      environment,
      timeoutSeconds: options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    });
    const recording = recorder.recording(exit.code === EXIT_ALREADY_LOGGED ? [] : exitErrors(exit));
    const isUnexplained = exit.code !== 0 && recording.errors.length === 0;
    return isUnexplained ? { ...recording, errors: exitErrors(exit) } : recording;
  } finally {
    recorder.close();
  }
}

function exitErrors({ code, output }: Exit): readonly ProgramError[] {
  if (code === 0) return [];
  const said = output.trim();
  return [{ kind: "thrown", message: said === "" ? `the program exited with code ${code}` : said }];
}
