import type { SizingContext } from "./layer";

/** Points of the ramp that are looked at; capacity that doubles is furthest behind a straight demand somewhere in the middle. */
const POINTS = 100;

/** How long the steep part of the ramp lasts if everything that is believed about it comes out steep, minutes. */
export function steepRampMinutes(context: Pick<SizingContext, "parameter">): number {
  const seconds = context.parameter("audience.rampSeconds").interval.low;
  const steepness = context.parameter("audience.rampSteepness").interval.high;
  return seconds / Math.max(1, steepness) / 60;
}

/**
 * Whether demand that grows evenly from nothing overtakes capacity that grows by itself.
 *
 * @param peak demand at the end of the ramp, in the capacity's unit
 * @param capacityAt capacity after so many minutes
 */
export function isShortWhileGrowing(
  peak: number,
  rampMinutes: number,
  capacityAt: (minutes: number) => number,
): boolean {
  for (let point = 0; point <= POINTS; point++) {
    const share = point / POINTS;
    if (peak * share > capacityAt(rampMinutes * share)) return true;
  }
  return false;
}
