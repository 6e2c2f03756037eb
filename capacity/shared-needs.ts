import { limitValue } from "./catalog/limits";
import { findQuota } from "./catalog/quotas";
import { numberText } from "./event/words";
import { vcpuQuotaClass } from "./fleet";
import { CONTROL_PLANE_TIERS, type ControlPlaneTier } from "./layers/control-plane-tiers";
import type { LayerSizing } from "./layers/layer";
import { epochSecondsOf, utcOf } from "./moment";
import type { Plan, QuotaNeed } from "./plan-document";
import { type Finding, required } from "./problems";
import { vcpuQuotaKey } from "./quota-uses";

/** What a platform lets overlapping events take together; what is absent is unknown. */
export interface Ceiling {
  readonly nodes?: number | undefined;
  readonly pods?: number | undefined;
  readonly addressesPerZone?: number | undefined;
  readonly natAddressesPerZone?: number | undefined;
  readonly controlPlaneTier?: ControlPlaneTier | undefined;
}

/** What an event takes of something shared. */
export interface Share {
  readonly event: string;
  readonly needed: number;
}

/** The most that overlapping events take of one thing, and when. */
export interface SharedNeed {
  /** Whole units. */
  readonly needed: number;
  /** The first instant at which so much is taken, UTC; null: nothing is. */
  readonly at: string | null;
  /** The events that take it then, in the order of the plans. */
  readonly shares: readonly Share[];
}

/** A quota of the account, region, cluster or network that events share. */
export interface SharedQuota extends SharedNeed, Pick<QuotaNeed, "key" | "name" | "code" | "unit" | "source"> {
  /** What is in force: the least that any of the events' files says; null: unknown. */
  readonly value: number | null;
}

/** What all events of a platform need together, at the worst moment of each thing. */
export interface SharedNeeds {
  readonly nodes: SharedNeed;
  readonly pods: SharedNeed;
  readonly addressesPerZone: SharedNeed;
  readonly natAddressesPerZone: SharedNeed;
  readonly controlPlane: SharedNeed & { readonly tier: ControlPlaneTier };
  /** Ordered by key. */
  readonly quotas: readonly SharedQuota[];
}

/** A stretch of time in which an event takes what it needs, seconds since 1970; `to` is free again. */
interface Window {
  readonly plan: Plan;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Machines in service, as a share of the full size: less than 1 in a rehearsal. */
  readonly machinesRatio: number;
}

/**
 * Sums what events take at the same time, over all occurrences: each from its first raise to the end of its teardown, and the rehearsal.
 *
 * A rehearsal takes its share of machines, and all of what isn't made of machines. Numbers that aren't whole, such as NAT addresses,
 * are summed before they are rounded up, so that many small events don't take an address each. Pure: no clock is read.
 *
 * @param plans of events on one platform, in any order
 * @param options.involving name of an event: only moments in which it takes part count, and what others do without it is left to them
 */
export function sharedNeeds(plans: readonly Plan[], { involving }: { readonly involving?: string } = {}): SharedNeeds {
  const windows: Windows = { all: plans.flatMap(windowsOf), ...(involving === undefined ? {} : { involving }) };
  const sum = (take: Take) => largestSum(windows, take);
  const tier = largestSum(windows, ({ plan }) => controlPlaneIndex(plan), "largest");
  return {
    nodes: sum(({ plan, machinesRatio }) => Math.ceil(clusterResource(plan, "clusterNodes") * machinesRatio)),
    pods: sum(({ plan, machinesRatio }) => Math.ceil(clusterResource(plan, "clusterPods") * machinesRatio)),
    addressesPerZone: sum(({ plan, machinesRatio }) => Math.ceil(addressesPerZone(plan) * machinesRatio)),
    natAddressesPerZone: sum(({ plan }) => natAddressesPerZone(plan)),
    controlPlane: { ...tier, tier: required(CONTROL_PLANE_TIERS[tier.needed], "a control plane of that size") },
    quotas: sharedQuotas(plans, windows),
  };
}

/**
 * Judges the sums by what a platform allows.
 *
 * @returns an `error` for each thing of which there is too little, which a preview must refuse; a `warning` for each shared quota that the events
 * need more of than is known to be in force; a `note` where a ceiling is unknown
 */
