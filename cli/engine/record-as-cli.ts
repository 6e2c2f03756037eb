import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { Recorder } from "./recorder";
import { fullConfig, fullSecretKeys, type ProgramError, type Recording, type RecordOptions } from "./recording";

/** A program as a folder with a `Pulumi.yaml` and a `package.json` that says where it starts. */
export interface CliRecordOptions extends RecordOptions {
  /** The project's folder. */
  readonly folder: string;
  /** Variables the program gets besides this process's own. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a child ended. */
interface Exit {
  readonly code: number | null;
  readonly output: string;
}

/** The child has already logged why it failed. @see `nodeJSProcessExitedAfterLoggingUserActionableMessage` in the SDK's `cmd/run` */
const EXIT_ALREADY_LOGGED = 32;
const DEFAULT_TIMEOUT_SECONDS = 120;

/**
 * Runs a project's program in a child process, started as the CLI's language host starts it, and writes down what it registers.
 * Slower than {@link record} by the start of a Node process; it is the proof that the folder is a program the CLI can run.
 */
export async function recordAsCli(options: CliRecordOptions): Promise<Recording> {
  const recorder = new Recorder(options);
  try {
    const address = await recorder.start();
    const exit = await runChild(options, address);
    const recording = recorder.recording(exitErrors(exit));
    const isUnexplained = exit.code !== 0 && recording.errors.length === 0;
    return isUnexplained
      ? { ...recording, errors: [{ kind: "thrown", message: `the program exited with code ${exit.code}` }] }
      : recording;
  } finally {
    recorder.close();
  }
}

/** @see `pulumi-language-nodejs`, `constructArguments` and `constructConfig` */
function runChild(options: CliRecordOptions, address: string): Promise<Exit> {
  const { project, stack, organization = "organization", folder } = options;
  const runtime = runtimeOptions(folder);
  const args = [
    ...runtime.nodeArgs,
    createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run"),
    ...Object.entries({
      monitor: address,
      engine: address,
      organization,
      project,
      stack,
      "root-directory": folder,
      pwd: folder,
    }).map(([flag, value]) => `--${flag}=${value}`),
    "--dry-run=true",
    "--parallel=64",
    ".",
  ];
  const env = {
    ...process.env,
    ...options.environment,
    PULUMI_CONFIG: JSON.stringify(fullConfig(options)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(fullSecretKeys(options)),
    PULUMI_NODEJS_TYPESCRIPT: String(runtime.typeScript),
  };
  return waitForExit(args, folder, env, options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
}

function waitForExit(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  timeoutSeconds: number,
): Promise<Exit> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutSeconds * 1000,
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => {
      output += text.toString();
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const stopped = signal === null ? "" : `stopped by ${signal} after at most ${timeoutSeconds} s`;
      resolve({ code, output: `${output}${stopped}` });
    });
  });
}

function exitErrors({ code, output }: Exit): readonly ProgramError[] {
  if (code === 0 || code === EXIT_ALREADY_LOGGED) return [];
  const said = output.trim();
  return [{ kind: "thrown", message: said === "" ? `the program exited with code ${code}` : said }];
}

/** What `Pulumi.yaml` says about running Node, with the language host's defaults. */
function runtimeOptions(folder: string): { readonly nodeArgs: readonly string[]; readonly typeScript: boolean } {
  const path = join(folder, "Pulumi.yaml");
  const file = existsSync(path) ? (parse(readFileSync(path, "utf8")) as ProjectFile | null) : null;
  const options = typeof file?.runtime === "object" ? file.runtime.options : undefined;
  const nodeArgs = options?.nodeargs?.split(/\s+/).filter((arg) => arg !== "") ?? [];
  return { nodeArgs, typeScript: options?.typescript ?? true };
}

interface ProjectFile {
  readonly runtime?: string | { readonly options?: { readonly typescript?: boolean; readonly nodeargs?: string } };
}
