import { findQuota, quotaByCode } from "../capacity/catalog/quotas";
import type { Event } from "../capacity/event/event";
import type { Plan } from "../capacity/plan-document";
import type { PlanFacts, StackFacts } from "./facts";

/** An event with its plan. */
export interface PlannedEvent {
  readonly event: Event;
  readonly plan: Plan;
}

export interface EventStack extends PlannedEvent {
  readonly mode: StackFacts["mode"];
  /** Declared events whose capacity stands at the same time. @default none */
  readonly overlapping?: readonly PlannedEvent[];
  /** Event nodes that the platform is built for. @default unknown */
  readonly ceilingNodes?: number;
}

/** Quotas of one cluster or network that all events of a platform share, although they are not counted over the account. */
const SHARED_RESOURCES = new Set([
  "aws/eks/managed-node-groups-per-cluster",
  "aws/eks/nodes-per-cluster-without-talking-to-aws",
  "aws/vpc/network-address-usage",
]);
/** One group of the platform's own nodes, and the Auto Scaling group under it. */
const PLATFORM_GROUPS = {
  "aws/eks/managed-node-groups-per-cluster": 1,
  "aws/autoscaling/auto-scaling-groups-per-region": 1,
};
const STANDARD_VCPU = "aws/ec2/running-on-demand-standard-instances";
const DATABASE_INSTANCES = "aws/rds/db-instances";

/** What an event stack is judged by. */
export function eventStackFacts({ event, plan, mode, overlapping = [], ceilingNodes }: EventStack): StackFacts {
  const inUse: Record<string, number> = { ...PLATFORM_GROUPS };
  const add = (key: string, amount: number) => {
    if (amount > 0) inUse[key] = (inUse[key] ?? 0) + amount;
  };
  // The account's own machines are counted once, whichever event looks.
  add(STANDARD_VCPU, event.parameters.get("compute.vcpuInUse")?.interval.expected ?? 0);
  add(DATABASE_INSTANCES, platformDatabases(plan));
  for (const other of overlapping) {
    const own = other.event.parameters.get("compute.vcpuInUse")?.interval.expected ?? 0;
    for (const { key, needed } of other.plan.quotas) {
      if (!isShared(key)) continue;
      add(
        key,
        key === STANDARD_VCPU ? needed - own : needed - (PLATFORM_GROUPS[key as keyof typeof PLATFORM_GROUPS] ?? 0),
      );
    }
  }
  return {
    program: "event",
    mode,
    plan: planFacts(event, plan),
    appliedQuotas: appliedByKey(event),
    inUse,
    cloudflarePlan: event.account.cloudflarePlan as StackFacts["cloudflarePlan"],
    ceilingNodes: ceilingNodes ?? null,
  };
}

function isShared(key: string): boolean {
  return SHARED_RESOURCES.has(key) || (findQuota(key)?.scope ?? "resource") !== "resource";
}

/** Database instances that are there without the event: the writer. */
function platformDatabases({ layers }: Plan): number {
  const { instances = 0, readers = 0 } = layers.find(({ id }) => id === "database")?.settings ?? {};
  return instances - readers;
}

/** Applied quotas under their catalog keys, however the event file names them. */
function appliedByKey({ account }: Event): Record<string, number> {
  return Object.fromEntries(
    Object.entries(account.quotas).map(([name, value]) => [(quotaByCode(name) ?? findQuota(name))?.key ?? name, value]),
  );
}

function planFacts(event: Event, plan: Plan): PlanFacts {
  return {
    event: {
      name: plan.event.name,
      owner: plan.event.owner,
      start: plan.event.start.utc,
      end: plan.event.end.utc,
      zones: [...plan.event.zones],
      survivingZones: plan.event.survivingZones,
      occurrences: plan.event.occurrences.map(({ utc }) => utc),
    },
    nodePools: plan.nodePools.map(({ name, instanceTypes, purchaseOption, nodes, nodesPerZone, vcpuPerNode }) => ({
      name,
      instanceTypes: [...instanceTypes],
      purchaseOption,
      nodes,
      nodesPerZone,
      vcpuPerNode,
    })),
    layers: plan.layers.map(({ id, layer, criticality, settings, workload }) => ({
      id,
      layer,
      criticality,
      settings: { ...settings },
      workload: workload === null ? null : { pool: workload.pool, replicas: workload.replicas },
    })),
    cdnShares: Object.fromEntries(event.delivery.cdns.map(({ name, shareRatio }) => [name, shareRatio])),
    quotas: plan.quotas.map(({ key, needed }) => ({ key, needed })),
    phases: plan.timeline.phases.map(({ phase, from, nodes }) => ({ phase, from: from.utc, nodes })),
    cost: {
      monthUsd: plan.cost.allOccurrences.knownUsd,
      unpriced: plan.cost.perOccurrence.unpriced,
      idleMonthUsd: plan.cost.idlePerMonth.knownUsd,
    },
  };
}
