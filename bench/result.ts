/** One line of a benchmark: what, how long, and against what in the same run. */
export interface Line {
  readonly what: string;
  readonly bestMs: number;
  readonly medianMs: number;
  /** Peak memory of a process, MB; null where it isn't a process of its own. */
  readonly memoryMb: number | null;
  /** Median ÷ the median of `against`; null without one. */
  readonly ratio: number | null;
  readonly against: string | null;
}

/** A benchmark and what it found. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly lines: readonly Line[];
  /** What was left out and why, e.g. a peer that isn't there. */
  readonly notes: readonly string[];
}

function number(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

/** A result as a markdown table. */
export function renderResult(result: Result): string {
  const rows = result.lines.map(
    ({ what, bestMs, medianMs, memoryMb, ratio, against }) =>
      `| ${what} | ${number(bestMs)} | ${number(medianMs)} | ${memoryMb === null ? "" : Math.round(memoryMb)} | ${ratio === null ? "" : `${number(ratio)} × ${against}`} |`,
  );
  return [
    `## ${result.title}`,
    "",
    "| what | best, ms | median, ms | memory, MB | ratio of medians |",
    "| --- | ---: | ---: | ---: | --- |",
    ...rows,
    ...(result.notes.length === 0 ? [] : ["", ...result.notes]),
  ].join("\n");
}
