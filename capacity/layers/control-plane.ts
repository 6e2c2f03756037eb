import { isUnknown } from "../catalog/fact";
import { limitValue } from "../catalog/limits";
import { price } from "../catalog/prices";
import { numberText } from "../event/words";
import { PROVISIONED_TIERS } from "./control-plane-tiers";
import type { Candidate, SizingContext } from "./layer";

/** What a control plane holds. */
export interface ControlPlane {
  /** `standard`, or a paid tier: `tier-xl`. */
  readonly name: string;
  readonly podsPerSecond: number;
  /** Requests that its API servers work on at once. */
  readonly seats: number;
  readonly usdPerHour: number | null;
}

const CLUSTER_PRICE = "aws/eks/cluster";

/** The control planes on offer, smallest first: the included one by assumption, the paid tiers by the catalog. */
export function controlPlanes(context: SizingContext): readonly ControlPlane[] {
  const cluster = usdPerHour(CLUSTER_PRICE, context);
  return [
    {
      name: "standard",
      podsPerSecond: context.value("standardPodsPerSecond"),
      seats: context.value("standardSeats"),
      usdPerHour: cluster,
    },
    ...PROVISIONED_TIERS.map((tier) => {
      const key = `aws/eks/provisioned-control-plane-${tier}`;
      const more = usdPerHour(key, context);
      return {
        name: tier,
        podsPerSecond: limitValue(`${key}-pod-scheduling-rate`),
        seats: limitValue(`${key}-api-request-concurrency`),
        usdPerHour: cluster === null || more === null ? null : cluster + more,
      };
    }),
  ];
}

function usdPerHour(key: string, context: SizingContext): number | null {
  const stated = context.event.prices[key];
  if (stated !== undefined) return stated;
  const known = price(key, context.event.cluster.region);
  return isUnknown(known) ? null : (known[0]?.usd ?? null);
}

/** What one control plane must hold. */
export interface ControlPlaneNeed {
  readonly podsPerSecond: number;
  readonly seats: number;
}

/** The smallest control plane that holds the need; undefined when none does. */
export function smallestControlPlane(
  offered: readonly ControlPlane[],
  need: ControlPlaneNeed,
): ControlPlane | undefined {
  return offered.find((one) => one.podsPerSecond >= need.podsPerSecond && one.seats >= need.seats);
}

/** The control planes as candidates, with the reason against each that is not taken. */
export function controlPlaneCandidates(
  offered: readonly ControlPlane[],
  need: ControlPlaneNeed,
  taken: { readonly chosen: ControlPlane; readonly clusters: number },
): readonly Candidate[] {
  const { chosen, clusters } = taken;
  return offered.map((one) => ({
    name: `${one.name} control plane`,
    units: clusters,
    usdPerHour: one.usdPerHour === null ? null : one.usdPerHour * clusters,
    chosen: one === chosen,
    rejected: one === chosen ? null : reason(one, need),
  }));
}

function reason(one: ControlPlane, need: ControlPlaneNeed): string {
  if (one.podsPerSecond < need.podsPerSecond) {
    return `places ${one.podsPerSecond} pods/s, ${numberText(Math.ceil(need.podsPerSecond))} are needed`;
  }
  if (one.seats < need.seats)
    return `holds ${numberText(one.seats)} requests at once, ${numberText(Math.ceil(need.seats))} are needed`;
  return "more than is needed";
}
