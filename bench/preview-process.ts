import { readFileSync } from "node:fs";
import path from "node:path";
import { measureInTurn, measureNode } from "./process";
import { against, ms, type Result, times } from "./report";
import { ROOT } from "./root";

const STACKS = ["platform", "edge", "event-10k", "event-100k", "event-1m", "morning-meeting"];
const MEASURED = "event-1m";
const TARGET_MS = 500;
const TARGET_MIB = 100;
const SDK = "the provider SDK alone";

/** A recorded preview of each shipped stack as a process, next to one that only loads what the stack programs load of the provider SDK. */
export async function previewProcess(runs: number): Promise<Result> {
  const previewOf = (stack: string) => ["cli/tidegate.cjs", "preview", stack];
  await measureNode(["cli/tidegate.cjs", "--version"]); // builds the bundle, which names the SDK's modules
  const subjects = [
    {
      name: SDK,
      argv: [
        "-e",
        sdkModules()
          .map((name) => `require(${JSON.stringify(name)})`)
          .join(";"),
      ],
    },
    ...STACKS.map((stack) => ({ name: stack, argv: previewOf(stack) })),
  ];
  const measured = await measureInTurn(subjects, runs);
  const sdk = measured.find(({ name }) => name === SDK);
  const event = measured.find(({ name }) => name === MEASURED);
  if (sdk === undefined || event === undefined) throw new Error(`${SDK} and ${MEASURED} must be measured`);
  const ownMs = event.wallMs.median - sdk.wallMs.median;
  const ownMib = event.peakMib - sdk.peakMib;
  return {
    name: "preview",
    title: `tidegate preview on the recorded engine as a process (${runs} runs each, in turn)`,
    columns: [
      "",
      "wall ms, median",
      "best",
      "CPU ms, best",
      "peak MiB",
      "above the SDK, ms",
      "MiB",
      "wall against the SDK",
    ],
    rows: measured.map(({ name, wallMs, cpuMs, peakMib }) => [
      name,
      ms(wallMs.median),
      ms(wallMs.best),
      ms(cpuMs.best),
      peakMib.toFixed(0),
      ms(wallMs.median - sdk.wallMs.median),
      (peakMib - sdk.peakMib).toFixed(0),
      times(wallMs.best / sdk.wallMs.best),
    ]),
    notes: [
      `An event's preview records its platform and its edge first, and plans every declared event. Target for ${MEASURED}: under ${TARGET_MS} ms above loading the SDK: ${against(ownMs, TARGET_MS)} by median (${ms(ownMs)} ms); under ${TARGET_MIB} MiB above it: ${against(ownMib, TARGET_MIB)} (${ownMib.toFixed(0)} MiB).`,
    ],
    data: { runs, targetMs: TARGET_MS, targetMib: TARGET_MIB, measured },
  };
}

/** The modules of the provider SDK that the bundle names. */
function sdkModules(): readonly string[] {
  const bundle = readFileSync(path.join(ROOT, "dist", "main.cjs"), "utf8");
  return [...new Set([...bundle.matchAll(/require\("(@pulumi\/[^"]+)"\)/g)].flatMap(([, name]) => name ?? []))].sort();
}
