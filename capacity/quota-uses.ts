import { instanceType } from "./catalog/instances";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import { figure } from "./layers/figure";
import type { Fleet } from "./layers/layer";
import type { NodePool, PhaseName } from "./plan-document";
import { required } from "./problems";
import type { QuotaUse } from "./quota-need";
import { plannedPace } from "./scale-out";
import { SECONDS_PER_MINUTE } from "./units";

/** Quotas that layers use, by the name of their count: catalog key, phase by which it must be in force, and why. */
const COUNTS = {
  applicationLoadBalancers: [
    "aws/elasticloadbalancing/application-load-balancers-per-region",
    "preScale",
    "balancers of the app host",
  ],
  networkLoadBalancers: [
    "aws/elasticloadbalancing/network-load-balancers-per-region",
    "preScale",
    "balancers of long connections",
  ],
  targetsPerApplicationLoadBalancer: [
    "aws/elasticloadbalancing/targets-per-application-load-balancer",
    "preScale",
    "pods behind one balancer",
  ],
  targetsPerNetworkLoadBalancerZone: [
    "aws/elasticloadbalancing/targets-per-availability-zone-per-network-load-balancer",
    "preScale",
    "pods behind one balancer in one zone",
  ],
  targetsPerTargetGroup: [
    "aws/elasticloadbalancing/targets-per-target-group-per-region",
    "preScale",
    "pods of the largest workload in one target group",
  ],
  reservedAlbLcu: [
    "aws/elasticloadbalancing/reserved-application-load-balancer-capacity-units-lcu-per-region",
    "doors",
    "capacity the balancers must have before the audience comes",
  ],
  reservedAlbLcuPerBalancer: [
    "aws/elasticloadbalancing/reserved-application-load-balancer-capacity-units-lcu-per-application-load-balancer",
    "doors",
    "capacity of the largest balancer",
  ],
  reservedNlbLcu: [
    "aws/elasticloadbalancing/reserved-network-load-balancer-capacity-units-lcu-per-region",
    "doors",
    "capacity the balancers must have before the audience comes",
  ],
  natGatewaysPerZone: ["aws/nat-gateway/nat-gateways-per-availability-zone", "preScale", "way out for pods"],
  addressesPerNatGateway: [
    "aws/nat-gateway/elastic-ip-address-quota-per-nat-gateway",
    "preScale",
    "55,000 connections to one destination per address",
  ],
  elasticIps: ["aws/ec2/ec2-vpc-elastic-ips", "preScale", "fixed addresses of NAT gateways and balancers"],
  distributions: ["aws/cloudfront/web-distributions-per-aws-account", "rehearsal", "media hosts on CloudFront"],
  gbpsPerDistribution: [
    "aws/cloudfront/data-transfer-rate-per-distribution",
    "ramp",
    "the busiest distribution, taking over another CDN's viewers",
  ],
  requestsPerSecondPerDistribution: [
    "aws/cloudfront/requests-per-second-per-distribution",
    "ramp",
    "the busiest distribution, taking over another CDN's viewers",
  ],
  webAclRequestsPerSecond: [
    "aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional",
    "ramp",
    "requests to the app host behind one web ACL",
  ],
  cacheNodes: ["aws/elasticache/nodes-per-region", "preScale", "nodes of all caches"],
  nodesPerCacheCluster: [
    "aws/elasticache/nodes-per-cluster-cluster-mode-enabled",
    "preScale",
    "shards and replicas of the largest cache",
  ],
  databaseInstances: ["aws/rds/db-instances", "preScale", "writer and readers"],
  databaseReaders: ["aws/rds/read-replicas-per-primary", "preScale", "readers of one cluster"],
  schedules: ["aws/scheduler/number-of-schedules", "rehearsal", "timers of all occurrences"],
  scheduleGroups: ["aws/scheduler/number-of-schedule-groups", "rehearsal", "one group per event"],
  transcodeChannels: ["aws/medialive/channels", "rehearsal", "channels in two pipelines"],
  cloudFrontCachePolicies: ["aws/cloudfront/custom-cache-policies-per-aws-account", "rehearsal", "cache policies"],
} as const satisfies Readonly<Record<string, readonly [key: string, by: PhaseName, why: string]>>;

