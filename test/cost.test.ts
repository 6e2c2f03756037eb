import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPools } from "../capacity/compute";
import { type CostInput, eventCost } from "../capacity/cost";
import { occurrenceHours } from "../capacity/cost/occurrence-hours";
import type { Cdn, Event } from "../capacity/event/event";
import { idleCost, type Standing } from "../capacity/idle-cost";
import { occurrencesOf } from "../capacity/occurrences";
import { type PhaseSpan, planTimeline } from "../capacity/phases";
import type { Cost } from "../capacity/plan-document";
import { podShape, sampleEvent, workload } from "./support/sample-event";

/** One hour of viewers at the peak and nothing else: what a sample bill assumes. */
const oneHour = (viewers: number): readonly PhaseSpan[] => [
  { phase: "peak", fromSeconds: 0, toSeconds: 3600, viewerHours: viewers, nodeHours: 0 },
];

const input = (event: Event, viewers: number, changes: Partial<CostInput> = {}): CostInput => ({
  event,
  viewers,
  pools: [],
  traffic: { deliveredMbps: 3, requestsPerViewerPerSecond: 0, flows: {} },
  counts: {},
  occurrences: occurrencesOf(event).list,
  firstSpans: oneHour(viewers),
  laterSpans: oneHour(viewers),
  ...changes,
});

const cdn = (changes: Partial<Cdn>): Cdn => ({
  name: "cloudfront",
  provider: "cloudfront",
  shareRatio: 1,
  limitGbps: null,
  limitRequestsPerSecond: null,
  usdPerGb: null,
  originShield: false,
  usedGbThisMonth: 0,
  ...changes,
});

const delivery = (...cdns: Cdn[]): Event["delivery"] => ({ cdns, origin: "object-storage", transcodeOn: "cpu" });
const line = (cost: Cost, id: string) => cost.lines.find((candidate) => candidate.id === id);
const EGRESS = "edge:cloudfront:us-mx-ca:egress";

