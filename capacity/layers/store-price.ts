import { isUnknown } from "../catalog/fact";
import { price } from "../catalog/prices";
import type { Event } from "../event/event";
import { figure } from "./figure";

/**
 * Price of one node of a managed store.
 *
 * @param key the catalog's price key; the event file may state a price by it or by the node's type
 * @returns USD per hour, null where neither the event file nor the catalog knows it
 */
export function nodeUsdPerHour(event: Event, nodeType: string, key: string): number | null {
  const stated = event.prices[nodeType] ?? event.prices[key];
  if (stated !== undefined) return stated;
  const known = price(key, event.cluster.region);
  return isUnknown(known) ? null : (known[0]?.usd ?? null);
}

/** A way to build a store, for choosing. */
export interface StoreOption {
  readonly name: string;
  readonly units: number;
  readonly usdPerHour: number | null;
  /** What stands for the cost while prices are unknown. */
  readonly vcpu: number;
  readonly memoryGib: number;
  /** Why it can't be built at all, or null. */
  readonly impossible: string | null;
}

/**
 * Picks the cheapest possible option; while any possible one has no price, the one with the fewest vCPU, then with the least memory.
 *
 * @returns undefined when none is possible
 */
export function cheapest<T extends StoreOption>(options: readonly T[]): T | undefined {
  const possible = options.filter((option) => option.impossible === null);
  const priced = possible.every((option) => option.usdPerHour !== null);
  return possible.reduce<T | undefined>((best, option) => {
    if (best === undefined) return option;
    return compare(option, best, priced ? "price" : "size") < 0 ? option : best;
  }, undefined);
}

function compare(a: StoreOption, b: StoreOption, by: "price" | "size"): number {
  if (by === "price" && a.usdPerHour !== b.usdPerHour) return (a.usdPerHour ?? 0) - (b.usdPerHour ?? 0);
  return a.vcpu - b.vcpu || a.memoryGib - b.memoryGib || a.units - b.units;
}

/** Why an option was not taken, against the one that was. */
export function rejection(option: StoreOption, chosen: StoreOption): string {
  if (option.impossible !== null) return option.impossible;
  if (option.usdPerHour !== null && chosen.usdPerHour !== null && option.usdPerHour > chosen.usdPerHour) {
    return `${figure(option.usdPerHour)} USD/h, ${figure(option.usdPerHour - chosen.usdPerHour)} more than ${chosen.name}`;
  }
  if (option.vcpu > chosen.vcpu)
    return `${figure(option.vcpu)} vCPU in all, ${figure(option.vcpu - chosen.vcpu)} more than ${chosen.name}`;
  if (option.memoryGib > chosen.memoryGib)
    return `${figure(option.memoryGib)} GiB in all for as many vCPU as ${chosen.name}`;
  return `as large as ${chosen.name}, in more nodes`;
}