/** Limits of a Cloudflare plan, by the name of their count: the catalog key without the plan. */
const CLOUDFLARE_COUNTS = {
  rateLimitingRules: ["cloudflare/waf/rate-limiting-rules-per-zone", "rate limiting of the app host"],
  rateLimitingPeriodSeconds: [
    "cloudflare/waf/rate-limiting-longest-counting-period",
    "window of the per-address limit",
  ],
  customRules: ["cloudflare/waf/custom-rules-per-zone", "rules of the app host"],
  waitingRooms: ["cloudflare/waiting-room/waiting-rooms", "admission"],
  cloudflareLoadBalancers: ["cloudflare/load-balancing/load-balancers", "steering between media hosts"],
  cloudflarePools: ["cloudflare/load-balancing/pools", "steering between media hosts"],
  cloudflareEndpoints: ["cloudflare/load-balancing/endpoints", "steering between media hosts"],
} as const satisfies Readonly<Record<string, readonly [key: string, why: string]>>;

/** What layers and components use besides machines; what is absent is not used. */
export type QuotaCounts = Readonly<Partial<Record<keyof typeof COUNTS | keyof typeof CLOUDFLARE_COUNTS, number>>>;

const VCPU_QUOTAS: Readonly<Record<string, string>> = {
  standard: "aws/ec2/running-on-demand-standard-instances",
  gpu: "aws/ec2/running-on-demand-g-and-vt-instances",
  p: "aws/ec2/running-on-demand-p-instances",
  f: "aws/ec2/running-on-demand-f-instances",
  x: "aws/ec2/running-on-demand-x-instances",
  hpc: "aws/ec2/running-on-demand-hpc-instances",
  "high-memory": "aws/ec2/running-on-demand-high-memory-instances",
  "standard-spot": "aws/ec2/all-standard-spot-instance-requests",
  "gpu-spot": "aws/ec2/all-g-and-vt-spot-instance-requests",
  "f-spot": "aws/ec2/all-f-spot-instance-requests",
  "x-spot": "aws/ec2/all-x-spot-instance-requests",
};

/** The quota that counts the vCPU of a class of machines. */
export function vcpuQuotaKey(quotaClass: string): string {
  return VCPU_QUOTAS[quotaClass] ?? `aws/ec2/${quotaClass}-vcpu`;
}

/** Addresses in a prefix that the network plug-in takes at once. */
const ADDRESSES_PER_PREFIX = 16;

/** Network interfaces and address blocks of one node of a pool. */
export function interfacesOf(pool: NodePool, event: Event): { readonly enis: number; readonly addressUnits: number } {
  const type = required(pool.instanceTypes[0], `an instance type in pool ${pool.name}`);
  const instance = required(instanceType(type), `catalog row of ${type}`);
  const podsOnNode =
    pool.workloads.reduce((sum, workload) => sum + workload.pods, 0) / pool.nodes +
    expectedOf(event, "compute.daemonPods");
  const slots = instance.ipv4PerEni - 1;
  if (event.cluster.prefixDelegation) {
    // The plug-in keeps one prefix warm.
    const prefixes = Math.ceil(podsOnNode / ADDRESSES_PER_PREFIX) + 1;
    const enis = Math.min(instance.enis, Math.ceil(prefixes / slots));
    return { enis, addressUnits: enis + prefixes };
  }
  // Without prefixes it keeps one interface with all its addresses warm.
  const enis = Math.min(instance.enis, Math.ceil(podsOnNode / slots) + 1);
  return { enis, addressUnits: enis * instance.ipv4PerEni };
}