describe("media", () => {
  it("costs what AWS's own example says (COST-01): 10,000 viewers for an hour at 4.1 Mbit/s", () => {
    const { perOccurrence } = eventCost(
      input(sampleEvent(), 10_000, {
        traffic: { deliveredMbps: 4.1, requestsPerViewerPerSecond: 0, flows: {} },
      }),
    );
    const media = line(perOccurrence, EGRESS);
    // 10,000 × 4.1 ÷ 8 × 3600 s = 18,450 GB; 10,240 × 0.085 + 8,210 × 0.080 = 1,527.20; the page says 1,531.49
    expect(media?.quantity).toBeCloseTo(18_450, 6);
    expect(media?.usd).toBeCloseTo(1527.2, 6);
    expect(media?.usdPerUnit).toBeNull();
    expect(Math.abs((media?.usd ?? 0) / 1531.49 - 1)).toBeLessThan(0.05);
  });

  it("of a million viewers at 3 Mbit/s is 1.35 PB an hour", () => {
    const { perOccurrence } = eventCost(input(sampleEvent(), 1_000_000));
    expect(line(perOccurrence, EGRESS)?.quantity).toBeCloseTo(1_350_000, 3);
  });

  it("goes on in the tier where the month stands", () => {
    const event = sampleEvent({ delivery: delivery(cdn({ usedGbThisMonth: 10_240 })) });
    const media = line(eventCost(input(event, 1000)).perOccurrence, EGRESS);
    // 1,350 GB, all in the second tier
    expect(media).toMatchObject({ usdPerUnit: 0.08 });
    expect(media?.usd).toBeCloseTo(108, 9);
  });

  it("shares its tiers between several entries of one provider", () => {
    const event = sampleEvent({
      delivery: delivery(
        cdn({ shareRatio: 0.5, usedGbThisMonth: 5120 }),
        cdn({ name: "cloudfront-2", shareRatio: 0.5, usedGbThisMonth: 5120 }),
      ),
    });
    const { perOccurrence } = eventCost(input(event, 1000));
    // 5,120 + 5,120 GB were used: all of both is in the second tier.
    expect(perOccurrence.lines.map((each) => each.usdPerUnit)).toEqual([0.08, 0.08]);
  });

  it("costs what was agreed, where something was", () => {
    const event = sampleEvent({ delivery: delivery(cdn({ usdPerGb: 0.01 })) });
    const media = line(eventCost(input(event, 1000)).perOccurrence, EGRESS);
    expect(media?.usd).toBeCloseTo(13.5, 9);
    expect(media?.source).toBe("delivery.cdns.cloudfront.usdPerGb");
  });

  it("follows a price given by key", () => {
    const event = sampleEvent({ prices: { "aws/cloudfront/data-transfer-out-to-internet": 0.02 } });
    expect(line(eventCost(input(event, 1000)).perOccurrence, EGRESS)?.usd).toBeCloseTo(27, 9);
  });

  it("is unknown, never 0, on a CDN without an agreed price, and says how to supply it", () => {
    const event = sampleEvent({
      delivery: delivery(
        cdn({ shareRatio: 0.7 }),
        cdn({ name: "cloudflare", provider: "cloudflare", shareRatio: 0.3 }),
      ),
    });
    const { perOccurrence } = eventCost(input(event, 1000));
    const other = line(perOccurrence, "edge:cloudflare:us-mx-ca:egress");
    expect(other).toMatchObject({ usd: null, usdPerUnit: null, byPhase: {} });
    expect(other?.quantity).toBeCloseTo(405, 9);
    expect(other?.note).toContain("delivery.cdns.cloudflare.usdPerGb");
    expect(perOccurrence.unpriced).toBe(1);
    expect(perOccurrence.knownUsd).toBeCloseTo(945 * 0.085, 9);
  });

  it("is divided over the audience's regions", () => {
    const base = sampleEvent();
    const event = {
      ...base,
      audience: {
        ...base.audience,
        regions: [
          { name: "US", priceRegion: "us-mx-ca", peakShareRatio: 0.25 },
          { name: "India", priceRegion: "india", peakShareRatio: 0.75 },
        ],
      },
    };
    const { perOccurrence } = eventCost(input(event, 1000));
    expect(line(perOccurrence, EGRESS)?.quantity).toBeCloseTo(337.5, 9);
    expect(line(perOccurrence, "edge:cloudfront:india:egress")?.usd).toBeCloseTo(1012.5 * 0.109, 9);
  });

  it("has its requests, by the ten thousand", () => {
    const { perOccurrence } = eventCost(
      input(sampleEvent(), 1000, { traffic: { deliveredMbps: 3, requestsPerViewerPerSecond: 1 / 3, flows: {} } }),
    );
    // 1,000 × 1,200 = 1.2 million requests at 0.01 USD per 10,000
    const requests = line(perOccurrence, "edge:cloudfront:us-mx-ca:requests");
    expect(requests).toMatchObject({ unit: "10,000 requests", usdPerUnit: 0.01 });
    expect(requests?.usd).toBeCloseTo(1.2, 9);
  });

  it("comes from relays where the protocol holds connections", () => {
    const base = sampleEvent();
    const event = { ...base, stream: { ...base.stream, protocol: "http-flv" as const } };
    const { perOccurrence } = eventCost(
      input(event, 1000, {
        traffic: { deliveredMbps: 3, requestsPerViewerPerSecond: 0, flows: { relayEgressGbps: 3 } },
      }),
    );
    expect(perOccurrence.lines.map((each) => each.id)).toEqual(["relay:egress"]);
    expect(perOccurrence.lines[0]?.usd).toBeCloseTo(1350 * 0.09, 9);
  });
});

