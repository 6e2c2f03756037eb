/** A point of a line that is straight between its points: seconds since 1970, and a value. */
export type Knot = readonly [seconds: number, value: number];

/** The value at an instant: straight between the knots, the first's and the last's beyond. */
export function valueAt(knots: readonly Knot[], seconds: number): number {
  const first = knots[0];
  if (!first || seconds <= first[0]) return first?.[1] ?? 0;
  for (let i = 1; i < knots.length; i++) {
    const [fromSeconds, from] = knots[i - 1] as Knot;
    const [toSeconds, to] = knots[i] as Knot;
    if (seconds > toSeconds) continue;
    // At the knot itself no arithmetic: a hair below zero would become a negative line of the bill.
    return seconds === toSeconds || toSeconds === fromSeconds
      ? to
      : from + ((to - from) * (seconds - fromSeconds)) / (toSeconds - fromSeconds);
  }
  return (knots[knots.length - 1] as Knot)[1];
}

/** The area under the line between two instants, value × seconds; exact for straight pieces. */
export function area(knots: readonly Knot[], fromSeconds: number, toSeconds: number): number {
  const inside = knots.map(([seconds]) => seconds).filter((seconds) => seconds > fromSeconds && seconds < toSeconds);
  const times = [fromSeconds, ...inside, toSeconds];
  let sum = 0;
  for (let i = 1; i < times.length; i++) {
    const a = times[i - 1] as number;
    const b = times[i] as number;
    sum += ((valueAt(knots, a) + valueAt(knots, b)) / 2) * (b - a);
  }
  return sum;
}

/**
 * How far an audience has arrived, 0 to 1, after this share of the ramp.
 *
 * @param steepness largest slope over the mean slope: 1 is a straight ramp, above it an S-curve that is steepest in the middle
 */
export function arrivedRatio(rampRatio: number, steepness: number): number {
  if (rampRatio <= 0) return 0;
  if (rampRatio >= 1) return 1;
  const come = rampRatio ** steepness;
  return come / (come + (1 - rampRatio) ** steepness);
}
