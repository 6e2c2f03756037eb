import { z } from "zod";
import { ASSUMPTIONS } from "../catalog/assumptions";
import { lazy } from "../catalog/lazy";
import type { AssumptionRow } from "../parameter";
import { formatDuration } from "./duration";
import { durationIntervalField, HINTS, intervalField, LARGEST_NUMBER, type NumberField } from "./field";
import type { Path } from "./path";
import { numberText } from "./words";

const ANY = "*";
const TIME_UNIT_AT_END = /(Seconds|Minutes|Hours)$/;
const SECONDS_PER = { s: 1, min: 60, h: 3600 } as const;

/** A coefficient as the event file states it. */
export interface RowField extends NumberField {
  /** Seconds in one of the row's unit, for durations; 1 otherwise. */
  readonly perUnit: number;
}

const stepsByRow = lazy(
  () =>
    new Map<AssumptionRow, readonly string[] | null>(
      ASSUMPTIONS.map((row) => [row, row.path === null ? null : row.path.replaceAll(/\[\*?\]/g, `.${ANY}`).split(".")]),
    ),
);

/** The steps of a row's path, `*` where the name of a service or CDN stands: `delivery.cdns[].x` and `delivery.cdns.*.x` are the same. */
export function rowSteps(row: AssumptionRow): readonly string[] | null {
  return stepsByRow().get(row) ?? null;
}

/** Where the row is stated for one service or CDN (`name`: a key, or an index of a list), or for the event. */
export function rowPath(row: AssumptionRow, name?: string | number): Path | null {
  const steps = rowSteps(row);
  if (steps === null) return null;
  if (!steps.includes(ANY)) return steps;
  return name === undefined ? null : steps.map((step) => (step === ANY ? name : step));
}

/** How the row's value is written: as a duration where it is a time and its name has no unit, otherwise as a plain number. */
export function rowField(row: AssumptionRow): RowField {
  const last = rowSteps(row)?.at(-1) ?? "";
  const isDuration = row.unit in SECONDS_PER && !TIME_UNIT_AT_END.test(last);
  const perUnit = isDuration ? SECONDS_PER[row.unit as keyof typeof SECONDS_PER] : 1;
  return {
    unit: isDuration ? "s" : row.unit,
    form: isDuration ? "duration" : "number",
    min: (row.min ?? 0) * perUnit,
    max: Math.min((row.max ?? Number.POSITIVE_INFINITY) * perUnit, LARGEST_NUMBER),
    perUnit,
  };
}

/** Splits the camel-case name for a sentence: `callsPerSignIn` → `calls per sign in`. */
function words(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

function written(field: RowField, value: number): number | string {
  return field.form === "duration" ? formatDuration(value * field.perUnit) : value;
}

function rowSchema(row: AssumptionRow) {
  const field = rowField(row);
  const name = row.key.slice(row.key.indexOf(".") + 1);
  const text = (value: number) => {
    const shown = written(field, value);
    return typeof shown === "number" ? numberText(shown) : shown;
  };
  const unit = field.form === "duration" ? "" : ` ${row.unit === "" ? "" : row.unit}`.trimEnd();
  const range = row.low === row.high ? "" : ` (${text(row.low)} to ${text(row.high)})`;
  const default_ =
    row.low === row.high
      ? written(field, row.expected)
      : {
          low: written(field, row.low),
          expected: written(field, row.expected),
          high: written(field, row.high),
        };
  const described = {
    is: `${words(name).replace(/^./, (letter) => letter.toUpperCase())}. Default ${text(row.expected)}${unit}${range}: ${row.fact === undefined ? "assumed because " : ""}${row.because}.`,
    default: default_,
  };
  return field.form === "duration" ? durationIntervalField(field, described) : intervalField(field, described);
}

/** Whether a schema is made to be published, with every bound and text, or to check structure. */
export type SchemaUse = "publish" | "parse";

/** Stands for every coefficient while parsing: their own reader checks them, and hundreds of schemas would cost more than the rest. */
const READ_ELSEWHERE = z
  .unknown()
  .register(HINTS, { kind: "interval", field: { unit: "", form: "number", min: 0, max: LARGEST_NUMBER } })
  .optional();

/**
 * The fields that rows of the catalog add to a section of the schema; sections below it that `taken` does not name come along.
 *
 * @param section path of the section, `*` for a name: `features.services.*`
 * @param taken names that the schema itself gives to fields and sections here
 * @returns a shape for `z.strictObject`; its type is empty because rows are read by path, not by name
 */
export function rowFields(section: string, taken: readonly string[], use: SchemaUse): Record<never, never> {
  const prefix = section === "" ? [] : section.split(".");
  const shape: Record<string, z.ZodType> = {};
  for (const row of ASSUMPTIONS) {
    const steps = rowSteps(row);
    if (steps === null || !prefix.every((step, index) => steps[index] === step)) continue;
    const [next, ...rest] = steps.slice(prefix.length);
    if (next === undefined || next === ANY || taken.includes(next) || Object.hasOwn(shape, next)) continue;
    shape[next] =
      rest.length === 0
        ? fieldOf(row, use)
        : z
            .strictObject(rowFields([...prefix, next].join("."), [], use))
            .describe(`Coefficients of ${words(next)}.`)
            .optional();
  }
  return shape;
}

function fieldOf(row: AssumptionRow, use: SchemaUse): z.ZodType {
  switch (use) {
    case "publish":
      return rowSchema(row).optional();
    case "parse":
      return READ_ELSEWHERE;
  }
}
