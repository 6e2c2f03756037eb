/** One value of a compact table; null means unknown, never zero. */
export type Cell = string | number | boolean | null;

/** A generated table: column names once, then one array per row. */
export interface Table {
  /** Day on which the facts were collected, YYYY-MM-DD: the date of every row without its own. */
  readonly retrieved: string;
  readonly columns: readonly string[];
  /** Citations; a row's `source` column is an index into this list. */
  readonly sources: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Thrown when code asks for a row that the catalog does not have: a defect of ours, since such keys are written in code. */
export class MissingRowError extends Error {
  constructor(table: string, key: string) {
    super(`The catalog's table "${table}" has no row "${key}".`);
    this.name = "MissingRowError";
  }
}

/** Reads the cells of one row by column name and refuses a cell of another type than asked for. */
export class RowReader {
  readonly #name: string;
  readonly #table: Table;
  readonly #indexOf: ReadonlyMap<string, number>;
  #cells: readonly Cell[] = [];

  constructor(name: string, table: Table) {
    this.#name = name;
    this.#table = table;
    this.#indexOf = new Map(table.columns.map((column, index) => [column, index]));
  }

  /** Moves to another row; readers are reused because building one per row would double the load time. */
  at(cells: readonly Cell[]): this {
    this.#cells = cells;
    return this;
  }

  text(column: string): string {
    const cell = this.#cell(column);
    return typeof cell === "string" ? cell : this.#refuse(column, "text");
  }

  textOrNull(column: string): string | null {
    return this.#cell(column) === null ? null : this.text(column);
  }

  number(column: string): number {
    const cell = this.#cell(column);
    return typeof cell === "number" ? cell : this.#refuse(column, "a number");
  }

  numberOrNull(column: string): number | null {
    return this.#cell(column) === null ? null : this.number(column);
  }

  flag(column: string): boolean {
    const cell = this.#cell(column);
    return typeof cell === "boolean" ? cell : this.#refuse(column, "true or false");
  }

  oneOf<T extends string>(column: string, allowed: readonly T[]): T {
    const cell = this.#cell(column);
    return allowed.find((value) => value === cell) ?? this.#refuse(column, allowed.join(" | "));
  }

  /** Citation and date of this row, the date told apart: the row's own, or the day it was collected. */
  provenance(): { readonly source: string; readonly asOf: string; readonly dated: "as-of" | "retrieved" } {
    const source = this.#table.sources[this.number("source")] ?? this.#refuse("source", "an index into sources");
    const asOf = this.textOrNull("asOf");
    return asOf === null
      ? { source, asOf: this.#table.retrieved, dated: "retrieved" }
      : { source, asOf, dated: "as-of" };
  }

  #cell(column: string): Cell {
    const index = this.#indexOf.get(column);
    const cell = index === undefined ? undefined : this.#cells[index];
    return cell === undefined ? this.#refuse(column, "a cell") : cell;
  }

  #refuse(column: string, expected: string): never {
    throw new Error(`catalog table "${this.#name}", row ${JSON.stringify(this.#cells)}: ${column} must be ${expected}`);
  }
}

/** Decodes every row of a table. */
export function readRows<T>(name: string, table: Table, build: (row: RowReader) => T): readonly T[] {
  const reader = new RowReader(name, table);
  return table.rows.map((cells) => build(reader.at(cells)));
}

/** Indexes rows by a key that must be unique. */
export function indexBy<T>(name: string, rows: readonly T[], keyOf: (row: T) => string | null): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    if (index.has(key)) throw new Error(`catalog table "${name}" has two rows "${key}"`);
    index.set(key, row);
  }
  return index;
}
