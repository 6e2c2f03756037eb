import type { Interval } from "../interval";
import { point } from "../interval";
import { formatDuration, parseDuration } from "./duration";
import { LARGEST_NUMBER, type NumberField } from "./field";
import { isMapping, type Path } from "./path";
import type { Problem, ProblemList } from "./problem-list";
import { listOf, nearest, numberText, valueText } from "./words";

/** The parts of a number that may be uncertain. */
export const INTERVAL_EDGES = ["low", "expected", "high"] as const;

/** Units that add nothing to a number in a sentence. */
const SILENT: ReadonlySet<string> = new Set(["", "ratio", "count", "x"]);

function shown(field: NumberField, value: number): string {
  if (field.form === "duration") return formatDuration(value);
  return SILENT.has(field.unit) ? numberText(value) : `${numberText(value)} ${field.unit}`;
}

/** What a field takes, as it stands after "expected". */
function allowed(field: NumberField): string {
  if (field.form === "duration") return "a duration";
  return `${field.whole ? "a whole number" : "a number"}${SILENT.has(field.unit) ? "" : ` of ${field.unit}`}`;
}

/** What a value had to be: the missed bound alone where the other one is only there to keep slips out. */
function range(field: NumberField, value: number): string {
  if (field.max >= LARGEST_NUMBER && value < field.min) return `at least ${shown(field, field.min)}`;
  const isWordUnit = field.form === "number" && field.unit !== "s" && !SILENT.has(field.unit);
  return `${isWordUnit ? numberText(field.min) : shown(field, field.min)} to ${shown(field, field.max)}`;
}

/** Amounts that people write with a unit, in the smallest unit of their kind. */
const KINDS: readonly Readonly<Record<string, number>>[] = [
  { kbps: 1, "kbit/s": 1, mbps: 1e3, "mbit/s": 1e3, gbps: 1e6, "gbit/s": 1e6, tbps: 1e9, "tbit/s": 1e9 },
  { bytes: 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 },
  { mb: 1, gb: 1e3, tb: 1e6, pb: 1e9 },
  { ms: 1, s: 1e3, m: 60e3, min: 60e3, h: 3_600e3, d: 86_400e3 },
  { ratio: 1, "%": 0.01 },
];
const MULTIPLES: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, mio: 1e6, bn: 1e9 };