function machineUses(pools: readonly NodePool[], fleet: Fleet, event: Event): readonly QuotaUse[] {
  const zones = event.cluster.zones.length;
  const uses: QuotaUse[] = Object.entries(fleet.vcpuByQuota).map(([quotaClass, vcpu]) => {
    const inUse = quotaClass === "standard" ? expectedOf(event, "compute.vcpuInUse") : 0;
    return {
      key: vcpuQuotaKey(quotaClass),
      needed: vcpu + inUse,
      by: "preScale",
      why:
        inUse > 0
          ? `${figure(vcpu)} vCPU of the event's machines and ${inUse} in use already (assumed)`
          : "the event's machines",
    };
  });
  const largestGroup = Math.max(0, ...pools.map((pool) => Math.ceil(pool.nodesPerZone / pool.groupsPerZone)));
  const pace = plannedPace(event);
  const burst = Math.min(fleet.nodes, pace.stepNodesMaximum);
  const pulls = (burst * expectedOf(event, "compute.imagesPerNode")) / SECONDS_PER_MINUTE;
  let enisPerZone = 0;
  let addressUnits = 0;
  for (const pool of pools) {
    const { enis, addressUnits: units } = interfacesOf(pool, event);
    enisPerZone += enis * pool.nodesPerZone;
    addressUnits += units * pool.nodes;
  }
  const burstWhy = `${burst} nodes that start within a minute, each pulling its images`;
  uses.push(
    {
      key: "aws/eks/managed-node-groups-per-cluster",
      needed: fleet.nodeGroups + 1,
      by: "preScale",
      why: `a group per pool and zone (${pools.length} pools, ${zones} zones), and the platform's own`,
    },
    { key: "aws/eks/nodes-per-managed-node-group", needed: largestGroup, by: "preScale", why: "the largest group" },
    {
      key: "aws/eks/nodes-per-cluster-without-talking-to-aws",
      needed: fleet.nodes,
      by: "preScale",
      why: "nodes of the event's pools",
    },
    {
      key: "aws/autoscaling/auto-scaling-groups-per-region",
      needed: fleet.nodeGroups + 1,
      by: "preScale",
      why: "one per node group",
    },
    {
      key: "aws/ebs/storage-for-general-purpose-ssd-gp3-volumes-in-tib",
      needed: fleet.storageTib,
      by: "preScale",
      why: `root volumes of ${expectedOf(event, "compute.rootVolumeGib")} GiB`,
    },
    {
      key: "aws/vpc/network-interfaces-per-region",
      needed: enisPerZone,
      by: "preScale",
      why: "interfaces of one zone's nodes",
    },
    {
      key: "aws/vpc/network-address-usage",
      needed: addressUnits,
      by: "preScale",
      why: "interfaces and address blocks of all nodes",
    },
    { key: "aws/ecr/rate-of-batchgetimage-requests", needed: pulls, by: "preScale", why: burstWhy },
    {
      key: "aws/ecr/rate-of-getdownloadurlforlayer-requests",
      needed: pulls * expectedOf(event, "compute.layersPerImage"),
      by: "preScale",
      why: `${burstWhy}, layer by layer`,
    },
  );
  return uses;
}

function cloudflareUses(counts: QuotaCounts, event: Event): readonly QuotaUse[] {
  const plan = event.account.cloudflarePlan?.toLowerCase() ?? null;
  return Object.entries(CLOUDFLARE_COUNTS).flatMap(([name, [key, why]]): readonly QuotaUse[] => {
    const needed = counts[name as keyof QuotaCounts];
    if (needed === undefined || needed === 0) return [];
    const balancing = key.startsWith("cloudflare/load-balancing/");
    const suffix = balancing ? (plan === "enterprise" ? "enterprise" : "non-enterprise") : plan;
    return [{ key: suffix === null ? key : `${key}-${suffix}`, needed, by: "rehearsal", why }];
  });
}

/**
 * Everything the plan counts against a quota.
 *
 * @param counts what layers and components use besides machines
 */
export function quotaUses(
  plan: { readonly pools: readonly NodePool[]; readonly fleet: Fleet; readonly counts: QuotaCounts },
  event: Event,
): readonly QuotaUse[] {
  const { pools, fleet, counts } = plan;
  const zones = event.cluster.zones.length;
  // NAT gateways and network balancers weigh in the VPC's address usage as several addresses each.
  const managed = (counts.natGatewaysPerZone ?? 0) * zones + (counts.networkLoadBalancers ?? 0) * zones;
  const managedUnits = managed * expectedOf(event, "compute.nauPerManagedInterface");
  const machines = fleet.nodes === 0 ? [] : machineUses(pools, fleet, event);
  const fromCounts = Object.entries(COUNTS).flatMap(([name, [key, by, why]]): readonly QuotaUse[] => {
    const needed = counts[name as keyof QuotaCounts];
    return needed === undefined || needed === 0 ? [] : [{ key, needed, by, why }];
  });
  return [
    ...machines.map((use) =>
      use.key === "aws/vpc/network-address-usage" ? { ...use, needed: use.needed + managedUnits } : use,
    ),
    ...fromCounts,
    ...cloudflareUses(counts, event),
  ];
}
