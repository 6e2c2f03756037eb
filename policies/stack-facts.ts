import { findQuota, quotaByCode } from "../capacity/catalog/quotas";
import type { Plan } from "../capacity/plan-document";
import type { PlanFacts, StackFacts } from "./facts";

/** What an event stack publishes of itself: plain JSON, so that engine and laptop judge by the same. */
export interface EventStack {
  readonly plan: Plan;
  readonly mode: StackFacts["mode"];
  readonly account: {
    /** Applied quotas by Service Quotas code or catalog key, as in the event file. */
    readonly quotas: Readonly<Record<string, number>>;
    readonly cloudflarePlan: string | null;
  };
  /** Shares of viewers by CDN, as in the event file. */
  readonly cdnShares: Readonly<Record<string, number>>;
  /** Plans of declared events whose capacity stands at the same time. @default none */
  readonly overlapping?: readonly Plan[];
  /** Event nodes that the platform is built for. @default unknown */
  readonly ceilingNodes?: number | null;
}

/** Quotas of one cluster or network that all events of a platform share, although they are not counted over the account. */
const SHARED_RESOURCES = new Set([
  "aws/eks/managed-node-groups-per-cluster",
  "aws/eks/nodes-per-cluster-without-talking-to-aws",
  "aws/vpc/network-address-usage",
]);
/** One group of the platform's own nodes, and the Auto Scaling group under it: every plan counts them once. */
const PLATFORM_GROUPS: Readonly<Record<string, number>> = {
  "aws/eks/managed-node-groups-per-cluster": 1,
  "aws/autoscaling/auto-scaling-groups-per-region": 1,
};
const STANDARD_VCPU = "aws/ec2/running-on-demand-standard-instances";
const DATABASE_INSTANCES = "aws/rds/db-instances";

/** What an event stack is judged by. */
export function eventStackFacts(stack: EventStack): StackFacts {
  const { plan, mode, account, cdnShares, overlapping = [], ceilingNodes = null } = stack;
  const inUse: Record<string, number> = { ...PLATFORM_GROUPS };
  const add = (key: string, amount: number) => {
    if (amount > 0) inUse[key] = (inUse[key] ?? 0) + amount;
  };
  // The account's own machines and the platform's writer are counted once, whichever event looks.
  add(STANDARD_VCPU, vcpuInUse(plan));
  add(DATABASE_INSTANCES, platformDatabases(plan));
  for (const other of overlapping) {
    for (const { key, needed } of other.quotas) if (isShared(key)) add(key, needed - countedByAll(other, key));
  }
  return {
    program: "event",
    mode,
    plan: planFacts(plan, cdnShares),
    appliedQuotas: Object.fromEntries(
      Object.entries(account.quotas).map(([name, value]) => [
        (quotaByCode(name) ?? findQuota(name))?.key ?? name,
        value,
      ]),
    ),
    inUse,
    cloudflarePlan: account.cloudflarePlan as StackFacts["cloudflarePlan"],
    ceilingNodes,
  };
}

/** The part of a plan's need that isn't the event's own. */
function countedByAll(plan: Plan, key: string): number {
  if (key === STANDARD_VCPU) return vcpuInUse(plan);
  if (key === DATABASE_INSTANCES) return platformDatabases(plan);
  return PLATFORM_GROUPS[key] ?? 0;
}

function vcpuInUse({ assumptions }: Plan): number {
  return assumptions.find(({ key }) => key === "compute.vcpuInUse")?.interval.expected ?? 0;
}

/** Database instances that are there without the event: the writer. */
function platformDatabases({ layers }: Plan): number {
  const { instances = 0, readers = 0 } = layers.find(({ id }) => id === "database")?.settings ?? {};
  return instances - readers;
}

function isShared(key: string): boolean {
  return SHARED_RESOURCES.has(key) || (findQuota(key)?.scope ?? "resource") !== "resource";
}

function planFacts(plan: Plan, cdnShares: Readonly<Record<string, number>>): PlanFacts {
  const { event, nodePools, layers, quotas, timeline, cost } = plan;
  return {
    event: {
      name: event.name,
      owner: event.owner,
      start: event.start.utc,
      end: event.end.utc,
      zones: [...event.zones],
      survivingZones: event.survivingZones,
      occurrences: event.occurrences.map(({ utc }) => utc),
    },
    nodePools: nodePools.map(({ name, instanceTypes, purchaseOption, nodes, nodesPerZone, vcpuPerNode }) => ({
      name,
      instanceTypes: [...instanceTypes],
      purchaseOption,
      nodes,
      nodesPerZone,
      vcpuPerNode,
    })),
    layers: layers.map(({ id, layer, criticality, settings, workload }) => ({
      id,
      layer,
      criticality,
      settings: { ...settings },
      workload: workload === null ? null : { pool: workload.pool, replicas: workload.replicas },
    })),
    cdnShares: { ...cdnShares },
    quotas: quotas.map(({ key, needed }) => ({ key, needed })),
    phases: timeline.phases.map(({ phase, from, nodes }) => ({ phase, from: from.utc, nodes })),
    cost: {
      monthUsd: cost.allOccurrences.knownUsd,
      unpriced: cost.perOccurrence.unpriced,
      idleMonthUsd: cost.idlePerMonth.knownUsd,
    },
  };
}
