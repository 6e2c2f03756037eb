import { spawnSync } from "node:child_process";
import { eventFile, SHIPPED } from "./events";
import type { Line, Result } from "./result";
import { timingOf } from "./timing";

const RUNS = 11;
/** Printed by the measured process when it ends: its peak memory in KB. */
const MEMORY = "process.on('exit',()=>process.stderr.write('\\nmaxrss '+process.resourceUsage().maxRSS))";

interface Run {
  readonly ms: number;
  readonly memoryMb: number;
}

function runOnce(argv: readonly string[]): Run {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...argv], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const ms = performance.now() - began;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  return { ms, memoryMb: Number(/maxrss (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

function measure(what: string, argv: readonly string[], against: Line | null): Line {
  runOnce(argv);
  const runs = Array.from({ length: RUNS }, () => runOnce(argv));
  const { bestMs, medianMs } = timingOf(runs.map((run) => run.ms));
  return {
    what,
    bestMs,
    medianMs,
    memoryMb: Math.max(...runs.map((run) => run.memoryMb)),
    ratio: against === null ? null : medianMs / against.medianMs,
    against: against === null ? null : against.what,
  };
}

/** A command of the bin as a process that tells its peak memory. */
function command(...argv: readonly string[]): readonly string[] {
  return ["-e", `${MEMORY};process.argv.splice(1,0,'tidegate');require('./cli/tidegate.cjs')`, "--", ...argv];
}

/** `tidegate` as people start it, against an empty Node process in the same run. */
export function processBench(): Result {
  const empty = measure("empty node", ["-e", MEMORY], null);
  return {
    name: "process",
    title: "As a process",
    lines: [
      empty,
      measure("tidegate --version", command("--version"), empty),
      ...SHIPPED.map((name) => measure(`tidegate plan ${name}`, command("plan", eventFile(name)), empty)),
    ],
    notes: ["Target: plan under 300 ms and 150 MB on two quiet cores."],
  };
}
