import { diffOfGraphs, diffOnce } from "./diff-graphs";
import { machine } from "./machine";
import { peer, peerCalls } from "./peer";
import { growth, growthCalls, planAgain, planCalls } from "./plan-calls";
import { planProcess } from "./plan-process";
import { previewProcess } from "./preview-process";
import { headOf, markdownOf, type Result } from "./report";
import { timelineAgain, timelineCalls } from "./timeline-calls";

const BENCHES: Readonly<Record<string, (runs: number) => Promise<Result>>> = {
  process: planProcess,
  "in-process": planCalls,
  worlds: growth,
  preview: previewProcess,
  timeline: timelineCalls,
  peer,
  engines: async (runs) => (await import("./preview-engines")).previewEngines(runs),
  diff: diffOfGraphs,
};

/** What fresh processes of this bench do for it. */
const JOBS: Readonly<Record<string, (...argv: readonly string[]) => unknown>> = {
  "job-plan": (file = "", worlds = "", calls = "") => planAgain(file, Number(worlds), Number(calls)),
  "job-growth": (file = "") => growthCalls(file),
  "job-diff": (name = "") => diffOnce(name),
  "job-timeline": (file = "") => timelineAgain(file),
  "job-peer": (file = "") => peerCalls(file),
};

const DEFAULT_RUNS = 7;

const USAGE = `Usage: npm run bench -- [${Object.keys(BENCHES).join("|")}…] [--runs N] [--json]

  process     tidegate plan of each shipped event as a process, against an empty Node
  in-process  planEvent alone: the design world, 1,000 worlds, first call and warm
  preview     tidegate preview of each shipped stack as a process, against loading the provider SDK
  worlds      time over 100 to 10,000 worlds
  timeline    the timeline of a year of daily events, first call and warm
  peer        one service, beside service-capacity-modeling from PyPI
  engines     the real engine's preview beside the recorded one; needs the engine, and a stand-in cloud in PULUMI_DEBUG_PROVIDERS
  diff        two graphs of 5,000 resources compared

Without names all are run. Tables are Markdown on standard output; with --json they go to standard error.

Examples:
  $ npm run bench
  $ npm run bench -- process worlds --runs 15
  $ npm run bench -- peer --json
`;

/** @returns the exit code: 0 measured, 1 unknown arguments */
export async function main(argv: readonly string[]): Promise<number> {
  const job = Object.hasOwn(JOBS, argv[0] ?? "") ? JOBS[argv[0] ?? ""] : undefined;
  if (job !== undefined) {
    process.stdout.write(JSON.stringify(await job(...argv.slice(1))));
    return 0;
  }
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = parse(argv);
  if (typeof asked === "string") {
    process.stderr.write(`${asked}\n${USAGE}`);
    return 1;
  }
  const { names, runs, tables } = asked;
  const where = machine();
  tables.write(`${headOf(where)}\n`);
  const results: Result[] = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    const result = await BENCHES[name]?.(runs);
    if (result === undefined) continue;
    results.push(result);
    tables.write(`${markdownOf(result)}\n`);
  }
  if (tables === process.stderr) {
    const numbers = Object.fromEntries(results.map(({ name, data }) => [name, data]));
    process.stdout.write(`${JSON.stringify({ machine: where, ...numbers }, undefined, 2)}\n`);
  }
  return 0;
}

interface Asked {
  readonly names: readonly string[];
  readonly runs: number;
  readonly tables: NodeJS.WriteStream;
}

/** @returns what is wrong with the arguments, if something is */
function parse(argv: readonly string[]): Asked | string {
  const names: string[] = [];
  let runs = DEFAULT_RUNS;
  let tables: NodeJS.WriteStream = process.stdout;
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--json") tables = process.stderr;
    else if (word === "--runs") runs = Number(rest.shift());
    else if (Object.hasOwn(BENCHES, word)) names.push(word);
    else return `There is no ${word}.`;
  }
  if (!Number.isInteger(runs) || runs < 1) return "--runs takes a whole number from 1.";
  return { names: names.length === 0 ? Object.keys(BENCHES) : names, runs, tables };
}
