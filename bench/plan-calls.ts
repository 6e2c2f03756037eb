import { readFileSync } from "node:fs";
import path from "node:path";
import type { Event } from "../capacity/event/event";
import { planEvent } from "../capacity/plan";
import { readEventText } from "../cli/input/read-event";
import { inFreshProcess } from "./process";
import { against, ms, type Result, times } from "./report";
import { EVENTS, nameOf, ROOT } from "./root";
import { type Spread, spreadOf, timed, type Usage } from "./sample";

const TARGET_MS = 100;
const SEED = 1;

/** An event as the command line reads it. */
export function eventOf(file: string): Event {
  const event = readEventText(readFileSync(path.join(ROOT, file), "utf8"), file);
  if (!event.ok) throw new Error(`${file} is not valid: ${JSON.stringify(event.findings)}`);
  return event.value;
}

/**
 * Plans an event again and again in this process.
 *
 * @returns the usage of each call; the first is what a command pays. Each call gets an event of its own, so that none profits from
 * what an earlier one remembered of it.
 */
export function planAgain(file: string, worlds: number, calls: number): readonly Usage[] {
  return Array.from({ length: calls }, () => {
    const event = eventOf(file);
    return timed(() => planEvent(event, { worlds, seed: SEED }));
  });
}

/** What calls took. */
export interface Calls {
  readonly wallMs: Spread;
  readonly cpuMs: Spread;
}

export function callsOf(usages: readonly Usage[]): Calls {
  return { wallMs: spreadOf(usages.map((usage) => usage.wallMs)), cpuMs: spreadOf(usages.map((usage) => usage.cpuMs)) };
}

/** The whole chain of each shipped event in process: every layer, all machine shapes. */
export async function planCalls(runs: number): Promise<Result> {
  const measured: { name: string; worlds: number; first: Calls; warm: Calls }[] = [];
  for (const file of EVENTS) {
    for (const worlds of [0, 1000]) {
      const processes: (readonly Usage[])[] = [];
      for (let run = 0; run < runs; run++) {
        processes.push(await inFreshProcess<readonly Usage[]>("plan", file, String(worlds), "24"));
      }
      measured.push({
        name: nameOf(file),
        worlds,
        first: callsOf(processes.flatMap((usages) => usages.slice(0, 1))),
        // The compiler has settled by the middle of the calls.
        warm: callsOf(processes.flatMap((usages) => usages.slice(12))),
      });
    }
  }
  const sampled = measured.filter((one) => one.worlds > 0);
  const worst = (of: (one: (typeof measured)[number]) => number) => Math.max(...sampled.map(of));
  return {
    name: "in-process",
    title: `planEvent in process: whole chain, all machine shapes (${runs} fresh processes each)`,
    columns: [
      "",
      "worlds",
      "first call ms, median",
      "best",
      "its CPU ms, best",
      "warm ms, median",
      "best",
      "its CPU ms, best",
    ],
    rows: measured.map(({ name, worlds, first, warm }) => [
      name,
      worlds === 0 ? "design alone" : worlds.toLocaleString("en"),
      ms(first.wallMs.median),
      ms(first.wallMs.best),
      ms(first.cpuMs.best),
      ms(warm.wallMs.median),
      ms(warm.wallMs.best),
      ms(warm.cpuMs.best),
    ]),
    notes: [
      `Target: 1,000 worlds under ${TARGET_MS} ms. First call, best runs: ${against(
        worst((one) => one.first.wallMs.best),
        TARGET_MS,
      )} (${ms(worst((one) => one.first.wallMs.best))} ms at worst). Warm, medians: ${against(
        worst((one) => one.warm.wallMs.median),
        TARGET_MS,
      )} (${ms(worst((one) => one.warm.wallMs.median))} ms at worst). A first call compiles what it runs: CPU time above wall time is V8's compiler on the other core.`,
    ],
    data: { runs, targetMs: TARGET_MS, measured },
  };
}

const GROWTH = [100, 300, 1000, 3000, 10_000] as const;

/** Time over the number of worlds: linear when each thousand worlds costs the same. */
export async function growth(runs: number): Promise<Result> {
  const file = EVENTS[0];
  const lists = new Map<number, number[]>();
  for (let run = 0; run < runs; run++) {
    const answer = await inFreshProcess<readonly (readonly [number, readonly Usage[]])[]>("growth", file);
    for (const [worlds, usages] of answer) {
      const list = lists.get(worlds) ?? [];
      list.push(...usages.map((usage) => usage.cpuMs));
      lists.set(worlds, list);
    }
  }
  const best = (worlds: number) => spreadOf(lists.get(worlds) ?? []).best;
  /** Between a number of worlds and the one before it: what every plan pays anyway drops out. */
  const perThousand = (i: number) => {
    const [more, fewer] = [GROWTH[i] ?? 0, GROWTH[i - 1] ?? 0];
    return i === 0 ? null : ((best(more) - best(fewer)) * 1000) / (more - fewer);
  };
  const reference = perThousand(GROWTH.indexOf(1000)) ?? Number.NaN;
  const measured = GROWTH.map((worlds, i) => {
    const further = perThousand(i);
    return {
      worlds,
      cpuMs: spreadOf(lists.get(worlds) ?? []),
      perThousandMs: further,
      ratio: further === null ? null : further / reference,
    };
  });
  return {
    name: "worlds",
    title: `Growth with the number of worlds: ${nameOf(file)}, warm calls in ${runs} processes`,
    columns: [
      "worlds",
      "CPU ms, median",
      "best",
      "ms per 1,000 worlds more than in the line above",
      "against the step to 1,000",
    ],
    rows: measured.map(({ worlds, cpuMs, perThousandMs, ratio }) => [
      worlds.toLocaleString("en"),
      ms(cpuMs.median),
      ms(cpuMs.best),
      perThousandMs === null ? "" : ms(perThousandMs),
      ratio === null ? "" : times(ratio),
    ]),
    notes: [
      `The design world alone takes ${ms(best(0))} ms; with sampled worlds the sensitivity analysis, which has its own number of worlds, comes on top. Linear is × 1.0. CPU time of best calls.`,
    ],
    data: { runs, designMs: best(0), measured },
  };
}

/** Warm calls for every number of worlds, in one process. */
export function growthCalls(file: string): readonly (readonly [number, readonly Usage[]])[] {
  planAgain(file, 1000, 40);
  const sizes = [0, ...GROWTH];
  // In rounds, since the compiler goes on for a while: the best of each is of settled code.
  const rounds = Array.from({ length: 6 }, () => sizes.map((worlds) => planAgain(file, worlds, 2)));
  return sizes.map((worlds, i) => [worlds, rounds.flatMap((round) => round[i] ?? [])]);
}
