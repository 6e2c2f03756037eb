import { describe, expect, test } from "vitest";
import type { Cdn } from "../../capacity/event/event";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

function cloudfront(stated: Stated) {
  return sized(mediaEvent(stated)).sizing("edge:cloudfront");
}

const ids = (sizing: { findings: readonly { id: string; severity: string }[] }) =>
  sizing.findings.map((finding) => `${finding.severity} ${finding.id}`);

describe("demand on one CDN", () => {
  test("1,000,000 viewers × 3 Mbit/s = 3.0 Tbit/s, and 1.35 PB in an hour", () => {
    const gbps = sized(mediaEvent()).number("edge:cloudfront", "peakGbps");
    expect(gbps).toBe(3000);
    expect((gbps * 450) / 1e6).toBe(1.35);
  });

  test.each([
    ["HLS of 6 s, muxed: 2 requests in 6 s each", { segmentSeconds: 6 }, 333_333],
    ["HLS of 2 s: 1 million", { segmentSeconds: 2 }, 1_000_000],
    ["HLS of 2 s with separate audio: twice that", { segmentSeconds: 2, audio: "separate" }, 2_000_000],
    ["LL-HLS with parts of 333 ms: 2 requests a part", { protocol: "ll-hls", partSeconds: 1 / 3 }, 6_000_000],
    ["DASH of 2 s, manifest every 4 s", { protocol: "dash", segmentSeconds: 2 }, 750_000],
  ] as const)("%s", (_, stated, requestsPerSecond) => {
    const requests = sized(mediaEvent(stated)).number("edge:cloudfront", "peakRequestsPerSecond");
    expect(requests).toBeCloseTo(requestsPerSecond, -1);
  });

  test("a CDN carries its share, and in a failover what the other one leaves", () => {
    const event = mediaEvent({
      cdns: [{ shareRatio: 0.7 }, { name: "cloudflare", provider: "cloudflare", shareRatio: 0.3 }],
    });
    const { number } = sized(event);
    expect(number("edge:cloudfront", "peakGbps")).toBeCloseTo(2100);
    expect(number("edge:cloudfront", "failoverGbps")).toBeCloseTo(3000);
    expect(number("edge:cloudflare", "failoverGbps")).toBeCloseTo(3000);
  });
});

describe("distributions", () => {
  // 3 Mbit/s each: 40,000 viewers are 120 Gbit/s, 0.8 of the 150 Gbit/s of one distribution.
  test.each([
    [0, 1],
    [1, 1],
    [40_000, 1],
    [40_001, 2],
    [80_000, 2],
    [80_001, 3],
  ])("%i viewers at 3 Mbit/s need %i", (viewers, units) => {
    expect(cloudfront({ viewers }).units).toBe(units);
  });

  test("3,000 Gbit/s ÷ 0.8 ÷ 150 = 25, bound by bits", () => {
    const sizing = cloudfront({});
    expect(sizing.units).toBe(25);
    expect(sizing.bindingConstraint).toBe("peakGbps");
    expect(sizing.waterfall).toEqual({ demand: 20, risk: 20, utilization: 25, zoneLoss: 25, count: 25 });
  });

  test("LL-HLS binds on requests: 6,000,000 ÷ 0.8 ÷ 250,000 = 30", () => {
    const sizing = cloudfront({ protocol: "ll-hls", partSeconds: 1 / 3 });
    expect(sizing.units).toBe(30);
    expect(sizing.bindingConstraint).toBe("peakRequestsPerSecond");
  });

  test("another CDN's failure may fill the quota, so it binds only where it is more than the peak ÷ 0.8", () => {
    const event = mediaEvent({
      cdns: [{ shareRatio: 0.5 }, { name: "cloudflare", provider: "cloudflare", shareRatio: 0.5 }],
    });
    const sizing = sized(event).sizing("edge:cloudfront");
    expect(sizing.bindingConstraint).toBe("failoverGbps");
    expect(sizing.units).toBe(20);
  });

  test("an applied quota replaces the default, by code and by key", () => {
    expect(cloudfront({ quotas: { "L-0F1E9017": 1500 } }).units).toBe(3);
    expect(cloudfront({ quotas: { "aws/cloudfront/data-transfer-rate-per-distribution": 1500 } }).units).toBe(3);
    expect(cloudfront({ quotas: { "L-0F1E9017": 1500, "L-A2C80159": 1 } }).bindingConstraint).toBe(
      "peakRequestsPerSecond",
    );
  });

  test("a quota of zero still gives a finite count", () => {
    expect(Number.isInteger(cloudfront({ quotas: { "L-0F1E9017": 0 } }).units)).toBe(true);
  });

  test("the estimate in every world is the law of the count", () => {
    const { number, sizing } = sized(mediaEvent({ protocol: "ll-hls", partSeconds: 1 / 3 }));
    expect(number("edge:cloudfront", "distributions")).toBe(sizing("edge:cloudfront").units);
  });

  test("raising both quotas on one distribution is a candidate, rejected for its lead time", () => {
    const [chosen, raised] = cloudfront({}).candidates;
    expect(chosen).toMatchObject({ units: 25, chosen: true, rejected: null });
    expect(raised?.name).toBe("one distribution with quotas raised to 3,750 Gbps and 417,000 requests/s each");
    expect(raised?.rejected).toContain("no time for it");
  });
});

