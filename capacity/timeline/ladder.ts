import { type Pace, raiseSteps } from "../scale-out";
import type { PoolSize } from "./sizes";

/** Sizes of all pools after one raise of the fleet. */
export interface Rung {
  /** When the raise is asked, and when its last machine serves; seconds after the first raise. */
  readonly askSeconds: number;
  readonly servingSeconds: number;
  /** Nodes by pool, each a multiple of the zones. */
  readonly nodes: Readonly<Record<string, number>>;
}

export interface LadderInput {
  readonly pools: readonly PoolSize[];
  readonly zones: number;
  /** Nodes that each pool has in each zone before the first raise and after the last lowering. */
  readonly baseNodesPerZone: number;
}

/** Nodes of a pool before the first raise. */
export function baseNodes(pool: PoolSize, { zones, baseNodesPerZone }: Omit<LadderInput, "pools">): number {
  return Math.min(pool.nodes, zones * baseNodesPerZone);
}

/**
 * The way up: the fleet's raises, dealt to its pools in their order, the same number to every zone.
 *
 * A pool is filled before the next begins, so that the first raise already serves what viewers can't do without. What doesn't
 * divide by the zones waits for the next raise.
 *
 * @returns one rung per raise of the fleet, the last at full size
 */
export function ladderOf(input: LadderInput, pace: Pace): readonly Rung[] {
  const total = input.pools.reduce((sum, pool) => sum + pool.nodes, 0);
  return raiseSteps(total, pace).map((step) => ({
    askSeconds: step.askSeconds,
    servingSeconds: step.servingSeconds,
    nodes: dealt(step.nodes, input),
  }));
}

function dealt(fleetNodes: number, input: LadderInput): Readonly<Record<string, number>> {
  let left = fleetNodes;
  return Object.fromEntries(
    input.pools.map((pool) => {
      const taken = Math.min(pool.nodes, Math.floor(left / input.zones) * input.zones);
      left -= taken;
      return [pool.name, Math.max(taken, baseNodes(pool, input))];
    }),
  );
}
