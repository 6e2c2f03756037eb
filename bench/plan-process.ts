import { measureInTurn } from "./process";
import { against, ms, type Result, times } from "./report";
import { EVENTS, nameOf } from "./root";

const TARGET_MS = 300;
const TARGET_MIB = 150;
const EMPTY = ["-e", "0"];

/** `tidegate plan` of each shipped event as a process, next to a Node that does nothing. */
export async function planProcess(runs: number): Promise<Result> {
  const planOf = (file: string) => ["cli/tidegate.cjs", "plan", file];
  const subjects = [
    { name: "node -e 0", argv: EMPTY },
    { name: "tidegate --version", argv: ["cli/tidegate.cjs", "--version"] },
    ...EVENTS.map((file) => ({ name: nameOf(file), argv: planOf(file) })),
  ];
  const measured = await measureInTurn(subjects, runs);
  const [empty, ...plans] = measured;
  const slowest = Math.max(...plans.map((plan) => plan.wallMs.median));
  const slowestAtBest = Math.max(...plans.map((plan) => plan.wallMs.best));
  const largest = Math.max(...plans.map((plan) => plan.peakMib));
  return {
    name: "process",
    title: `tidegate plan as a process, as many worlds as it takes by default, table (${runs} runs each, in turn)`,
    columns: [
      "",
      "wall ms, median",
      "best",
      "CPU ms, median",
      "best",
      "peak MiB",
      "wall against empty Node",
      "CPU against empty Node",
    ],
    rows: measured.map(({ name, wallMs, cpuMs, peakMib }) => [
      name,
      ms(wallMs.median),
      ms(wallMs.best),
      ms(cpuMs.median),
      ms(cpuMs.best),
      peakMib.toFixed(0),
      times(wallMs.best / (empty?.wallMs.best ?? Number.NaN)),
      times(cpuMs.best / (empty?.cpuMs.best ?? Number.NaN)),
    ]),
    notes: [
      `Target: under ${TARGET_MS} ms wall on two quiet cores: ${against(slowest, TARGET_MS)} by the slowest event's median, ${against(slowestAtBest, TARGET_MS)} by its best run. Under ${TARGET_MIB} MiB: ${against(largest, TARGET_MIB)}. Ratios compare best runs.`,
    ],
    data: { runs, targetMs: TARGET_MS, targetMib: TARGET_MIB, measured },
  };
}