describe("tiers over an event", () => {
  it("are shared by everything that leaves for the internet", () => {
    const { perOccurrence } = eventCost(
      input(sampleEvent(), 1, {
        traffic: {
          deliveredMbps: 0,
          requestsPerViewerPerSecond: 0,
          flows: { relayEgressGbps: 10_240 / 450, appEgressGbps: 1 },
        },
      }),
    );
    // The relays fill the first tier to the brim, so the app is in the second.
    expect(line(perOccurrence, "relay:egress")?.usdPerUnit).toBe(0.09);
    expect(line(perOccurrence, "app:egress")?.usd).toBeCloseTo(450 * 0.085, 6);
  });

  it("are counted over the occurrences of a month and start anew with the next", () => {
    const viewers = 10_240 / 1.35;
    // 30 and 31 January, 1 February; each occurrence is 10,240 GB: the first tier exactly.
    const start = { local: "2027-01-30T12:00:00", zone: "Etc/UTC", epochSeconds: Date.UTC(2027, 0, 30, 12) / 1000 };
    const event = sampleEvent({ start, repeats: { every: "day", until: "2027-02-01" } });
    const { perOccurrence, allOccurrences } = eventCost(input(event, viewers));
    expect(perOccurrence.knownUsd).toBeCloseTo(10_240 * 0.085, 4);
    expect(allOccurrences.occurrences).toBe(3);
    expect(allOccurrences.knownUsd).toBeCloseTo(10_240 * (0.085 + 0.08 + 0.085), 3);
  });

  it("never make the sum dearer than as many first occurrences, apart from what stands", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 20 }), (viewers, days) => {
        const until = `2027-02-${String(days).padStart(2, "0")}`;
        const { perOccurrence, allOccurrences } = eventCost(
          input(sampleEvent({ repeats: { every: "day", until } }), viewers),
        );
        expect(allOccurrences.knownUsd).toBeLessThanOrEqual(
          perOccurrence.knownUsd * allOccurrences.occurrences * (1 + 1e-9),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("machines and services", () => {
  const event = sampleEvent();
  const { pools } = planPools(
    [{ id: "api", pool: "core", workloadAt: () => workload("api", "core", 90, podShape({ vcpu: 4, memoryGib: 6 })) }],
    event,
  );
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes, 0);
  const { spans } = planTimeline({
    event,
    occurrence: { index: 0, epochSeconds: event.start.epochSeconds, zone: event.start.zone },
    viewers: 10_000,
    nodes,
  });
  const whole = (changes: Partial<CostInput> = {}, of: Event = event) =>
    eventCost(input(of, 10_000, { pools, firstSpans: spans, laterSpans: spans, ...changes })).perOccurrence;

  it("are billed for the hours of every phase", () => {
    const machines = line(whole(), "machines:core");
    const hours = spans.reduce((sum, span) => sum + span.nodeHours, 0);
    expect(machines?.quantity).toBeCloseTo(hours, 9);
    expect(machines?.usd).toBeCloseTo((hours * (pools[0]?.usdPerHour ?? Number.NaN)) / nodes, 6);
    const byPhase = Object.values(machines?.byPhase ?? {}).reduce((sum, usd) => sum + usd, 0);
    expect(byPhase).toBeCloseTo(machines?.usd ?? 0, 6);
    expect(Object.keys(machines?.byPhase ?? {})).toContain("rehearsal");
  });

  it("are unknown where the region has no prices, and say what to state", () => {
    const far = sampleEvent({ cluster: { region: "eu-central-1" } });
    const unpriced = pools.map((pool) => ({ ...pool, usdPerHour: null }));
    const machines = line(whole({ pools: unpriced }, far), "machines:core");
    expect(machines?.usd).toBeNull();
    expect(machines?.note).toContain(`supply it under prices: as ${pools[0]?.instanceTypes[0]}`);
  });

  it("count what stands from the first phase to the last, and use by the viewers", () => {
    const bill = whole({
      counts: {
        applicationLoadBalancers: 2,
        albLcu: 100,
        reservedAlbLcu: 700,
        webAcls: 1,
        controlPlaneTier: "tier-xl",
      },
      traffic: { deliveredMbps: 3, requestsPerViewerPerSecond: 1, flows: { appRequestsPerSecond: 1000 } },
    });
    const hours = occurrenceHours(spans, 10_000, null);
    expect(line(bill, "alb")?.usd).toBeCloseTo(2 * hours.standingHours * 0.0225, 9);
    expect(line(bill, "alb:units")?.usd).toBeCloseTo(100 * hours.peakHours * 0.008, 9);
    expect(line(bill, "web-acl:requests")?.usd).toBeCloseTo((1000 * 3600 * hours.peakHours * 0.6) / 1e6, 9);
    expect(line(bill, "control-plane")?.usd).toBeCloseTo(hours.raisedHours * 1.65, 9);
    // Nobody publishes the price of a reserved unit.
    expect(line(bill, "alb:reserved")).toMatchObject({ usd: null, quantity: 700 * hours.raisedHours });
  });

  it("name what the bill leaves out", () => {
    const { exclusions } = whole();
    expect(exclusions).toContain("load generators and the traffic of rehearsals");
    expect(exclusions.some((text) => text.includes("origin shield"))).toBe(true);
  });

  it("have a unit, a source and a finite number on every line", () => {
    const bill = whole({
      counts: {
        applicationLoadBalancers: 1,
        networkLoadBalancers: 1,
        albLcu: 1,
        nlbLcu: 1,
        reservedAlbLcu: 1,
        reservedNlbLcu: 1,
        natGateways: 3,
        publicAddresses: 6,
        webAcls: 1,
        webAclRules: 10,
        alarms: 30,
        controlPlaneTier: "tier-2xl",
        stores: [{ layer: "cache", item: "cache.r7g.large", nodes: 6, usdPerNodeHour: null }],
        outside: [
          { id: "licences", layer: "licence", item: "licences", amount: 10_000, unit: "licence", priceKey: "licence" },
        ],
      },
      traffic: {
        deliveredMbps: 3,
        requestsPerViewerPerSecond: 1,
        flows: {
          relayEgressGbps: 1,
          appEgressGbps: 1,
          appIngressGbps: 1,
          originGbps: 1,
          originRequestsPerSecond: 100,
          appRequestsPerSecond: 100,
          natGbps: 1,
          logGbPerHour: 10,
          storageGbPerHour: 10,
        },
      },
    });
    for (const each of bill.lines) {
      expect(each.unit).not.toBe("");
      expect(each.source).not.toBe("");
      expect(Number.isFinite(each.quantity) && each.quantity > 0).toBe(true);
      if (each.usd === null) expect(each.note).toMatch(/supply it/);
      else expect(Number.isFinite(each.usd)).toBe(true);
    }
    expect(new Set(bill.lines.map((each) => each.id)).size).toBe(bill.lines.length);
    expect(bill.unpriced).toBe(bill.lines.filter((each) => each.usd === null).length);
  });
});

describe("idle cost", () => {
  const standing: Standing = {
    systemNodes: [{ instanceType: "m7i.large", nodes: 3 }],
    natGateways: 3,
    publicAddresses: 3,
    hostedZones: 1,
    alarms: 10,
    webAcls: 1,
    webAclRules: 5,
    storedGb: 100,
    cloudflarePlan: "Business",
  };

  it("is a month of what stays", () => {
    const cost = idleCost(standing, sampleEvent());
    expect(line(cost, "idle:control-plane")?.usd).toBeCloseTo(73, 9);
    expect(line(cost, "idle:nat")?.usd).toBeCloseTo(3 * 730 * 0.045, 9);
    expect(line(cost, "idle:system:m7i.large")?.usd).toBeCloseTo(3 * 730 * 0.1008, 6);
    expect(line(cost, "idle:cloudflare")?.usd).toBe(200);
    expect(cost.unpriced).toBe(0);
  });

  it("lists as unknown what has no price", () => {
    const cost = idleCost(
      { ...standing, cloudflarePlan: "enterprise", storedGb: null },
      sampleEvent({ cluster: { region: "eu-west-1" } }),
    );
    expect(line(cost, "idle:cloudflare")?.usd).toBeNull();
    expect(line(cost, "idle:system:m7i.large")?.usd).toBeNull();
    expect(line(cost, "idle:nat")?.usd).toBeNull();
    expect(cost.exclusions.some((text) => text.includes("unknown"))).toBe(true);
  });
});
