import { planEvent, sizeEvent } from "../capacity/plan";
import { SHIPPED, shippedEvent } from "./events";
import type { Line, Result } from "./result";
import { timed } from "./timing";

const WARM = { runs: 15, warmUp: 5 };

function line(what: string, run: () => void, against: Line | null): Line {
  const { bestMs, medianMs } = timed(run, WARM);
  return {
    what,
    bestMs,
    medianMs,
    memoryMb: null,
    ratio: against === null ? null : medianMs / against.medianMs,
    against: against === null ? null : against.what,
  };
}

/** The whole chain in 1,000 worlds with all shapes of the catalog, without starting a process. */
export function inProcessBench(): Result {
  const lines = SHIPPED.flatMap((name) => {
    const event = shippedEvent(name);
    const design = line(`${name}, design world alone`, () => planEvent(event, { worlds: 0, seed: 1 }), null);
    return [
      design,
      line(`${name}, 1,000 worlds`, () => planEvent(event, { worlds: 1000, seed: 1 }), design),
      line(`${name}, 1,000 worlds, sizes only`, () => sizeEvent(event, { worlds: 1000, seed: 1 }), design),
    ];
  });
  return {
    name: "in-process",
    title: "In process, warm",
    lines,
    notes: ["Target: a plan of the whole chain over 1,000 worlds and all shapes under 100 ms."],
  };
}
