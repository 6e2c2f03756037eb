import type { Machine } from "./machine";
import { machineText } from "./machine";

/** One measurement: what a person reads, and the numbers behind it. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** The same in full, for programs. */
  readonly data: unknown;
}

/** A result as Markdown. */
export function markdownOf(result: Result): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table =
    result.rows.length === 0
      ? []
      : [
          line(result.columns),
          line(result.columns.map((_, i) => (i === 0 ? "---" : "---:"))),
          ...result.rows.map(line),
          "",
        ];
  return [`### ${result.title}`, "", ...table, ...result.notes.flatMap((note) => [note, ""])].join("\n");
}

/** The head of a run. */
export function headOf(machine: Machine): string {
  return `Measured on ${machineText(machine)}.\n`;
}

/** Milliseconds with as many digits as matter. */
export function ms(value: number): string {
  if (value < 10) return value.toFixed(1);
  return value.toFixed(0);
}

export function times(value: number): string {
  return `× ${value < 10 ? value.toFixed(1) : value.toFixed(0)}`;
}

/** Whether a target was met, in words. */
export function against(value: number, target: number): string {
  return value <= target ? "met" : "not met";
}
