import { describe, expect, it } from "vitest";
import { findQuota } from "../capacity/catalog/quotas";
import { planPools } from "../capacity/compute";
import type { Event } from "../capacity/event/event";
import { EMPTY_FLEET } from "../capacity/fleet";
import { planTimeline } from "../capacity/phases";
import type { QuotaNeed } from "../capacity/plan-document";
import { type QuotaContext, quotaNeed, startOf } from "../capacity/quota-need";
import { interfacesOf, type QuotaCounts, quotaUses } from "../capacity/quota-uses";
import { quotaCommands, quotaFindings, quotaNeeds } from "../capacity/quotas";
import { type EventChanges, podShape, sampleEvent, workload } from "./support/sample-event";

const STANDARD = "aws/ec2/running-on-demand-standard-instances";
const HOUR = 3600;

const context = (event: Event, atSeconds: number | null = null): QuotaContext => ({
  event,
  atSeconds,
  spans: planTimeline({
    event,
    occurrence: { index: 0, epochSeconds: event.start.epochSeconds, zone: event.start.zone },
    viewers: 1000,
    nodes: 100,
  }).spans,
});

const judge = (needed: number, hoursBefore: number | null, changes: EventChanges = {}, key = STANDARD): QuotaNeed => {
  const base = context(sampleEvent(changes));
  const neededBy = startOf("preScale", base.spans);
  const atSeconds = hoursBefore === null ? null : neededBy - hoursBefore * HOUR;
  return quotaNeed({ key, needed, by: "preScale", why: "a test" }, { ...base, atSeconds });
};

const applied = (value: number): EventChanges => ({
  account: { quotas: { "L-1216C47A": value }, cloudflarePlan: null },
});

describe("a quota's value", () => {
  it("is the default of a new account where the event says nothing", () => {
    expect(judge(5, null)).toMatchObject({ value: 5, basis: "default", status: "ok", code: "L-1216C47A" });
  });

  it("is the applied one by code", () => {
    expect(judge(900, null, applied(1000))).toMatchObject({ value: 1000, basis: "applied", status: "ok" });
  });

  it("is the applied one by catalog key", () => {
    const changes = { account: { quotas: { [STANDARD]: 2000 }, cloudflarePlan: null } };
    expect(judge(900, null, changes)).toMatchObject({ value: 2000, basis: "applied" });
  });

  it("is unknown where nobody published it, and never 0", () => {
    const key = "aws/elasticloadbalancing/reserved-network-load-balancer-capacity-units-lcu-per-region";
    expect(judge(10, null, {}, key)).toMatchObject({ value: null, basis: "unknown", status: "unknown" });
  });
});

describe("a quota's status", () => {
  it.each([
    ["enough to the last unit", 1000, 0, "ok"],
    ["one too few, and nobody asks when", 1001, null, "raise"],
    // 24 to 72 h in the source, 48 h assumed between.
    ["asked before the slow end", 1001, 72, "raise"],
    ["asked just before the usual end", 1001, 48, "raise"],
    ["asked just after it", 1001, 47.99, "late"],
  ])("%s", (_, needed, hoursBefore, status) => {
    expect(judge(needed, hoursBefore, applied(1000)).status).toBe(status);
  });

  it("names the latest moment to ask, by the slow end, and what to ask for with a margin", () => {
    const need = judge(4321, null, applied(1000));
    // 4321 × 1.2 = 5185, in two digits
    expect(need.requestedValue).toBe(5200);
    expect(Date.parse(need.neededBy.utc) - Date.parse(need.latestAsk?.utc ?? "")).toBe(72 * HOUR * 1000);
  });

  it("asks nothing where there is enough", () => {
    expect(judge(900, 1, applied(1000))).toMatchObject({ requestedValue: null, latestAsk: null });
  });

  it("asks for no more than the provider's maximum", () => {
    expect(judge(250_000, null, {}, "aws/vpc/network-address-usage").requestedValue).toBe(256_000);
  });

  it("takes a rate of one CloudFront distribution to be a ticket's work: days, not hours", () => {
    const key = "aws/cloudfront/data-transfer-rate-per-distribution";
    expect(judge(400, 119, {}, key)).toMatchObject({ status: "late", region: "us-east-1" });
    expect(judge(400, 121, {}, key).status).toBe("raise");
  });
});

describe("findings", () => {
  const idsOf = (need: QuotaNeed, hoursBefore: number | null) => {
    const at = hoursBefore === null ? null : Date.parse(need.neededBy.utc) / 1000 - hoursBefore * HOUR;
    return quotaFindings([need], at).map((finding) => `${finding.severity} ${finding.id}`);
  };

  it("block when late, and warn when there is time", () => {
    expect(idsOf(judge(1001, 40, applied(1000)), 40)).toEqual(["blocker quota-late"]);
    expect(idsOf(judge(1001, 60, applied(1000)), 60)).toEqual(["warning quota-tight"]);
    expect(idsOf(judge(1001, 100, applied(1000)), 100)).toEqual(["warning quota-raise"]);
    expect(idsOf(judge(1000, 1, applied(1000)), 1)).toEqual([]);
  });

  it("block what no raise can reach", () => {
    expect(idsOf(judge(256_001, null, {}, "aws/vpc/network-address-usage"), null)).toEqual([
      "blocker quota-above-maximum",
      "warning quota-raise",
    ]);
  });
});

