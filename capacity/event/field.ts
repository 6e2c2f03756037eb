import { z } from "zod";
import type { Unit } from "../units";
import { DURATION_PATTERN } from "./duration";

/** Largest number that any field takes: what is above is a slip of the pen, and would overflow in products. */
export const LARGEST_NUMBER = 1e12;

/** A number of the event file: what it counts and what it may be. */
export interface NumberField {
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** Written as a plain number of `unit`, or as a duration (`15m`). */
  readonly form: "number" | "duration";
  readonly whole?: true;
  /** What to do about a value below or above the bounds, where the bound alone doesn't say it. */
  readonly ifBelow?: string;
  readonly ifAbove?: string;
}

/** What the schema knows about a field besides its type: read where sentences are made. */
export type Hint =
  | { readonly kind: "number" | "interval"; readonly field: NumberField }
  | { readonly kind: "text"; readonly expected: string; readonly fix: string };

/** Hints by schema. */
export const HINTS = z.registry<Hint>();

interface Described {
  /** Meaning, one sentence. */
  readonly is: string;
  /** Default as a value, for editors. */
  readonly default?: unknown;
}

const DURATION = z
  .string()
  .regex(new RegExp(DURATION_PATTERN))
  .meta({ id: "Duration", description: "A duration: 90s, 15m, 1h30m, 2d, or ISO 8601 such as PT15M." });

const NUMBER_INTERVAL = z
  .strictObject({ low: z.number().optional(), expected: z.number().optional(), high: z.number().optional() })
  .meta({
    id: "Interval",
    description:
      "An uncertain number: low is not undercut and high not exceeded with 95 % probability each, expected is the median. One of the three may be left out: low and high then lie at the same ratio from expected.",
  });

const DURATION_INTERVAL = z
  .strictObject({ low: DURATION.optional(), expected: DURATION.optional(), high: DURATION.optional() })
  .meta({ id: "DurationInterval", description: "An uncertain duration; see Interval." });

function meta(described: Described) {
  return {
    description: described.is,
    ...(described.default === undefined ? {} : { default: described.default }),
  };
}

function plainNumber(field: NumberField) {
  const number = z.number().min(field.min).max(field.max);
  return field.whole ? number.int() : number;
}

/** A certain number. */
export function numberField(field: Omit<NumberField, "form">, described: Described) {
  const complete: NumberField = { ...field, form: "number" };
  return plainNumber(complete).meta(meta(described)).register(HINTS, { kind: "number", field: complete });
}

/** A number that may be uncertain: a plain one, or `{ low, expected, high }`. */
export function intervalField(field: Omit<NumberField, "form">, described: Described) {
  const complete: NumberField = { ...field, form: "number" };
  return z
    .union([plainNumber(complete), NUMBER_INTERVAL])
    .meta(meta(described))
    .register(HINTS, { kind: "interval", field: complete });
}

/** A duration that may be uncertain. */
export function durationIntervalField(field: Omit<NumberField, "form">, described: Described) {
  const complete: NumberField = { ...field, form: "duration" };
  return z
    .union([DURATION, DURATION_INTERVAL])
    .meta(meta(described))
    .register(HINTS, { kind: "interval", field: complete });
}

/** A certain duration. */
export function durationField(field: Omit<NumberField, "form" | "unit">, described: Described) {
  return z
    .string()
    .regex(new RegExp(DURATION_PATTERN))
    .meta(meta(described))
    .register(HINTS, { kind: "number", field: { ...field, unit: "s", form: "duration" } });
}

/** A text of a certain shape. */
export function textField(
  shape: { readonly pattern?: RegExp; readonly maxLength?: number; readonly expected: string; readonly fix: string },
  described: Described,
) {
  const bounded = z
    .string()
    .min(1)
    .max(shape.maxLength ?? 200);
  return (shape.pattern ? bounded.regex(shape.pattern) : bounded)
    .meta(meta(described))
    .register(HINTS, { kind: "text", expected: shape.expected, fix: shape.fix });
}

/** One of a few words. */
export function wordField<const Words extends readonly [string, ...string[]]>(words: Words, described: Described) {
  return z.enum(words).meta(meta(described));
}

/** Yes or no. */
export function flagField(described: Described) {
  return z.boolean().meta(meta(described));
}
