/**
 * A number that is not known exactly: the 5th percentile, the median and the 95th percentile of what we believe.
 * `low ≤ expected ≤ high`. A certain number has all three equal.
 */
export interface Interval {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** The probabilities that `low` and `high` stand for. */
export const LOW_PROBABILITY = 0.05;
export const HIGH_PROBABILITY = 0.95;

/** A number that is known exactly. */
export function point(value: number): Interval {
  return { low: value, expected: value, high: value };
}

/** Whether nothing is uncertain about the interval. */
export function isPoint(interval: Interval): boolean {
  return interval.low === interval.high;
}

/** The interval multiplied by a positive factor. */
export function scale(interval: Interval, factor: number): Interval {
  return { low: interval.low * factor, expected: interval.expected * factor, high: interval.high * factor };
}

/**
 * The value that is not exceeded with the given probability.
 *
 * Between the three given points the quantile function is linear in probability; beyond `low` and `high` it goes on with the
 * same slope, so that the tails are as wide as the shoulders, and stops at `min` and `max`.
 *
 * @param probability 0 to 1
 * @returns the quantile, in the interval's unit; continuous and never decreasing in `probability`
 */
export function quantile(interval: Interval, probability: number, bounds?: { min?: number; max?: number }): number {
  const { low, expected, high } = interval;
  const half = 0.5 - LOW_PROBABILITY;
  const value =
    probability < 0.5
      ? expected - ((expected - low) * (0.5 - probability)) / half
      : expected + ((high - expected) * (probability - 0.5)) / half;
  // Quantities of this model are never negative, whatever the tail says.
  return Math.min(Math.max(value, bounds?.min ?? 0), bounds?.max ?? Number.POSITIVE_INFINITY);
}
