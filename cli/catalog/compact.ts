import { catalogKey } from "../../capacity/catalog/key";

type Cell = string | number | boolean | null;
type FactRow = Readonly<Record<string, unknown>>;

/** A file of facts: rows of equal keys, the day they were collected, and where from. */
export interface FactFile {
  readonly source: readonly string[];
  readonly retrieved: string;
  readonly rows: readonly FactRow[];
  /** Things whose price was looked for and not found. */
  readonly unknown?: readonly string[];
}

export const FACT_FILES = ["instances", "quotas", "limits", "prices", "workload"] as const;
export type FactFiles = Readonly<Record<(typeof FACT_FILES)[number], FactFile>>;

/** Longest note that goes into a table; a longer one needs a short wording here. */
const LONGEST_NOTE = 140;
const SHORT_NOTES: Readonly<Record<string, string>> = {
  "aws/vpc/inbound-or-outbound-rules-per-security-group":
    "each way; rules x groups per interface stay at or below 1,000; a prefix list counts its maximum",
  "aws/scheduler/createschedule-request-rate": "eleven large Regions, us-east-1 among them; 250 elsewhere",
  "cloudflare/network/websocket-connection-ceiling":
    "no published ceiling; releases end connections; one connection bills as one request plus bytes sent",
};

/** Builds the five compact tables, each as the text of its file; same facts, same bytes. */
export function compactCatalog(facts: FactFiles): Readonly<Record<string, string>> {
  return {
    "instances.json": instances(facts.instances),
    "quotas.json": keyed(facts.quotas, {
      key: (row) =>
        catalogKey({ provider: text(row, "provider"), service: text(row, "service"), name: text(row, "name") }),
      columns: ["provider", "service", "name", "code", "default", "max", "unit", "scope", "adjustable", "basis"],
    }),
    "limits.json": keyed(facts.limits, {
      key: (row) =>
        catalogKey({ provider: text(row, "provider"), service: text(row, "service"), name: text(row, "name") }),
      columns: [
        "provider",
        "service",
        "name",
        "code",
        "default",
        "min",
        "max",
        "unit",
        "scope",
        "kind",
        "formula",
        "pattern",
        "basis",
      ],
    }),
    "prices.json": keyed(facts.prices, {
      key: (row) =>
        catalogKey({ provider: text(row, "provider"), service: text(row, "service"), name: text(row, "item") }),
      columns: ["provider", "service", "item", "region", "usd", "unit", "tierMin", "tierMax", "tierUnit", "basis"],
      identity: ["region", "tierMin"],
      extra: { unknown: facts.prices.unknown ?? [] },
    }),
    "coefficients.json": keyed(facts.workload, {
      key: (row) => text(row, "key"),
      columns: ["expected", "low", "high", "unit", "formula", "basis"],
      extra: { tables: tables(facts.workload) },
    }),
  };
}

function instances(file: FactFile): string {
  const columns = [
    "type",
    "vcpu",
    "threadsPerCore",
    "memoryMib",
    "architecture",
    "gpus",
    "gpuName",
    "gpuMemoryMibEach",
    "baselineNetworkMbps",
    "enis",
    "ipv4PerEni",
    "enisAllCards",
    "maxPods",
    "usdPerHour",
    "localNvmeGib",
    "ebsMaxBandwidthMbps",
    "sustainedClockMhz",
    "nitroVersion",
    "burstableCpu",
    "currentGeneration",
  ];
  const pricesAsOf = file.source.map((line) => /prices generated (\d{4}-\d{2}-\d{2})/.exec(line)?.[1]).find(Boolean);
  if (pricesAsOf === undefined) throw new Error("instances: no source says when its prices were generated");
  for (const row of file.rows) {
    if (row.derived === true) throw new Error(`instances: ${text(row, "type")} is derived, not published`);
  }
  const order = (row: FactRow) => [text(row, "family"), Number(row.vcpu), Number(row.memoryMib), text(row, "type")];
  const rows = [...file.rows].sort((a, b) => compare(order(a), order(b)));
  refuseTwins(
    "instances",
    rows.map((row) => text(row, "type")),
  );
  return render({
    head: { retrieved: file.retrieved, pricesAsOf, unit: "USD per hour; MiB; Mbps" },
    sources: file.source,
    columns,
    rows: rows.map((row) => columns.map((column) => cell(row, column))),
  });
}

