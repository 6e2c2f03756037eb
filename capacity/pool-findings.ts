import { limitValue, maxPodsByCores } from "./catalog/limits";
import type { Event } from "./event/event";
import type { PoolName } from "./layers/layer";
import { whyAboveBound } from "./packing";
import type { NodePool } from "./plan-document";
import type { Choice, Misfit } from "./pool-choice";
import type { Finding } from "./problems";

/** What a person should know about a pool that was planned. */
export function poolFindings(pool: NodePool, best: Choice, event: Event): readonly Finding[] {
  const findings: Finding[] = [];
  const where = `cluster.pools.${pool.name}`;
  if (best.packedPerZone > best.boundPerZone && pool.nodes > pool.lowerBoundNodes) {
    findings.push({
      id: "packing-above-bound",
      severity: "note",
      where,
      found: `${pool.nodes} nodes of ${pool.instanceTypes[0]}: ${whyAboveBound(best.kinds, best.type.room)}`,
      expected: `${pool.lowerBoundNodes} nodes, if pods could be divided`,
      fix: "Give pods a size that divides what a machine has left for pods",
    });
  }
  const envelope = maxPodsByCores(pool.vcpuPerNode);
  if (best.mostPodsOnNode > envelope) {
    findings.push({
      id: "pods-above-envelope",
      severity: "note",
      where,
      found: `${best.mostPodsOnNode} pods on one node of ${pool.vcpuPerNode} vCPU`,
      expected: `${envelope} pods or fewer: what Kubernetes is tested for`,
      fix: "Use larger pods, or load-test at this density",
      source: "limit kubernetes/scalability/pods-per-node-by-cores",
    });
  }
  if (pool.instanceTypes.length < 2) {
    findings.push({
      id: "single-machine-type",
      severity: "warning",
      where,
      found: `only ${pool.instanceTypes[0]} can carry the pool as planned`,
      expected: "two or more interchangeable types: a launch that fails for capacity is the commonest failure",
      fix: "Allow more families in cluster.families, or reserve capacity for this type",
    });
  }
  if (pool.purchaseOption === "spot" && pool.name !== "value-added" && pool.name !== "upload") {
    findings.push({
      id: "spot-for-core",
      severity: "warning",
      where,
      found: "interruptible machines carry what viewers can't do without",
      expected: "on-demand machines for core pools",
      fix: "Add on-demand to cluster.purchaseOptions",
    });
  }
  const threshold = limitValue("aws/eks/plan-specially-above-nodes");
  if (event.cluster.families.length === 1 && pool.nodes > threshold) {
    findings.push({
      id: "one-family-for-many-nodes",
      severity: "note",
      where,
      found: `${pool.nodes} nodes from one family`,
      expected: `several families above ${threshold} nodes`,
      fix: "Allow more families in cluster.families, or reserve the capacity",
      source: "limit aws/eks/plan-specially-above-nodes",
    });
  }
  return findings;
}

/** No machine can carry the pool. */
export function infeasible(name: PoolName, misfits: readonly Misfit[]): Finding {
  const reasons = [...new Set(misfits.map((misfit) => misfit.rejected))];
  return {
    id: "pool-without-machine",
    severity: "blocker",
    where: `cluster.pools.${name}`,
    found: reasons.length === 0 ? "no machine shape is left to choose from" : reasons.slice(0, 3).join("; "),
    expected: "a machine shape that every pod of the pool fits",
    fix: "Allow more families in cluster.families, or make the pods smaller",
  };
}

/** Whether machines were chosen without knowing their price. */
export function regionFindings(event: Event, pools: readonly NodePool[]): readonly Finding[] {
  if (!pools.some((pool) => pool.usdPerHour === null)) return [];
  return [
    {
      id: "machine-price-unknown",
      severity: "warning",
      where: "prices",
      found: `no source gives the price of ${[...new Set(pools.filter((pool) => pool.usdPerHour === null).map((pool) => pool.instanceTypes[0]))].join(", ")} in ${event.cluster.region}; types were chosen by us-east-1's price ratios`,
      expected: "a price in USD per hour for the chosen types",
      fix: "State them under prices: in the event file, e.g. c7a.4xlarge: 0.9 (spot: aws/ec2/spot/c7a.4xlarge)",
      source: "catalog: instance prices are those of us-east-1; its list of types too",
    },
  ];
}
