import { requireChain } from "../capacity/chain";
import { layersOf } from "../capacity/layers";
import { shippedEvent } from "./events";
import type { Line, Result } from "./result";
import { timed } from "./timing";

const WORLDS = [100, 300, 1000, 3000, 10_000] as const;

/** Growth in worlds: the ratio is of the time for one world, so that 1 means linear. */
export function worldsBench(): Result {
  const event = shippedEvent("morning-meeting");
  let first: Line | null = null;
  const lines: Line[] = [];
  for (const worlds of WORLDS) {
    const { bestMs, medianMs } = timed(
      () => requireChain(event, layersOf(event), { worlds, seed: 1, riskRatio: event.riskRatio }),
      { runs: 7, warmUp: 3 },
    );
    const perWorld: Line = {
      what: `one of ${worlds.toLocaleString("en-US")} worlds`,
      bestMs: bestMs / worlds,
      medianMs: medianMs / worlds,
      memoryMb: null,
      ratio: first === null ? null : medianMs / worlds / first.medianMs,
      against: first === null ? null : first.what,
    };
    first ??= perWorld;
    lines.push(perWorld);
  }
  return {
    name: "worlds",
    title: "Growth in worlds",
    lines,
    notes: ["Time for one world: a ratio of 1 is linear growth, below 1 better."],
  };
}