interface KeyedTable {
  readonly key: (row: FactRow) => string;
  readonly columns: readonly string[];
  /** Columns that, with the key, make a row unique. */
  readonly identity?: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

function keyed(file: FactFile, table: KeyedTable): string {
  const identity = table.identity ?? [];
  const rows = file.rows
    .map((row) => ({
      row,
      key: table.key(row),
      order: [table.key(row), ...identity.map((column) => cell(row, column) ?? "")],
    }))
    .sort((a, b) => compare(a.order, b.order));
  refuseTwins(
    "catalog",
    rows.map(({ order }) => order.join(" ")),
  );
  const sources = [...new Set(rows.map(({ row }) => text(row, "source")))].sort((a, b) => compare([a], [b]));
  return render({
    head: { retrieved: file.retrieved },
    sources,
    columns: ["key", ...table.columns, "asOf", "note", "source"],
    rows: rows.map(({ row, key }) => {
      for (const column of ["unit", "source"]) {
        if (text(row, column).trim() === "") throw new Error(`${key}: no ${column}`);
      }
      const asOf = row.asOf == null ? null : text(row, "asOf");
      return [
        key,
        ...table.columns.map((column) => cell(row, column)),
        asOf,
        note(row, key),
        sources.indexOf(text(row, "source")),
      ];
    }),
    extra: table.extra ?? {},
  });
}

/** Workload rows whose value is a table, such as a ladder. */
function tables(file: FactFile): readonly unknown[] {
  return file.rows
    .filter((row) => Array.isArray(row.detail))
    .map((row) => {
      const detail = row.detail as readonly (number | FactRow)[];
      const records = detail.map((entry) => (typeof entry === "number" ? { value: entry } : entry));
      const columns = Object.keys(records[0] ?? {});
      return {
        key: text(row, "key"),
        columns,
        rows: records.map((record) => columns.map((column) => cell(record, column))),
      };
    })
    .sort((a, b) => compare([a.key], [b.key]));
}

function note(row: FactRow, key: string): string | null {
  if (row.note == null) return null;
  const words = text(row, "note");
  if (words.length <= LONGEST_NOTE) return words;
  const short = SHORT_NOTES[key];
  if (short === undefined) throw new Error(`${key}: its note has ${words.length} characters; add a short wording`);
  return short;
}

function text(row: FactRow, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`${column} must be text: ${JSON.stringify(row)}`);
  return value;
}

function cell(row: FactRow, column: string): Cell {
  const value = row[column];
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new Error(`${column} must be text, a finite number, a truth value or null: ${JSON.stringify(row)}`);
}

function compare(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (left === right || left == null || right == null) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}

function refuseTwins(name: string, keys: readonly string[]): void {
  const twin = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twin !== undefined) throw new Error(`${name}: two rows "${twin}"`);
}

interface Rendering {
  readonly head: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** One row a line, so that a changed price is a changed line in a review. */
function render({ head, sources, columns, rows, extra = {} }: Rendering): string {
  const lines = [
    ...Object.entries(head).map(([name, value]) => `"${name}":${JSON.stringify(value)}`),
    `"columns":${JSON.stringify(columns)}`,
    `"sources":${list(sources)}`,
    ...Object.entries(extra).map(
      ([name, value]) => `"${name}":${Array.isArray(value) ? list(value) : JSON.stringify(value)}`,
    ),
    `"rows":${list(rows)}`,
  ];
  return `{\n${lines.join(",\n")}\n}\n`;
}

function list(items: readonly unknown[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
}
