import type { Event } from "../event/event";
import { expectedOf } from "../event-parameter";
import type { NodePool } from "../plan-document";
import { HOURS_PER_MONTH } from "../units";
import { type OccurrenceHours, sharesBy } from "./occurrence-hours";
import { listed, type Usage } from "./usage";

/** Who says what a machine of the pool costs. */
function machinePriceSource(pool: NodePool, event: Event): string {
  if (pool.usdPerHour === null) return "no source gives this price";
  const type = pool.instanceTypes[0] ?? "";
  const keys = pool.purchaseOption === "spot" ? [`aws/ec2/spot/${type}`] : [type, `aws/ec2/on-demand/${type}`];
  const given = keys.find((key) => event.prices[key] !== undefined);
  return given === undefined ? "catalog: on-demand price of us-east-1, Linux" : `prices.${given}`;
}

/** Machine hours of every pool and the volumes under them. */
export function machineUsages(pools: readonly NodePool[], hours: OccurrenceHours, event: Event): readonly Usage[] {
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes, 0);
  if (nodes === 0) return [];
  const shares = sharesBy(hours.spans, "nodeHours");
  const usages: Usage[] = pools.map((pool) => {
    const type = pool.instanceTypes[0] ?? "";
    const spot = pool.purchaseOption === "spot";
    return {
      id: `machines:${pool.name}`,
      layer: "cluster",
      item: `${pool.nodes} × ${type}, pool ${pool.name}${spot ? ", spot" : ""}`,
      // Pools rise and fall together.
      amount: (hours.nodeHours * pool.nodes) / nodes,
      unit: "node hour",
      price: {
        kind: "stated",
        usd: pool.usdPerHour === null ? null : pool.usdPerHour / pool.nodes,
        source: machinePriceSource(pool, event),
        how: `no source gives the price of ${type} in ${event.cluster.region}; supply it under prices: as ${spot ? `aws/ec2/spot/${type}` : type}, in USD per hour`,
      },
      shares,
      assumed: false,
      note: "without committed-use discounts; state your price under prices: to have them",
    };
  });
  usages.push({
    id: "volumes",
    layer: "cluster",
    item: "root volumes (gp3)",
    amount: (hours.nodeHours * expectedOf(event, "compute.rootVolumeGib")) / HOURS_PER_MONTH,
    unit: "GB-month",
    price: listed("aws/ebs/gp3-storage", event.cluster.region),
    shares,
    assumed: true,
    note: "",
  });
  return usages;
}
