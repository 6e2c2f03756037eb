import type { LeadTime } from "./lead-times";
import type { LimitRow } from "./limits";
import type { PriceRow } from "./prices";
import type { QuotaRow } from "./quotas";

/** Who says so: from the machine's own measurement down to a value we chose. */
export const BASES = [
  "measured",
  "vendor",
  "vendor-doc",
  "vendor-api",
  "vendor-price-list",
  "third-party",
  "report",
  "derived",
  "assumption",
] as const;
export type Basis = (typeof BASES)[number];

/** Where a number comes from and how old it is. */
export interface Provenance {
  readonly source: string;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly asOf: string;
  /** Whether `asOf` is the date the source gives itself, or only the day on which it was collected. */
  readonly dated: "as-of" | "retrieved";
}

/** One number with its parents; null is unknown, never zero. */
export interface Fact extends Provenance {
  readonly key: string;
  readonly low: number | null;
  readonly expected: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly basis: Basis;
  readonly note: string | null;
}

/** The answer of a lookup for which no source gave a number. */
export interface Unknown {
  readonly kind: "unknown";
  readonly key: string;
  /** What to do about it, as a sentence for the report. */
  readonly how: string;
}

/** Tells an unknown apart from a found row. */
export function isUnknown(value: object): value is Unknown {
  return "kind" in value && value.kind === "unknown";
}

/** A row of any table that has one number. */
export type CatalogRow = Fact | QuotaRow | LimitRow | PriceRow | LeadTime;

/** Renders a catalog row in the common shape, for the list of assumptions and for `explain`. */
export function toFact(row: CatalogRow): Fact {
  if ("expected" in row) return row;
  const common = {
    source: row.source,
    asOf: row.asOf,
    dated: row.dated,
    basis: row.basis,
    note: row.note,
  };
  if ("usd" in row) {
    const tier = row.tierMin === null ? "" : ` from ${row.tierMin}`;
    return point(`${row.key} (${row.region}${tier})`, row.usd, { ...common, unit: `USD per ${row.unit}` });
  }
  if ("expectedHours" in row) {
    return {
      ...common,
      key: row.key,
      low: row.lowHours,
      expected: row.expectedHours,
      high: row.highHours,
      unit: "hours",
    };
  }
  return point(row.key, row.defaultValue, { ...common, unit: row.unit });
}

function point(key: string, value: number | null, rest: Omit<Fact, "key" | "low" | "expected" | "high">): Fact {
  return { ...rest, key, low: value, expected: value, high: value };
}
