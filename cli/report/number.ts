import { Defect } from "../../capacity/problems";
import { MBPS_PER_GBPS } from "../../capacity/units";

/** A number as a report prints it: the text goes right-aligned into one column, the unit into the next. */
export interface Quantity {
  readonly text: string;
  readonly unit: string;
}

export const UNKNOWN = "unknown";
/** Between a number and its unit: a line never breaks there. */
const NBSP = "\u00a0";
/** From here on digits no longer help a person. */
const MILLION = 1e6;
const LARGEST_GROUPED = 1e15;
const GBPS_PER_TBPS = 1000;

/** `12345.6` → `12,346`; without Intl, so that start-up stays small and every Node prints the same. */
function grouped(value: number, decimals: number): string {
  if (Math.abs(value) >= LARGEST_GROUPED) return value.toExponential(1);
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? digits : `${digits}.${fraction}`;
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? `−${text}` : text;
}

/** As many digits as a person can use: three significant ones below a thousand, whole numbers above. */
export function formatNumber(value: number | null): string {
  if (value === null) return UNKNOWN;
  const size = Math.abs(finite(value));
  if (Number.isInteger(value) || size >= 999.5) return grouped(value, 0);
  if (size < 1e-9) return value === 0 ? "0" : value.toExponential(1).replace("-", "−");
  // 0.0625 → 0.0625, 0.062537 → 0.0625, 12.34 → 12.3: trailing zeros would claim precision.
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return grouped(value, Math.min(decimals, 12))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** Viewers: `840,000`, from a million on `1.0M`, `1.25M`. */
export function formatViewers(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (Math.abs(finite(value)) < MILLION) return grouped(Math.round(value), 0);
  const millions = (value / MILLION).toFixed(2).replace(/0$/, "");
  const [whole = "0", fraction = "0"] = millions.split(".");
  return `${grouped(Number(whole), 0)}.${fraction}M`;
}

/** 0.62 → `62`, with the unit `%`; below ten percent one decimal, so that 0.4 % isn't printed as 0. */
export function formatPercent(ratio: number | null): string {
  if (ratio === null) return UNKNOWN;
  const percent = finite(ratio) * 100;
  return Math.abs(percent) < 9.95 ? grouped(percent, 1).replace(/\.0$/, "") : grouped(percent, 0);
}

/** A number of the model with its unit, scaled only where the field itself changes units (Gbps to Tbps or Mbps). */
export function quantity(value: number | null, unit: string): Quantity {
  if (value === null) return { text: UNKNOWN, unit: unit === "ratio" ? "%" : unit === "count" ? "" : unit };
  if (unit === "ratio" || unit === "%") return { text: formatPercent(unit === "%" ? value / 100 : value), unit: "%" };
  if (unit === "viewers") return { text: formatViewers(value), unit };
  if (unit === "Gbps") return bitRate(finite(value));
  if (unit === "USD") return { text: formatUsd(value), unit };
  if (unit === "s" && Math.abs(value) >= 120) return { text: formatDuration(value), unit: "" };
  return { text: formatNumber(value), unit: unit === "count" ? "" : unit };
}

/** Several numbers that share a unit column: scaled alike, by the largest of them. */
export function quantities(
  values: readonly (number | null)[],
  unit: string,
): { readonly texts: readonly string[]; readonly unit: string } {
  const known = values.filter((value) => value !== null).map(finite);
  const largest = known.length === 0 ? null : Math.max(...known.map(Math.abs));
  if (unit === "Gbps" && largest !== null) {
    const scale = bitRateScale(largest);
    return { texts: values.map((v) => formatNumber(v === null ? null : v * scale.perGbps)), unit: scale.unit };
  }
  const all = values.map((value) => quantity(value, unit));
  // Durations carry their units themselves, and must all do so or none.
  const isMixed = all.some((one) => one.unit !== all[0]?.unit);
  return isMixed
    ? { texts: values.map(formatNumber), unit }
    : { texts: all.map((one) => one.text), unit: all[0]?.unit ?? unit };
}

function bitRate(gbps: number): Quantity {
  const scale = bitRateScale(Math.abs(gbps));
  return { text: formatNumber(gbps * scale.perGbps), unit: scale.unit };
}

function bitRateScale(gbps: number): { readonly perGbps: number; readonly unit: string } {
  if (gbps >= GBPS_PER_TBPS) return { perGbps: 1 / GBPS_PER_TBPS, unit: "Tbps" };
  return gbps !== 0 && gbps < 0.1 ? { perGbps: MBPS_PER_GBPS, unit: "Mbps" } : { perGbps: 1, unit: "Gbps" };
}

/** The same for a sentence: `3.2 Tbps`, `62 %`, `unknown`. */
export function inline(value: number | null, unit: string): string {
  const { text, unit: shown } = quantity(value, unit);
  return shown === "" || value === null ? text : `${text}${NBSP}${shown}`;
}

/** Money on a bill: always cents, so that columns align. `12,345.60` */
export function formatUsd(usd: number | null): string {
  return usd === null ? UNKNOWN : grouped(finite(usd), 2);
}

/** Money in a sentence: `USD 12,346`, cents only below a hundred. */
export function inlineUsd(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  return `USD${NBSP}${grouped(finite(usd), Math.abs(usd) < 100 ? 2 : 0)}`;
}

/** A change of money: `+1,200`, `−350`, `±0`, `unknown`. */
export function formatUsdChange(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  const text = grouped(finite(usd), Math.abs(usd) < 1 ? 2 : 0);
  if (Number(text.replaceAll(",", "").replace("−", "-")) === 0) return "±0";
  return usd > 0 ? `+${text}` : text;
}

/** A price per unit keeps its digits: `0.085`, `0.0000006`. */
export function formatUnitPrice(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  const size = Math.abs(finite(usd));
  if (size >= 1000) return grouped(usd, 2);
  const decimals = size === 0 ? 0 : Math.max(0, 5 - Math.floor(Math.log10(size)));
  return grouped(usd, Math.min(decimals, 14))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** Numbers of one column, those that nobody measured starred; the others leave the star's place free, so that digits align. */
export function starredColumn(
  cells: readonly { readonly text: string; readonly isAssumed: boolean }[],
): readonly string[] {
  if (!cells.some((cell) => cell.isAssumed)) return cells.map((cell) => cell.text);
  return cells.map((cell) => `${cell.text}${cell.isAssumed ? "*" : NBSP}`);
}

/** Seconds as people say them, the two largest parts: `2 h 30 min`, `45 s`, `3 d 4 h`. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  const total = Math.abs(finite(seconds));
  const sign = seconds < 0 ? "−" : "";
  if (total < 60) return `${sign}${formatNumber(total)}${NBSP}s`;
  const whole = Math.round(total);
  const parts = [
    { amount: Math.floor(whole / 86_400), unit: "d" },
    { amount: Math.floor((whole % 86_400) / 3600), unit: "h" },
    { amount: Math.floor((whole % 3600) / 60), unit: "min" },
    { amount: whole % 60, unit: "s" },
  ];
  const first = parts.findIndex((part) => part.amount > 0);
  const shown = parts.slice(first, first + 2).filter((part) => part.amount > 0);
  return sign + shown.map((part) => `${part.amount}${NBSP}${part.unit}`).join(" ");
}

/** A stretch of hours from a lead time's low to its high: `1 d to 5 d`, `unknown`. */
export function formatLeadTime(hours: { readonly low: number | null; readonly high: number | null }): string {
  const text = (value: number | null) => (value === null ? UNKNOWN : formatDuration(value * 3600));
  if (hours.low === null && hours.high === null) return UNKNOWN;
  return hours.low === hours.high ? text(hours.low) : `${text(hours.low)} to ${text(hours.high)}`;
}

/** JSON has no NaN, and a reader should not meet one: a number that isn't one is our defect. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Defect(`a report was given ${value} where a number belongs`);
  return value;
}
