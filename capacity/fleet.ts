import { instanceType } from "./catalog/instances";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import type { Fleet } from "./layers/layer";
import type { NodePool } from "./plan-document";
import { required } from "./problems";

const GIB_PER_TIB = 1024;

/** The machines before any is planned. */
export const EMPTY_FLEET: Fleet = {
  nodes: 0,
  pods: 0,
  vcpu: 0,
  cores: 0,
  nodeGroups: 0,
  nodesPerZone: 0,
  podsPerZone: 0,
  storageTib: 0,
  vcpuByQuota: {},
};

/** Families with a vCPU quota of their own, by the letters of their name; all others count as standard (A, C, D, H, I, M, R, T, Z). */
const QUOTA_CLASSES: Readonly<Record<string, string>> = {
  g: "gpu",
  gr: "gpu",
  vt: "gpu",
  p: "p",
  f: "f",
  x: "x",
  u: "high-memory",
  inf: "inf",
  trn: "trn",
  dl: "dl",
  hpc: "hpc",
};

/** The vCPU quota that counts a machine: `standard`, `gpu` (G and VT), or the family's own; spot has quotas of its own. */
export function vcpuQuotaClass(type: string, purchaseOption: NodePool["purchaseOption"]): string {
  const letters = /^[a-z]+/.exec(type)?.[0] ?? "";
  const base = QUOTA_CLASSES[letters] ?? "standard";
  return purchaseOption === "spot" ? `${base}-spot` : base;
}

/**
 * The counts of all pools together.
 *
 * `pods` has the daemon sets' pods too; `cores` is what the nodes report to Kubernetes, which is vCPU.
 */
export function fleetOf(pools: readonly NodePool[], event: Event): Fleet {
  const zones = event.cluster.zones.length;
  const daemonPods = Math.ceil(expectedOf(event, "compute.daemonPods"));
  const vcpuByQuota: Record<string, number> = {};
  let nodes = 0;
  let pods = 0;
  let vcpu = 0;
  let nodeGroups = 0;
  for (const pool of pools) {
    const type = required(pool.instanceTypes[0], `an instance type in pool ${pool.name}`);
    required(instanceType(type), `catalog row of ${type}`);
    const quotaClass = vcpuQuotaClass(type, pool.purchaseOption);
    vcpuByQuota[quotaClass] = (vcpuByQuota[quotaClass] ?? 0) + pool.nodes * pool.vcpuPerNode;
    nodes += pool.nodes;
    vcpu += pool.nodes * pool.vcpuPerNode;
    nodeGroups += pool.groupsPerZone * zones;
    pods += pool.nodes * daemonPods;
    for (const workload of pool.workloads) pods += workload.pods;
  }
  return {
    nodes,
    pods,
    vcpu,
    cores: vcpu,
    nodeGroups,
    nodesPerZone: nodes / zones,
    podsPerZone: Math.ceil(pods / zones),
    storageTib: (nodes * expectedOf(event, "compute.rootVolumeGib")) / GIB_PER_TIB,
    vcpuByQuota,
  };
}
