import { cpus, loadavg } from "node:os";
import { inProcessBench } from "./in-process";
import { peerBench } from "./peer";
import { processBench } from "./process";
import { type Result, renderResult } from "./result";
import { worldsBench } from "./worlds";

const BENCHES: Readonly<Record<string, () => Result>> = {
  process: processBench,
  "in-process": inProcessBench,
  worlds: worldsBench,
  peer: peerBench,
};

const HELP = `npm run bench [-- NAME… --json]

Names: ${Object.keys(BENCHES).join(", ")}; all without one. Ratios are of one run, so that they can be compared between machines.

Examples:
  $ npm run bench
  $ npm run bench -- process worlds
  $ npm run bench -- peer --json`;

/** Runs benchmarks. @returns the exit code: 1 for a name that doesn't exist */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const names = argv.filter((argument) => argument !== "--json");
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    process.stderr.write(`no benchmark called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}\n`);
    return 1;
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
  process.stderr.write(`${machine}\n`);
  const results: Result[] = [];
  for (const name of names.length === 0 ? Object.keys(BENCHES) : names) {
    process.stderr.write(`${name} …\n`);
    const result = (BENCHES[name] as () => Result)();
    results.push(result);
    if (!argv.includes("--json")) process.stdout.write(`${renderResult(result)}\n\n`);
  }
  if (argv.includes("--json")) process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
  return 0;
}