export function judgeCeiling(needs: SharedNeeds, ceiling: Ceiling | undefined): readonly Finding[] {
  return [
    ...judgeCount(needs.nodes, ceiling?.nodes, CEILINGS.nodes),
    ...judgeCount(needs.pods, ceiling?.pods, CEILINGS.pods),
    ...judgeCount(needs.addressesPerZone, ceiling?.addressesPerZone, CEILINGS.addressesPerZone),
    ...judgeCount(needs.natAddressesPerZone, ceiling?.natAddressesPerZone, CEILINGS.natAddressesPerZone),
    ...judgeTier(needs.controlPlane, ceiling?.controlPlaneTier),
    ...needs.quotas.flatMap(judgeQuota),
  ];
}

type Take = (window: Window) => number;

interface Windows {
  readonly all: readonly Window[];
  readonly involving?: string;
}

function windowsOf(plan: Plan): readonly Window[] {
  const { phases } = plan.timeline;
  const first = epochSecondsOf(plan.event.start);
  const spans = phases.map(({ phase, from, to, nodes }) => ({
    phase,
    nodes,
    from: epochSecondsOf(from) - first,
    to: epochSecondsOf(to) - first,
  }));
  const held = spans.filter(({ phase }) => phase !== "rehearsal");
  const from = Math.min(...held.map((span) => span.from));
  const to = Math.max(...held.map((span) => span.to));
  const full = Math.max(0, ...held.map(({ nodes }) => nodes));
  const rehearsals = spans.filter(({ phase }) => phase === "rehearsal");
  return [
    ...rehearsals.map((span) => ({
      plan,
      fromSeconds: first + span.from,
      toSeconds: first + span.to,
      machinesRatio: full === 0 ? 0 : span.nodes / full,
    })),
    ...plan.event.occurrences.map((occurrence) => {
      const start = epochSecondsOf(occurrence);
      return { plan, fromSeconds: start + from, toSeconds: start + to, machinesRatio: 1 };
    }),
  ];
}

/** The largest total over time. Totals only grow where a window begins, so those instants are enough. */
function largestSum({ all, involving }: Windows, take: Take, of: "sum" | "largest" = "sum"): SharedNeed {
  let found: SharedNeed = { needed: 0, at: null, shares: [] };
  let most = 0;
  for (const { fromSeconds: at } of all) {
    const shares = sharesAt(at, all, take);
    if (involving !== undefined && !shares.some(({ event }) => event === involving)) continue;
    const taken = shares.map(({ needed }) => needed);
    const total = of === "sum" ? taken.reduce((sum, needed) => sum + needed, 0) : Math.max(0, ...taken);
    const isEarlier = total === most && found.at !== null && utcOf(at) < found.at;
    if (total > most || isEarlier) {
      most = total;
      found = { needed: ceilSum(total), at: utcOf(at), shares };
    }
  }
  return found;
}

/** One share for each event: windows of one event that overlap are one use, the larger. */
function sharesAt(at: number, windows: readonly Window[], take: Take): readonly Share[] {
  const shares = new Map<string, number>();
  for (const window of windows) {
    if (at < window.fromSeconds || at >= window.toSeconds) continue;
    const { name } = window.plan.event;
    shares.set(name, Math.max(shares.get(name) ?? 0, take(window)));
  }
  return [...shares].map(([event, needed]) => ({ event, needed })).filter(({ needed }) => needed > 0);
}

/** Rounds up, except for what adding fractions leaves behind. */
function ceilSum(sum: number): number {
  return Math.ceil(sum - 1e-9);
}

function layer(plan: Plan, id: string): LayerSizing {
  return required(
    plan.layers.find((candidate) => candidate.id === id),
    `layer ${id} of ${plan.event.name}`,
  );
}

function clusterResource(plan: Plan, resource: string): number {
  const found = layer(plan, "cluster").resources.find((candidate) => candidate.resource === resource);
  return required(found, `${resource} of ${plan.event.name}`).required;
}

function controlPlaneIndex(plan: Plan): number {
  return layer(plan, "cluster").settings.controlPlaneTier ?? 0;
}

