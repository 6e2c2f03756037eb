import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Interval, isPoint, quantile } from "./interval";

/** Values of one name over all worlds: index 0 is the design world, the sampled worlds follow. */
export type Column = Float64Array;

/** 32-bit FNV-1a: gives every parameter its own stream of random numbers, so that adding one leaves the others as they were. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash | 0;
}

/** What is sampled: an interval, the bounds of its values, and the value it has in the design world. */
export interface SampledInput {
  readonly key: string;
  readonly interval: Interval;
  readonly design: number;
  readonly min?: number;
  readonly max?: number;
}

/**
 * Draws an input in every world by Latin hypercube sampling: each of `worlds` equally likely slices of the distribution is hit
 * once, in its middle, in an order of the input's own.
 *
 * @param worlds number of sampled worlds, 0 for the design world alone
 * @param seed same seed, same bytes
 * @returns a column of `worlds + 1` values; index 0 is `input.design`
 */
export function sampleInput(input: SampledInput, worlds: number, seed: number): Column {
  const column = new Float64Array(worlds + 1);
  column[0] = input.design;
  if (isPoint(input.interval)) return column.fill(input.interval.expected, 1);
  const rng = xoroshiro128plus(seed ^ hash32(input.key));
  const bounds = {
    ...(input.min === undefined ? {} : { min: input.min }),
    ...(input.max === undefined ? {} : { max: input.max }),
  };
  // Inside-out Fisher–Yates: slices of different inputs meet at random.
  for (let i = 1; i <= worlds; i++) {
    const j = 1 + Math.floor(uniformFloat64(rng) * i);
    column[i] = column[j] as number;
    column[j] = quantile(input.interval, (i - 0.5) / worlds, bounds);
  }
  return column;
}

/** The common quantile of a chain, and what it buys. */
export interface CommonQuantile {
  /** How many of the sorted worlds each requirement covers, 1 to `worlds`; 0 when there are no sampled worlds. */
  readonly rank: number;
  /** Share of sampled worlds in which no requirement is exceeded; 1 without sampled worlds. */
  readonly jointHoldRatio: number;
  /** Value of each requirement at the rank, never below its design value, in the order given. */
  readonly values: readonly number[];
  /** For every sampled world, the rank it needs: its worst requirement. */
  readonly neededRank: Int32Array;
}

/**
 * The smallest common rank at which the whole chain holds with the wanted probability.
 *
 * Every requirement is provisioned at the same quantile of its own distribution. A world holds when none of its requirements
 * exceeds its provision, so the chain holds less often than each layer alone; the rank is raised until the joint share is reached.
 *
 * @param requirements columns of equal length, design world first
 * @param riskRatio accepted share of worlds with some layer short, 0 to 1
 * @param floors what is provisioned anyway for each requirement, since counts have a minimum: worlds below it ask for nothing
 */
export function commonQuantile(
  requirements: readonly Column[],
  riskRatio: number,
  floors: readonly number[] = [],
): CommonQuantile {
  const worlds = Math.max(0, (requirements[0]?.length ?? 1) - 1);
  const neededRank = new Int32Array(worlds);
  const sorted = requirements.map((column, i) => {
    const values = column.slice(1).sort();
    // What the design world or the minimum needs is bought anyway: only worlds above it ask for a rank.
    const enough = Math.max(column[0] as number, floors[i] ?? 0);
    for (let world = 0; world < worlds; world++) {
      const value = column[world + 1] as number;
      const rank = value <= enough ? 1 : firstIndexAtLeast(values, value) + 1;
      if (rank > (neededRank[world] as number)) neededRank[world] = rank;
    }
    return values;
  });
  const byNeed = neededRank.slice().sort();
  const rank = worlds === 0 ? 0 : (byNeed[Math.max(0, Math.ceil((1 - riskRatio) * worlds) - 1)] as number);
  let held = 0;
  for (const need of neededRank) if (need <= rank) held++;
  const values = requirements.map((column, i) => {
    const design = column[0] as number;
    return rank === 0 ? design : Math.max(design, (sorted[i] as Float64Array)[rank - 1] as number);
  });
  return { rank, jointHoldRatio: worlds === 0 ? 1 : held / worlds, values, neededRank };
}

/** Index of the first element that is not below `value` in an ascending array. */
function firstIndexAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
