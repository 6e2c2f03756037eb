/** What one run took. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
}

/** What one process took. */
export interface ProcessUsage extends Usage {
  readonly peakMib: number;
}

/** The middle and the least of several runs: the least is what the code costs when nobody disturbs it. */
export interface Spread {
  readonly median: number;
  readonly best: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, best: at(0) };
}

/** Times a call in this process. */
export function timed(call: () => unknown): Usage {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  call();
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}