describe("what a plan uses", () => {
  const event = sampleEvent();
  const plan = planPools(
    [{ id: "api", pool: "core", workloadAt: () => workload("api", "core", 900, podShape({ vcpu: 4, memoryGib: 6 })) }],
    event,
  );
  const counts: QuotaCounts = {
    reservedAlbLcu: 700,
    natGatewaysPerZone: 2,
    gbpsPerDistribution: 400,
    cacheNodes: 0,
    rateLimitingRules: 3,
  };
  const uses = quotaUses({ ...plan, counts }, event);
  const needed = (key: string) => uses.find((use) => use.key === key)?.needed;

  it("counts vCPU with what runs already, node groups with the platform's", () => {
    expect(needed(STANDARD)).toBe(plan.fleet.vcpu + 32);
    expect(needed("aws/eks/managed-node-groups-per-cluster")).toBe(4);
    expect(needed("aws/ebs/storage-for-general-purpose-ssd-gp3-volumes-in-tib")).toBe(plan.fleet.storageTib);
  });

  it("counts interfaces of one zone and addresses of all", () => {
    const pool = plan.pools[0];
    if (!pool) throw new Error("no pool");
    const { enis, addressUnits } = interfacesOf(pool, event);
    // pods and daemons in blocks of 16, one block warm
    const blocks = Math.ceil((900 / pool.nodes + 6) / 16) + 1;
    expect(addressUnits).toBe(enis + blocks);
    expect(needed("aws/vpc/network-interfaces-per-region")).toBe(enis * pool.nodesPerZone);
    expect(needed("aws/vpc/network-address-usage")).toBe(addressUnits * pool.nodes + 2 * 3 * 6);
  });

  it("leaves out what is not used, and asks for reserved capacity from nothing", () => {
    expect(needed("aws/elasticache/nodes-per-region")).toBeUndefined();
    const need = quotaNeeds(uses, context(event)).find((row) => row.code === "L-8A66D0E6");
    expect(need).toMatchObject({ value: 0, basis: "default", status: "raise", needed: 700 });
  });

  it("judges Cloudflare by plan, and says unknown without one", () => {
    const rules = (plan: string | null) => {
      const planned = sampleEvent({ account: { quotas: {}, cloudflarePlan: plan } });
      const [use] = quotaUses({ pools: [], fleet: EMPTY_FLEET, counts: { rateLimitingRules: 3 } }, planned);
      if (!use) throw new Error("no use");
      return quotaNeed(use, context(planned));
    };
    expect(rules("pro")).toMatchObject({ value: 2, status: "raise", region: null });
    expect(rules("Business")).toMatchObject({ value: 5, status: "ok" });
    expect(rules(null)).toMatchObject({ value: null, status: "unknown", provider: "cloudflare" });
  });

  it("only knows quotas that the catalog has", () => {
    const all: QuotaCounts = {
      applicationLoadBalancers: 1,
      networkLoadBalancers: 1,
      targetsPerApplicationLoadBalancer: 1,
      targetsPerNetworkLoadBalancerZone: 1,
      targetsPerTargetGroup: 1,
      reservedAlbLcu: 1,
      reservedAlbLcuPerBalancer: 1,
      reservedNlbLcu: 1,
      natGatewaysPerZone: 1,
      addressesPerNatGateway: 1,
      elasticIps: 1,
      distributions: 1,
      gbpsPerDistribution: 1,
      requestsPerSecondPerDistribution: 1,
      webAclRequestsPerSecond: 1,
      cacheNodes: 1,
      nodesPerCacheCluster: 1,
      databaseInstances: 1,
      databaseReaders: 1,
      schedules: 1,
      scheduleGroups: 1,
      transcodeChannels: 1,
      cloudFrontCachePolicies: 1,
    };
    const missing = quotaUses({ ...plan, counts: all }, event).filter((use) => findQuota(use.key) === undefined);
    expect(missing).toEqual([]);
  });

  it("puts the gravest first", () => {
    const order = { late: 0, raise: 1, unknown: 2, ok: 3 };
    const ranks = quotaNeeds(uses, context(event)).map((need) => order[need.status]);
    expect(ranks).toEqual([...ranks].sort());
  });
});

describe("quotaCommands", () => {
  it("writes the exact command, in the event's region or where the service lives", () => {
    const needs = [
      judge(4321, null, { cluster: { region: "eu-central-1" } }),
      judge(400, null, {}, "aws/cloudfront/data-transfer-rate-per-distribution"),
      judge(9, null, {}, "aws/nat-gateway/nat-gateways-per-availability-zone"),
      judge(9, null, {}, "aws/cloudwatch/rate-of-putmetricalarm-requests"),
    ];
    expect(quotaCommands(needs).commands).toEqual([
      "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 5200 --region eu-central-1",
      "aws service-quotas request-service-quota-increase --service-code cloudfront --quota-code L-0F1E9017 --desired-value 480 --region us-east-1",
      "aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-FE5A380F --desired-value 11 --region us-east-1",
      "aws service-quotas request-service-quota-increase --service-code monitoring --quota-code L-0720E68F --desired-value 11 --region us-east-1",
    ]);
  });

  it("writes a sentence where no code exists, and nothing where there is enough", () => {
    const needs = [
      judge(2500, null, {}, "aws/eks/nodes-per-cluster-without-talking-to-aws"),
      judge(
        3,
        null,
        { account: { quotas: {}, cloudflarePlan: "pro" } },
        "cloudflare/waf/rate-limiting-rules-per-zone-pro",
      ),
      judge(1, null),
    ];
    const { commands, tickets } = quotaCommands(needs);
    expect(commands).toEqual([]);
    expect(tickets).toHaveLength(2);
    expect(tickets[0]).toMatch(/^Ask AWS support, by ticket: .*of 3000 nodes by .*; 1000 is in force\. A test\.$/);
    expect(tickets[1]).toMatch(/^Ask Cloudflare's account team: .*of 4 rules/);
  });
});
