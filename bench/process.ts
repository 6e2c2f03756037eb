import { spawn } from "node:child_process";
import path from "node:path";
import { ROOT } from "./root";
import { type ProcessUsage, type Spread, spreadOf } from "./sample";

/**
 * Runs Node with arguments from the repository's root, output thrown away, and measures the whole process.
 * @param environment variables besides this process's own
 */
export async function measureNode(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProcessUsage> {
  const start = process.hrtime.bigint();
  const { wallMs, used } = await new Promise<{ wallMs: number; used: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ["--require", path.join(ROOT, "bench/usage.cjs"), ...argv], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    let errors = "";
    let report = "";
    let ended = 0n;
    child.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    child.stdio[3]?.on("data", (chunk) => {
      report += chunk;
    });
    child.on("exit", () => {
      ended = process.hrtime.bigint();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ wallMs: Number(ended - start) / 1e6, used: report });
      else reject(new Error(`node ${argv.join(" ")} ended with ${code}:\n${errors}`));
    });
  });
  return { wallMs, ...(JSON.parse(used) as { cpuMs: number; peakMib: number }) };
}

/** A process to measure, by name. */
export interface Subject {
  readonly name: string;
  /** Node's arguments. */
  readonly argv: readonly string[];
}

/** What a process took over several runs. */
export interface Measured {
  readonly name: string;
  readonly wallMs: Spread;
  readonly cpuMs: Spread;
  readonly peakMib: number;
}

/** Measures processes in turn, so that whatever else the machine does falls on all alike; each runs once before, to be built and compiled. */
export async function measureInTurn(subjects: readonly Subject[], runs: number): Promise<readonly Measured[]> {
  for (const { argv } of subjects) await measureNode(argv);
  const usages = new Map<string, ProcessUsage[]>(subjects.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const { name, argv } of subjects) usages.get(name)?.push(await measureNode(argv));
  }
  return [...usages].map(([name, list]) => ({
    name,
    wallMs: spreadOf(list.map((usage) => usage.wallMs)),
    cpuMs: spreadOf(list.map((usage) => usage.cpuMs)),
    peakMib: Math.max(...list.map((usage) => usage.peakMib)),
  }));
}

/** Runs a program and returns what it printed. @throws when it can't be started or fails, with what it said */
export async function outputOf(command: string, argv: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${argv.join(" ")} ended with ${code}:\n${errors}`));
    });
  });
}

/** Runs one of this bench's own jobs in a fresh process and returns its answer. */
export async function inFreshProcess<Answer>(job: string, ...argv: readonly string[]): Promise<Answer> {
  return JSON.parse(await outputOf(process.execPath, ["cli/boot/bench.cjs", `job-${job}`, ...argv])) as Answer;
}