function addressesPerZone(plan: Plan): number {
  return layer(plan, "network:addresses").settings.addressesPerZone ?? 0;
}

const CONNECTIONS_PER_ADDRESS = "aws/nat-gateway/simultaneous-connections-to-one-destination-per-address";

/** Addresses of a zone's gateways with the planned loss of zones, not rounded. */
function natAddressesPerZone(plan: Plan): number {
  const nat = layer(plan, "network:nat");
  const found = nat.resources.find(({ resource }) => resource === "connectionsToOneDestination");
  const connections = required(found, `NAT connections of ${plan.event.name}`).required;
  const { zones, survivingZones } = plan.event;
  const gatewaysLeft = Math.max(1, (nat.units * survivingZones) / zones.length);
  const addresses = connections / gatewaysLeft / limitValue(CONNECTIONS_PER_ADDRESS);
  return (addresses * nat.units) / zones.length;
}

/** Quotas of one thing that all events stand in: one cluster, one network. What is per balancer or per group each event has for itself. */
const SHARED_THINGS: ReadonlySet<string> = new Set([
  "aws/eks/managed-node-groups-per-cluster",
  "aws/eks/nodes-per-cluster-without-talking-to-aws",
  "aws/vpc/network-address-usage",
  "aws/rds/read-replicas-per-primary",
]);
/** What each plan counts besides its own, and there is once: the platform's node group, and its database's writer. */
const COUNTED_BY_EACH: Readonly<Record<string, number>> = {
  "aws/eks/managed-node-groups-per-cluster": 1,
  "aws/autoscaling/auto-scaling-groups-per-region": 1,
  "aws/rds/db-instances": 1,
};
/** Addresses and gateways are the platform's, compared above; rates of pulling are of a minute, in which no two events raise. */
const NOT_ADDED: ReadonlySet<string> = new Set([
  "aws/ec2/ec2-vpc-elastic-ips",
  "aws/nat-gateway/nat-gateways-per-availability-zone",
  "aws/ecr/rate-of-batchgetimage-requests",
  "aws/ecr/rate-of-getdownloadurlforlayer-requests",
]);

function isShared(key: string): boolean {
  if (NOT_ADDED.has(key)) return false;
  if (SHARED_THINGS.has(key)) return true;
  const scope = findQuota(key)?.scope;
  return scope === "account" || scope === "region" || scope === "az";
}

function sharedQuotas(plans: readonly Plan[], windows: Windows): readonly SharedQuota[] {
  const keys = [...new Set(plans.flatMap(({ quotas }) => quotas.map(({ key }) => key)))].filter(isShared).sort();
  return keys.map((key) => {
    const uses = plans.flatMap(({ quotas }) => quotas.filter((quota) => quota.key === key));
    const common = Math.max(0, ...plans.map((plan) => countedByEach(plan, key)));
    const own = largestSum(windows, ({ plan, machinesRatio }) => {
      const needed = quotaOf(plan, key) - countedByEach(plan, key);
      return isMachines(key) ? needed * machinesRatio : needed;
    });
    const values = uses.flatMap(({ value }) => (value === null ? [] : [value]));
    const { name, code, unit, source } = required(uses[0], key);
    const value = values.length === 0 ? null : Math.min(...values);
    return { key, name, code, unit, source, value, ...own, needed: own.at === null ? 0 : own.needed + common };
  });
}

function quotaOf(plan: Plan, key: string): number {
  return plan.quotas.find((quota) => quota.key === key)?.needed ?? 0;
}

/** The part of a need that isn't the event's: what the account runs already, or the platform's own. */
function countedByEach(plan: Plan, key: string): number {
  const needed = quotaOf(plan, key);
  const ownVcpu = plan.nodePools.reduce((sum, { instanceTypes, purchaseOption, nodes, vcpuPerNode }) => {
    const quotaClass = vcpuQuotaClass(instanceTypes[0] ?? "", purchaseOption);
    return vcpuQuotaKey(quotaClass) === key ? sum + nodes * vcpuPerNode : sum;
  }, 0);
  if (ownVcpu > 0) return Math.max(0, needed - ownVcpu);
  return Math.min(needed, COUNTED_BY_EACH[key] ?? 0);
}

