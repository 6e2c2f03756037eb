import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";

/** A program in a folder, about to be started against an engine that listens. */
export interface NodeProgram {
  /** The folder with `Pulumi.yaml` and a `package.json` that says where the program starts. */
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  /** `host:port` */
  readonly monitorAddress: string;
  /** `host:port` */
  readonly engineAddress: string;
  readonly operation: "preview" | "update";
  /** Values by full key. */
  readonly config: Readonly<Record<string, string>>;
  /** Full keys. */
  readonly secretConfigKeys: readonly string[];
  /** Variables besides this process's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** How a program ended. */
export interface Exit {
  /** None when a signal stopped it. */
  readonly code: number | null;
  /** What it wrote to stdout and stderr. */
  readonly output: string;
}

/** The program has already logged why it failed. @see `nodeJSProcessExitedAfterLoggingUserActionableMessage` in the SDK's `cmd/run` */
export const EXIT_ALREADY_LOGGED = 32;

/**
 * Starts a program in a child process the way the CLI's Node language host does, and waits for its end.
 * @see `pulumi-language-nodejs`, `constructArguments` and `constructConfig`
 */
export function runNodeProgram(program: NodeProgram): Promise<Exit> {
  const runtime = runtimeOptions(program.folder);
  const { folder, project, stack, organization, monitorAddress: monitor, engineAddress: engine } = program;
  const flags = {
    monitor,
    engine,
    organization,
    project,
    stack,
    "root-directory": folder,
    pwd: folder,
    parallel: "64",
  };
  const args = [
    ...runtime.nodeArgs,
    createRequire(realpathSync(join(folder, "package.json"))).resolve("@pulumi/pulumi/cmd/run"),
    ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    ...(program.operation === "preview" ? ["--dry-run=true"] : []),
    ".",
  ];
  const env = {
    ...process.env,
    ...program.environment,
    PULUMI_CONFIG: JSON.stringify(program.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(program.secretConfigKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(runtime.typeScript),
  };
  return exitOf(args, folder, env, program.timeoutSeconds);
}

function exitOf(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, timeoutSeconds: number): Promise<Exit> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutSeconds * 1000,
    });
    let output = "";
    const collect = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const stopped = signal === null ? "" : `stopped by ${signal} after at most ${timeoutSeconds} s`;
      resolve({ code, output: `${output}${stopped}` });
    });
  });
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
