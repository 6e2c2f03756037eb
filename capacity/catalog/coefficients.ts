import data from "./data/coefficients.json";
import { BASES, type Basis, type Fact, type Provenance } from "./fact";
import { lazy } from "./lazy";
import { indexBy, MissingRowError, type RowReader, readRows } from "./table";

/** A sizing coefficient or a recorded event. Where `expected` is null, it is a range, a formula or a table. */
export interface Coefficient extends Fact {
  /** The law as text, with its inputs by name; null where the row is a number. */
  readonly formula: string | null;
}

const rows = lazy(() => readRows("coefficients", data, readCoefficient));
const byKey = lazy(() => indexBy("coefficients", rows(), (row) => row.key));

/** Every coefficient, ordered by key. */
export function coefficients(): readonly Coefficient[] {
  return rows();
}

/**
 * Looks up a coefficient by a key written in code, such as `chat.connectionsPerNode.plan`.
 *
 * @throws MissingRowError if the catalog has no such row
 */
export function coefficient(key: string): Coefficient {
  const row = byKey().get(key);
  if (row === undefined) throw new MissingRowError("coefficients", key);
  return row;
}

/**
 * The table of a coefficient that is one, such as `chat.reconnectBackoff`.
 *
 * @returns one record per row; the unit is that of the coefficient
 * @throws MissingRowError if the catalog has no such table
 */
export function coefficientTable(key: string): readonly Readonly<Record<string, number | null>>[] {
  const table = data.tables.find((candidate) => candidate.key === key);
  if (table === undefined) throw new MissingRowError("coefficients (tables)", key);
  return table.rows.map((cells) => Object.fromEntries(table.columns.map((column, i) => [column, cells[i] ?? null])));
}

/** One rung of an adaptive-bitrate ladder, video only. */
export interface Rung {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly videoKbps: number;
  /** Highest frame rate; null: that of the source. */
  readonly framesPerSecond: number | null;
}

/** A named ladder, lowest rung first. */
export interface LadderPreset extends Provenance {
  readonly name: string;
  readonly rungs: readonly Rung[];
  readonly basis: Basis;
  readonly note: string | null;
}

interface LadderRecipe {
  readonly key: string;
  /** Rungs above this height are left out. */
  readonly tallestPixels?: number;
  readonly because?: string;
}

const RECIPES: Readonly<Record<string, LadderRecipe>> = {
  "apple-hls-avc": { key: "abr.ladder.apple-hls-avc" },
  "aws-live-streaming-1080p": { key: "abr.ladder.aws-live-streaming-1080p" },
  "meeting-720p": {
    key: "abr.ladder.aws-live-streaming-1080p",
    tallestPixels: 720,
    because: "assumed: a meeting needs no rung above 720p",
  },
};

/** Names that `ladderPreset` knows. */
export const LADDER_PRESET_NAMES: readonly string[] = Object.keys(RECIPES);

/** Looks up a ladder by the name an event file gives. */
export function ladderPreset(name: string): LadderPreset | undefined {
  const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined;
  if (recipe === undefined) return undefined;
  const row = coefficient(recipe.key);
  const tallestPixels = recipe.tallestPixels ?? Number.POSITIVE_INFINITY;
  return {
    name,
    rungs: coefficientTable(recipe.key)
      .map(toRung)
      .filter((rung) => rung.heightPixels <= tallestPixels),
    basis: recipe.because === undefined ? row.basis : "assumption",
    note: recipe.because ?? row.note,
    source: row.source,
    asOf: row.asOf,
    dated: row.dated,
  };
}

function toRung(cells: Readonly<Record<string, number | null>>): Rung {
  const { width, height, kbps, fps } = cells;
  if (width == null || height == null || kbps == null)
    throw new Error(`ladder rung without size or rate: ${JSON.stringify(cells)}`);
  return { widthPixels: width, heightPixels: height, videoKbps: kbps, framesPerSecond: fps ?? null };
}

function readCoefficient(row: RowReader): Coefficient {
  return {
    key: row.text("key"),
    low: row.numberOrNull("low"),
    expected: row.numberOrNull("expected"),
    high: row.numberOrNull("high"),
    unit: row.text("unit"),
    formula: row.textOrNull("formula"),
    basis: row.oneOf("basis", BASES),
    note: row.textOrNull("note"),
    ...row.provenance(),
  };
}
