import { planEvent } from "../capacity/plan";
import { type ArmedTimeline, armedDeployment, armedTimeline, fullSizesOf } from "../capacity/timeline";
import { type Calls, callsOf, eventOf } from "./plan-calls";
import { inFreshProcess } from "./process";
import { against, ms, type Result } from "./report";
import { EVENTS, nameOf } from "./root";
import { timed, type Usage } from "./sample";

const TARGET_MS = 100;
const CALLS = 24;

/** What one process of the bench found. */
interface Found {
  readonly timeline: readonly Usage[];
  readonly deployment: readonly Usage[];
  readonly occurrences: number;
  readonly steps: number;
}

/** An event of the file, every day for a year over two changes of daylight saving: its timeline again and again. */
export function timelineAgain(file: string): Found {
  const shipped = eventOf(file);
  const sizes = fullSizesOf(planEvent(shipped, { worlds: 0, seed: 1 }));
  const start = { local: "2027-01-01T20:00:00", zone: "Europe/Berlin", epochSeconds: Date.UTC(2027, 0, 1, 19) / 1000 };
  const event = { ...shipped, start, repeats: { every: "day", until: "2028-01-01" } } as const;
  let last: ArmedTimeline | undefined;
  const timeline = Array.from({ length: CALLS }, () =>
    timed(() => {
      last = armedTimeline({ event, sizes });
    }),
  );
  const deployment = Array.from({ length: CALLS }, () =>
    timed(() => armedDeployment({ event, sizes }, start.epochSeconds)),
  );
  return { timeline, deployment, occurrences: last?.milestones.length ?? 0, steps: last?.steps.length ?? 0 };
}

/** The timeline of a year of days, of each shipped event's sizes. */
export async function timelineCalls(runs: number): Promise<Result> {
  const measured: { name: string; first: Calls; warm: Calls; deployment: Calls; found: Found }[] = [];
  for (const file of EVENTS) {
    const found: Found[] = [];
    for (let run = 0; run < runs; run++) found.push(await inFreshProcess<Found>("timeline", file));
    const calls = (of: (one: Found) => readonly Usage[]) => callsOf(found.flatMap(of));
    measured.push({
      name: nameOf(file),
      first: calls((one) => one.timeline.slice(0, 1)),
      warm: calls((one) => one.timeline.slice(CALLS / 2)),
      deployment: calls((one) => one.deployment.slice(CALLS / 2)),
      found: found[0] as Found,
    });
  }
  const worst = Math.max(...measured.map(({ first }) => first.wallMs.median));
  return {
    name: "timeline",
    title: `Timeline of a year of daily events (${runs} fresh processes each)`,
    columns: [
      "",
      "occurrences",
      "steps",
      "first call ms, median",
      "its CPU ms, best",
      "warm ms, median",
      "its CPU ms, best",
      "with its timers, warm ms",
    ],
    rows: measured.map(({ name, first, warm, deployment, found }) => [
      name,
      String(found.occurrences),
      found.steps.toLocaleString("en"),
      ms(first.wallMs.median),
      ms(first.cpuMs.best),
      ms(warm.wallMs.median),
      ms(warm.cpuMs.best),
      ms(deployment.wallMs.median),
    ]),
    notes: [`Target ${TARGET_MS} ms for the first call: ${against(worst, TARGET_MS)} (${ms(worst)} ms).`],
    data: measured.map(({ found, ...rest }) => ({ ...rest, occurrences: found.occurrences, steps: found.steps })),
  };
}
