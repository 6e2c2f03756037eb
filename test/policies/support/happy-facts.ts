import type { PlanFacts, StackFacts } from "../../../policies/facts";
import { EVENT } from "./happy-event";

/** The plan of `happyEvent`: three pools, two media hosts, a tenth of a million viewers. */
export const happyPlan: PlanFacts = {
  event: {
    name: EVENT,
    owner: "live@example.com",
    start: "2027-01-31T00:00:00Z",
    end: "2027-01-31T02:00:00Z",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    survivingZones: 2,
    occurrences: ["2027-01-31T00:00:00Z", "2027-02-01T00:00:00Z"],
  },
  nodePools: [
    pool("core", ["c8a.12xlarge", "m8a.12xlarge"], 4, 48),
    pool("value-added", ["m7i.2xlarge", "m7a.2xlarge"], 2, 8),
    pool("upload", ["m7i.2xlarge", "m7a.2xlarge"], 1, 8),
  ],
  layers: [
    layer("edge:cloudfront", { distributions: 2, gbpsPerDistribution: 120, requestsPerSecondPerDistribution: 40_000 }),
    layer("api", {}, { pool: "core", replicas: 30 }),
    layer("session", {}, { pool: "core", replicas: 9 }),
    layer("chat", { brokerShards: 1, brokerNodes: 2, pingSeconds: 25 }, { pool: "value-added", replicas: 12 }),
    layer("upload", { surgeUploadsPerMinute: 300 }, { pool: "upload", replicas: 6 }),
    layer("cache", { shards: 3, replicasPerShard: 1, nodes: 6 }),
    layer("database", { instances: 4, readers: 3 }),
    layer("network:balancers", {
      albs: 1,
      nlbs: 1,
      albReservedUnits: 500,
      nlbReservedUnits: 2000,
      albIdleTimeoutSeconds: 60,
    }),
    layer("firewall", { perAddressLimit: 82_833, windowSeconds: 300, viewersBehindOneAddress: 400 }),
    layer("admission", { totalActiveUsers: 120_000, newUsersPerMinute: 9000, sessionDurationMinutes: 5 }),
  ],
  cdnShares: { cloudfront: 0.7, cloudflare: 0.3 },
  quotas: [
    { key: "aws/vpc/network-interfaces-per-region", needed: 14 },
    { key: "aws/vpc/network-address-usage", needed: 180 },
    { key: "aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional", needed: 30_000 },
  ],
  phases: [
    { phase: "preScale", from: "2027-01-30T21:45:00Z", nodes: 21 },
    { phase: "doors", from: "2027-01-30T23:45:00Z", nodes: 21 },
    { phase: "ramp", from: "2027-01-31T00:00:00Z", nodes: 21 },
  ],
  cost: { monthUsd: 8000, unpriced: 0, idleMonthUsd: 900 },
};

/** What `happyEvent` is judged by: an account that has been given what the plan asks for. */
export const happyFacts: StackFacts = {
  program: "event",
  mode: "now",
  plan: happyPlan,
  appliedQuotas: {
    "aws/ec2/running-on-demand-standard-instances": 1000,
    "aws/ec2/ec2-vpc-elastic-ips": 20,
    "aws/elasticloadbalancing/reserved-application-load-balancer-capacity-units-lcu-per-region": 1000,
    "aws/elasticloadbalancing/reserved-network-load-balancer-capacity-units-lcu-per-region": 5000,
  },
  inUse: {
    "aws/eks/managed-node-groups-per-cluster": 1,
    "aws/ec2/running-on-demand-standard-instances": 32,
    "aws/rds/db-instances": 1,
  },
  cloudflarePlan: "enterprise",
  ceilingNodes: 300,
};

/** What `happyPlatform` is judged by. */
export const platformFacts: StackFacts = { ...happyFacts, program: "platform", plan: null };

function pool(name: string, instanceTypes: string[], nodesPerZone: number, vcpuPerNode: number) {
  return {
    name,
    instanceTypes,
    purchaseOption: "on-demand" as const,
    nodes: 3 * nodesPerZone,
    nodesPerZone,
    vcpuPerNode,
  };
}

function layer(
  id: string,
  settings: Record<string, number>,
  workload: { pool: string; replicas: number } | null = null,
) {
  const valueAdded = workload !== null && workload.pool !== "core";
  return {
    id,
    layer: id.split(":")[0] ?? id,
    criticality: valueAdded ? ("value-added" as const) : ("core" as const),
    settings,
    workload,
  };
}
