import type { Interval } from "../interval";

export const TIER_NAMES = ["10k", "100k", "1m"] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** An audience class of event stacks: what it is called, whom it is for, what is planned where only the class is known. */
export interface Tier {
  readonly name: TierName;
  /** Concurrent viewers at the peak: more than `aboveViewers`, at most `maxViewers`. */
  readonly aboveViewers: number;
  readonly maxViewers: number;
  /** The audience of an event that states its tier only. */
  readonly defaultAudience: Interval;
  readonly because: string;
  /** What changes for the operator from one class to the next. */
  readonly implies: string;
}

/** Expected and low audience as shares of a class's ceiling: the daily meeting behind the 1m class had 700,000 to 1,000,000, 840,000 expected. */
const EXPECTED_SHARE = 0.84;
const LOW_SHARE = 0.7;

function tier(name: TierName, aboveViewers: number, maxViewers: number, implies: string): Tier {
  return {
    name,
    aboveViewers,
    maxViewers,
    defaultAudience: { low: maxViewers * LOW_SHARE, expected: maxViewers * EXPECTED_SHARE, high: maxViewers },
    because: `an event of class ${name} is planned for its ceiling, with 84 % of it expected as in the daily meeting that the class was made for`,
    implies,
  };
}

/** The classes, smallest first. */
export const TIERS: readonly Tier[] = [
  tier("10k", 0, 10_000, "one CDN at default quotas, a handful of nodes, ready within a day"),
  tier("100k", 10_000, 100_000, "raised vCPU quotas, reserved balancer capacity, one CDN with a second one advised"),
  tier(
    "1m",
    100_000,
    1_000_000,
    "several CDNs with agreed ceilings, a waiting room, quota raises weeks ahead, a rehearsal",
  ),
];

/** The class that an audience belongs to; null above the largest. */
export function tierOf(peakConcurrentViewers: number): Tier | null {
  return TIERS.find((candidate) => peakConcurrentViewers <= candidate.maxViewers) ?? null;
}
