import os from "node:os";

/** Where and when something was measured: without it a time says nothing. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGib: number;
  readonly node: string;
  readonly platform: string;
  /** Running or waiting tasks over the last minute, before the first measurement; a quiet machine is near 0. */
  readonly loadAverage: number;
}

/** The machine as it is now. */
export function machine(): Machine {
  return {
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model.trim() ?? "unknown",
    memoryGib: os.totalmem() / 2 ** 30,
    node: process.version,
    platform: `${os.platform()} ${os.arch()}`,
    loadAverage: os.loadavg()[0] ?? 0,
  };
}

/** One line for the head of a table. */
export function machineText(m: Machine): string {
  const busy =
    m.loadAverage > 0.5 ? "; others were using the machine, so trust best times and ratios more than medians" : "";
  return `${m.cores} cores (${m.processor}), ${m.memoryGib.toFixed(1)} GiB, Node ${m.node}, ${m.platform}, load average ${m.loadAverage.toFixed(1)}${busy}`;
}
