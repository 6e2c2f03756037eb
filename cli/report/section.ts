/** A column of a report's table. */
export interface Column {
  readonly header: string;
  readonly align: "left" | "right";
  /** 0: always shown. Otherwise the order in which columns go when the terminal is too narrow, largest first. */
  readonly dropOrder: number;
  /** Text that may be broken over lines; numbers and names stay whole. */
  readonly wrap: "wrap" | "whole";
}

export type Tone = "plain" | "good" | "bad" | "warn" | "total";

export interface Row {
  readonly cells: readonly string[];
  readonly tone: Tone;
}

/** A table with its heading, before it becomes terminal text, Markdown or HTML: the same words and numbers in all of them. */
export interface Section {
  /** Stable and unique within a report, kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What to say instead of a table without rows. */
  readonly empty: string;
  /** Sentences under the table. */
  readonly notes: readonly string[];
}

interface ColumnOptions {
  readonly dropOrder?: number;
}

/** A column of names or words. */
export function text(header: string, { dropOrder = 0 }: ColumnOptions = {}): Column {
  return { header, align: "left", dropOrder, wrap: "whole" };
}

/** A column of sentences. */
export function prose(header: string, { dropOrder = 0 }: ColumnOptions = {}): Column {
  return { header, align: "left", dropOrder, wrap: "wrap" };
}

/** A column of numbers; its unit stands in the column after it. */
export function number(header: string, { dropOrder = 0 }: ColumnOptions = {}): Column {
  return { header, align: "right", dropOrder, wrap: "whole" };
}

export function row(cells: readonly string[], tone: Tone = "plain"): Row {
  return { cells, tone };
}