/** The plain number that a text such as `3Mbps`, `30%`, `840k` or `1,000,000` means in the field's unit, or undefined. */
function meant(field: NumberField, text: string): number | undefined {
  const match = /^\s*([0-9][0-9,_' ]*(?:\.\d+)?)\s*([a-zA-Z%/]*)\s*$/.exec(text);
  if (match === null) return undefined;
  const amount = Number((match[1] ?? "").replaceAll(/[,_' ]/g, ""));
  const written = (match[2] ?? "").toLowerCase();
  const unit = field.unit.toLowerCase();
  const kind = KINDS.find((candidate) => written in candidate && unit in candidate);
  const factor =
    written === "" || written === unit || unit.startsWith(`${written}/`)
      ? 1
      : kind
        ? (kind[written] ?? 1) / (kind[unit] ?? 1)
        : MULTIPLES[written];
  return factor === undefined ? undefined : Number((amount * factor).toPrecision(12));
}

/** What is wrong with a single value as a number of the field, or null. */
export function complaintAbout(field: NumberField, value: unknown): Omit<Problem, "path"> | null {
  const scalar = typeof value === "string" && field.form === "duration" ? parseDuration(value) : value;
  if (typeof scalar === "number" && (field.form === "number" || typeof value === "string")) {
    return boundComplaint(field, scalar);
  }
  const complaint = { id: "not-a-number", found: `got ${valueText(value)}`, expected: allowed(field) };
  if (value === null) return { ...complaint, fix: "Write a value or delete the line" };
  if (field.form === "duration") {
    const example =
      typeof value === "number" && Number.isFinite(value) && value > 0
        ? `Say the unit: ${numberText(value).replaceAll(",", "")}s or ${numberText(value).replaceAll(",", "")}m`
        : "Write it like 90s, 15m or 1h30m";
    return { ...complaint, id: "not-a-duration", fix: example };
  }
  const plain = typeof value === "string" ? meant(field, value) : undefined;
  return { ...complaint, fix: `Write ${plain === undefined ? "a plain number" : plainText(plain)}` };
}

function plainText(value: number): string {
  return String(value);
}

function boundComplaint(field: NumberField, value: number): Omit<Problem, "path"> | null {
  const problem = { id: "out-of-range", found: `got ${shown(field, value)}`, expected: range(field, value) };
  if (!Number.isFinite(value)) {
    return { ...problem, id: "not-finite", found: `got ${numberText(value)}`, fix: "Write a finite number" };
  }
  if (field.whole && !Number.isInteger(value)) {
    return { ...problem, expected: `a whole number, ${range(field, value)}`, fix: "Round it" };
  }
  if (value < field.min) return { ...problem, fix: field.ifBelow ?? `Write at least ${bound(field.min, field)}` };
  if (value > field.max) return { ...problem, fix: field.ifAbove ?? `Write at most ${bound(field.max, field)}` };
  return null;
}

function bound(value: number, field: NumberField): string {
  return field.form === "duration" ? formatDuration(value) : plainText(value);
}

function scalarOf(field: NumberField, value: unknown): number {
  return field.form === "duration" ? (parseDuration(String(value)) ?? Number.NaN) : Number(value);
}

/** Reads a certain number; a problem is noted and undefined returned where it can't be used. */
export function readNumber(field: NumberField, value: unknown, path: Path, problems: ProblemList): number | undefined {
  const complaint = complaintAbout(field, value);
  if (complaint) {
    problems.error({ ...complaint, path });
    return undefined;
  }
  return scalarOf(field, value);
}

/** Reads a number that may be uncertain, completing an interval of which one part is left out. */
export function readInterval(
  field: NumberField,
  value: unknown,
  path: Path,
  problems: ProblemList,
): Interval | undefined {
  if (!isMapping(value)) {
    const certain = readNumber(field, value, path, problems);
    return certain === undefined ? undefined : point(certain);
  }
  let usable = true;
  for (const key of Object.keys(value)) {
    if ((INTERVAL_EDGES as readonly string[]).includes(key)) continue;
    usable = false;
    const near = nearest(key, INTERVAL_EDGES);
    problems.error({
      id: "unknown-key",
      path: [...path, key],
      found: "unknown key",
      expected: near ?? `one of ${listOf(INTERVAL_EDGES)}`,
      fix: near === undefined ? "Delete it" : `Write ${near}`,
    });
  }
  const parts: Partial<Record<(typeof INTERVAL_EDGES)[number], number>> = {};
  for (const edge of INTERVAL_EDGES) {
    if (value[edge] === undefined) continue;
    const part = readNumber(field, value[edge], [...path, edge], problems);
    if (part === undefined) usable = false;
    else parts[edge] = part;
  }
  if (!usable) return undefined;
  const interval = complete(parts, field);
  if (interval === undefined) {
    problems.error({
      id: "incomplete-interval",
      path,
      found: Object.keys(value).length === 0 ? "got an empty interval" : `got ${Object.keys(parts).join(", ")} alone`,
      expected: "low and high, or expected with one of them",
      fix: `Add expected${parts.low !== undefined || parts.high !== undefined ? " or the other end" : ""}`,
    });
    return undefined;
  }
  if (interval.low <= interval.expected && interval.expected <= interval.high) return interval;
  problems.error({
    id: "interval-order",
    path,
    found: `low is ${shown(field, interval.low)}, expected is ${shown(field, interval.expected)}, high is ${shown(field, interval.high)}`,
    expected: "low ≤ expected ≤ high",
    fix: "Put the three in order",
  });
  return undefined;
}

/**
 * The whole interval from its parts: a missing end lies at the same ratio from `expected` as the other one, within the field's bounds.
 *
 * @returns undefined where the parts don't say enough
 */
function complete(
  { low, expected, high }: Partial<Record<(typeof INTERVAL_EDGES)[number], number>>,
  field: NumberField,
): Interval | undefined {
  const clamp = (value: number) => Math.min(Math.max(value, field.min), field.max);
  if (expected === undefined) {
    if (low === undefined || high === undefined) return undefined;
    // The median of a quantity that is as likely to be off by a factor upwards as downwards.
    return { low, expected: low > 0 ? Math.sqrt(low * high) : (low + high) / 2, high };
  }
  if (low !== undefined && high !== undefined) return { low, expected, high };
  if (low !== undefined) return { low, expected, high: clamp(low > 0 ? (expected * expected) / low : 2 * expected) };
  if (high !== undefined) return { low: clamp(high > 0 ? (expected * expected) / high : 0), expected, high };
  return point(expected);
}