/** Whether a quota counts machines or what grows with them. */
function isMachines(key: string): boolean {
  return /^aws\/(ec2\/(running|all)-|ebs\/|eks\/nodes-per-cluster|vpc\/network-)/.test(key);
}

interface CeilingRow {
  readonly path: string;
  readonly unit: string;
  readonly fix: string;
}

/** Fields of the ceiling, as a platform's config and outputs name them. */
const CEILINGS = {
  nodes: { path: "ceiling.nodes", unit: "nodes", fix: "Raise ceiling.nodes" },
  pods: { path: "ceiling.pods", unit: "pods", fix: "Raise ceiling.nodes or ceiling.podsPerNode" },
  addressesPerZone: {
    path: "ceiling.addressesPerZone",
    unit: "addresses in each zone",
    fix: "Add a zone to the platform, or put an event on a platform of its own",
  },
  natAddressesPerZone: {
    path: "ceiling.natAddressesPerZone",
    unit: "NAT addresses in each zone",
    fix: "Raise ceiling.natAddressesPerZone",
  },
} as const satisfies Readonly<Record<string, CeilingRow>>;
const INSTEAD = "of the platform and deploy it first, or move an event to another time";

function judgeCount(
  need: SharedNeed,
  allowed: number | undefined,
  { path, unit, fix }: CeilingRow,
): readonly Finding[] {
  if (need.needed === 0) return [];
  if (allowed === undefined) return [unknownCeiling(path, `${numberText(need.needed)} ${unit}`)];
  if (need.needed <= allowed) return [];
  return [
    {
      id: "ceiling-too-low",
      severity: "error",
      where: path,
      found: `the platform allows ${numberText(allowed)} ${unit}`,
      expected: `${numberText(need.needed)}, ${numberText(need.needed - allowed)} more: ${whoNeeds(need)}`,
      fix: `${fix} ${INSTEAD}`,
    },
  ];
}

function judgeTier(need: SharedNeeds["controlPlane"], allowed: ControlPlaneTier | undefined): readonly Finding[] {
  if (need.needed === 0) return [];
  const path = "ceiling.controlPlaneTier";
  if (allowed === undefined) return [unknownCeiling(path, `control plane ${need.tier}`)];
  if (CONTROL_PLANE_TIERS.indexOf(allowed) >= need.needed) return [];
  const who = need.shares.filter(({ needed }) => needed === need.needed).map(({ event }) => event);
  return [
    {
      id: "ceiling-too-low",
      severity: "error",
      where: path,
      found: `the platform's control plane is ${allowed}`,
      expected: `${need.tier}, which ${who.join(" and ")} needs`,
      fix: `Raise ceiling.controlPlaneTier ${INSTEAD}`,
    },
  ];
}

/** A quota that one event alone exceeds is a finding of its plan already. */
function judgeQuota(quota: SharedQuota): readonly Finding[] {
  if (quota.value === null || quota.needed <= quota.value || quota.shares.length < 2) return [];
  return [
    {
      id: "shared-quota",
      severity: "warning",
      where: quota.key,
      found: `${numberText(quota.value)} ${quota.unit}`,
      expected: `${numberText(quota.needed)}, ${numberText(quota.needed - quota.value)} more: ${whoNeeds(quota)}`,
      fix: `Ask for quota ${quota.code ?? quota.name} of ${numberText(quota.needed)}, or move an event to another time`,
      source: quota.source,
    },
  ];
}

function unknownCeiling(path: string, needed: string): Finding {
  return {
    id: "ceiling-unknown",
    severity: "note",
    where: path,
    found: "the platform doesn't say what it allows",
    expected: `room for ${needed}`,
    fix: `Output ${path} from the platform's stack to have it compared`,
  };
}

/** `cup-final 51 and town-hall 21 from 2027-05-29T17:07:00Z` */
function whoNeeds({ shares, at }: SharedNeed): string {
  const parts = shares.map(({ event, needed }) => `${event} ${numberText(Math.round(needed * 100) / 100)}`);
  return `${parts.join(" and ")} from ${at}`;
}
