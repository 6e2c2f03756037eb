import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type { Deployment } from "../stacks/deployment";

const ROOT = resolve(__dirname, "..", "..", "..");

/** Variables for a command; undefined takes one of ours away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables by which a command finds a test's backend and cloud. */
export function environmentOf({ backend, debugProviders }: Deployment): Environment {
  return {
    PULUMI_HOME: backend.path("home"),
    PULUMI_BACKEND_URL: `file://${backend.path("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DEBUG_PROVIDERS: debugProviders,
    CLOUDFLARE_API_TOKEN: "token-of-a-test",
  };
}

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `tidegate` in a folder, as a user does. */
export function startTidegate(
  folder: string,
  argv: readonly string[],
  environment: Environment = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(ROOT, "cli", "tidegate.cjs"), ...argv], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "120", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs `tidegate` to its end. */
export function tidegate(folder: string, argv: readonly string[], environment: Environment = {}): Promise<Ended> {
  return startTidegate(folder, argv, environment).ended;
}

/**
 * Runs `tidegate` on a terminal of its own, whose output is both streams at once, and types an answer once a question stands there.
 * @see util-linux `script`, which every Debian has
 */
export function tidegateOnTerminal(
  folder: string,
  argv: readonly string[],
  answer: string,
  environment: Environment = {},
): Promise<Pick<Ended, "code" | "stdout">> {
  const command = [process.execPath, join(ROOT, "cli", "tidegate.cjs"), ...argv].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let stdout = "";
  let isAnswered = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (isAnswered || !stdout.includes("Only yes does it: ")) return;
    isAnswered = true;
    child.stdin.write(answer);
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => done({ code, stdout }));
  });
}
