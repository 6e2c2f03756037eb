import { readFileSync } from "node:fs";
import path from "node:path";
import { measureNode } from "./process";
import { against, ms, type Result, times } from "./report";
import { ROOT } from "./root";
import { type ProcessUsage, spreadOf } from "./sample";

const TARGET_OWN_MS = 500;
const TARGET_OWN_MIB = 100;
const STACKS = ["event-1m", "morning-meeting", "platform"] as const;
const SDK = "the provider SDK, as the program loads it";

/** The recorded preview of stacks as a process, beside a process that only loads what the program loads of the SDK. */
export async function previewProcess(runs: number): Promise<Result> {
  const previewOf = (stack: string) => ["cli/tidegate.cjs", "preview", stack];
  for (const stack of STACKS) await measureNode(previewOf(stack)); // builds the bundle and keeps its compiled code
  const subjects = [
    { name: "node -e 0", argv: ["-e", "0"] },
    { name: SDK, argv: ["-e", loadingOf(sdkModules())] },
    ...STACKS.map((stack) => ({ name: `tidegate preview ${stack}`, argv: previewOf(stack) })),
  ];
  const usages = new Map<string, ProcessUsage[]>(subjects.map(({ name }) => [name, []]));
  // In turn, so that whatever else the machine does falls on all alike.
  for (let run = 0; run < runs; run++) {
    for (const { name, argv } of subjects) usages.get(name)?.push(await measureNode(argv));
  }
  const measured = [...usages].map(([name, list]) => ({
    name,
    wallMs: spreadOf(list.map((usage) => usage.wallMs)),
    cpuMs: spreadOf(list.map((usage) => usage.cpuMs)),
    peakMib: Math.max(...list.map((usage) => usage.peakMib)),
  }));
  const [, sdk, largest] = measured;
  const own = (of: (one: (typeof measured)[number]) => number) =>
    sdk === undefined || largest === undefined ? Number.NaN : of(largest) - of(sdk);
  const ownMs = own(({ wallMs }) => wallMs.median);
  const ownBestMs = own(({ wallMs }) => wallMs.best);
  const ownMib = own(({ peakMib }) => peakMib);
  return {
    name: "preview",
    title: `Recorded preview of a stack as a process, table (${runs} runs each, in turn)`,
    columns: ["", "wall ms, median", "best", "CPU ms, median", "best", "peak MiB", "wall against the SDK alone"],
    rows: measured.map(({ name, wallMs, cpuMs, peakMib }) => [
      name,
      ms(wallMs.median),
      ms(wallMs.best),
      ms(cpuMs.median),
      ms(cpuMs.best),
      peakMib.toFixed(0),
      times(wallMs.best / (sdk?.wallMs.best ?? Number.NaN)),
    ]),
    notes: [
      `Target for event-1m: under ${TARGET_OWN_MS} ms above the SDK alone: ${against(ownMs, TARGET_OWN_MS)} by medians (${ms(ownMs)} ms), ${against(ownBestMs, TARGET_OWN_MS)} by best runs (${ms(ownBestMs)} ms). Under ${TARGET_OWN_MIB} MiB above it: ${against(ownMib, TARGET_OWN_MIB)} (${ownMib.toFixed(0)} MiB).`,
      "A preview records platform and edge before the event, plans every declared event once, and reads less of the SDK than the line above it: what turns functions into text stays unread.",
    ],
    data: { runs, targetOwnMs: TARGET_OWN_MS, targetOwnMib: TARGET_OWN_MIB, ownMs, ownBestMs, ownMib, measured },
  };
}

/** What the bundle asks of the SDK: the modules whose loading no program of Pulumi's can do without. */
function sdkModules(): readonly string[] {
  const bundle = readFileSync(path.join(ROOT, "dist/main.cjs"), "utf8");
  const named = [...bundle.matchAll(/require\("(@pulumi\/[^"]+)"\)/g)].flatMap(([, name]) => name ?? []);
  return [...new Set(named)];
}

function loadingOf(modules: readonly string[]): string {
  return `for (const name of ${JSON.stringify(modules)}) require(name);`;
}