describe("findings", () => {
  test("fewer media hosts than distributions block, none named warn, enough are silent", () => {
    const hosts = (count: number) => ({ cloudfront: Array.from({ length: count }, (_, i) => `m${i}.example.com`) });
    expect(ids(cloudfront({ hosts: hosts(24) }))).toEqual(["blocker edge-hosts-short"]);
    expect(ids(cloudfront({ hosts: hosts(25) }))).toEqual([]);
    expect(ids(cloudfront({}))).toEqual(["warning edge-hosts-unnamed"]);
    expect(ids(cloudfront({ viewers: 40_000, segmentSeconds: 6 }))).not.toContain("warning edge-hosts-unnamed");
  });

  const cloudflare = (limits: Partial<Cdn>, viewers = 1_000_000) =>
    sized(mediaEvent({ viewers, cdns: [{ name: "cloudflare", provider: "cloudflare", ...limits }] })).sizing(
      "edge:cloudflare",
    );

  test("an unknown ceiling is asked for, never taken as enough", () => {
    const sizing = cloudflare({});
    expect(ids(sizing)).toEqual(["warning cdn-limit-unknown", "warning cdn-limit-unknown"]);
    expect(sizing.findings[0]).toMatchObject({
      found: "delivery.cdns[0].limitGbps unknown",
      expected: "3,750 Gbps (3,000 with every CDN up, 3,000 when another one fails)",
    });
    expect(sizing.resources.find((resource) => resource.resource === "peakGbps")?.utilization).toBeNull();
  });

  test("a ceiling below the failover peak blocks, one below the target warns, one at the target is enough", () => {
    const requests = { limitRequestsPerSecond: 1e9 };
    expect(ids(cloudflare({ limitGbps: 2999, ...requests }))).toEqual(["blocker cdn-limit-exceeded"]);
    expect(ids(cloudflare({ limitGbps: 3000, ...requests }))).toEqual(["warning cdn-limit-exceeded"]);
    expect(ids(cloudflare({ limitGbps: 3750, ...requests }))).toEqual([]);
    expect(cloudflare({ limitGbps: 3750, ...requests }).bindingConstraint).toBe("limit");
  });
});

describe("cache hits", () => {
  // Validation case ORG-01: 7 rungs of 8 Mbit/s, segments of 10 s, playlists kept 1 s, 50 locations of 2 caches, no shield.
  const small = (viewers: number, originShield: boolean) =>
    sized(
      mediaEvent({
        viewers,
        segmentSeconds: 10,
        ladder: ladderOf(...Array.from({ length: 7 }, () => ({ height: 720, kbps: 8000 / 7 }))),
        cdns: [{ name: "old", provider: "other", originShield }],
        values: { "stream.playlistTtlSeconds": 1, "edge.locations": 50, "edge.cachesPerLocation": 2 },
      }),
    );

  test("5,000 viewers over 100 caches hit less than 70 %, and the origin sends more than one copy a location", () => {
    const { number } = small(5000, false);
    // Segments: 500/s over 700 copies of 10 s: 500 × 700 ÷ 5,700 = 61.4/s. Playlists, 1 s: 500 × 700 ÷ 1,200 = 291.7/s.
    expect(number("edge:old", "mediaMissesPerSecond")).toBeCloseTo(61.4, 1);
    expect(number("edge:old", "playlistMissesPerSecond")).toBeCloseTo(291.7, 1);
    expect(number("edge:old", "cacheHitRatio")).toBeCloseTo(0.647, 3);
    // 61.4/s × 10 s × 8 ÷ 7 Mbit/s = 0.702 Gbit/s, between the 0.4 of one copy a location and the 1.0 that was seen.
    expect(number("edge:old", "upstreamGbps")).toBeCloseTo(0.702 + 0.005, 3);
  });

  test("a million viewers hit 99.8 %: misses follow caches and objects, 100 × 7 × (1/10 + 1/1)", () => {
    const { number } = small(1_000_000, false);
    expect(number("edge:old", "missesPerSecond")).toBeCloseTo(770, -1);
    expect(number("edge:old", "cacheHitRatio")).toBeGreaterThan(0.996);
    expect(number("edge:old", "smallAudienceHitRatio")).toBeCloseTo(0.356, 2);
  });

  test("a low hit ratio warns without a shield and is a note behind one", () => {
    const limits = "warning cdn-limit-unknown";
    expect(ids(small(5000, false).sizing("edge:old"))).toEqual([limits, limits, "warning cache-hit-ratio-low"]);
    expect(ids(small(5000, true).sizing("edge:old"))).toEqual([limits, limits, "note cache-hit-ratio-low"]);
  });

  test("with everything merged, a shield leaves one copy a distribution: 1 × (1/6 + 1/2) a second", () => {
    const event = mediaEvent({ viewers: 40_000, values: { "edge.collapsedRatio": 1, "stream.playlistTtlSeconds": 2 } });
    const requests = sized(event).number("edge:cloudfront", "upstreamRequestsPerSecond");
    expect(requests).toBeLessThanOrEqual(1 / 6 + 1 / 2);
    expect(requests).toBeGreaterThan(0.85 * (1 / 6 + 1 / 2));
  });

  test("both CDNs add up at the origin", () => {
    const event = mediaEvent({
      cdns: [{ shareRatio: 0.5 }, { name: "cloudflare", provider: "cloudflare", shareRatio: 0.5 }],
    });
    const { number, flow } = sized(event);
    expect(flow("originGbps")).toBeCloseTo(
      number("edge:cloudfront", "upstreamGbps") + number("edge:cloudflare", "upstreamGbps"),
    );
  });
});
