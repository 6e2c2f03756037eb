/** Milliseconds of repeated runs. */
export interface Timing {
  readonly runs: number;
  readonly bestMs: number;
  readonly medianMs: number;
}

/** @throws when there are no samples */
export function timingOf(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const best = sorted[0];
  const median = sorted[Math.floor(sorted.length / 2)];
  if (best === undefined || median === undefined) throw new Error("no samples");
  return { runs: sorted.length, bestMs: best, medianMs: median };
}

/** Times a function run again and again, after the given number of runs that don't count. */
export function timed(run: () => void, of: { readonly runs: number; readonly warmUp: number }): Timing {
  for (let i = 0; i < of.warmUp; i++) run();
  const samples: number[] = [];
  for (let i = 0; i < of.runs; i++) {
    const began = performance.now();
    run();
    samples.push(performance.now() - began);
  }
  return timingOf(samples);
}
