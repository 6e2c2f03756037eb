import { describe, expect, test } from "vitest";
import { originShieldModel } from "../../capacity/layers/origin-shield";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

const shield = (stated: Stated) => {
  const event = mediaEvent(stated);
  return sized(event, [originShieldModel(event)]);
};

const MERGED = { "edge.collapsedRatio": 1, "stream.playlistTtlSeconds": 2 };

describe("what the origin is asked", () => {
  test("separate audio is one more stream, not one more a rendition: 3 rungs and sound are 4", () => {
    const ladder = ladderOf({ height: 360, kbps: 800 }, { height: 720, kbps: 2700 }, { height: 1080, kbps: 4100 });
    expect(shield({ ladder, audio: "separate" }).number("originShield", "streams")).toBe(4);
    expect(shield({ ladder, audio: "muxed" }).number("originShield", "streams")).toBe(3);
  });

  test.each([
    ["HLS of 6 s, playlist kept 2 s: 1/6 + 1/2", { protocol: "hls" }, 1 / 6 + 1 / 2],
    ["LL-HLS, parts of 0.5 s: a part and a playlist version each", { protocol: "ll-hls", partSeconds: 0.5 }, 4],
    ["DASH of 6 s: one manifest a channel", { protocol: "dash", channels: 3 }, 3 * (1 / 6 + 1 / 2)],
  ] as const)("%s", (_, stated, perSecond) => {
    expect(shield({ ...stated, values: MERGED }).number("originShield", "objectsPerSecond")).toBeCloseTo(perSecond, 9);
  });

  test("a big audience behind a shield asks for one copy a distribution: 25 distributions, nearly 25 copies", () => {
    const { number } = shield({ values: MERGED });
    expect(number("originShield", "copies")).toBeGreaterThan(0.85 * 25);
    expect(number("originShield", "copies")).toBeLessThanOrEqual(25);
  });

  test("without a shield each of 8 regional caches asks for itself", () => {
    const withShield = shield({ values: MERGED }).number("originShield", "copies");
    const without = shield({ values: MERGED, cdns: [{ originShield: false }] }).number("originShield", "copies");
    expect(without / withShield).toBeGreaterThan(6);
    expect(without / withShield).toBeLessThanOrEqual(8.5);
  });
});

describe("the cold minute", () => {
  test("every copy is asked for the players' three segments within 60 s", () => {
    const { number } = shield({ values: MERGED });
    expect(number("originShield", "coldRequestsPerSecond")).toBeCloseTo((number("originShield", "copies") * 3) / 60, 9);
    // One stream of 3 Mbit/s: three segments of 6 s × 3 Mbit/s a copy in 60 s.
    expect(number("originShield", "failoverGbps")).toBeCloseTo(
      (number("originShield", "copies") * 3 * 6 * 0.003) / 60,
      9,
    );
  });

  test("late viewers add old segments, but never more than the window holds a copy", () => {
    const late = (viewers: number) =>
      shield({ viewers, timeShiftSeconds: 600, values: MERGED, quotas: { "L-0F1E9017": 1e9, "L-A2C80159": 1e12 } });
    const few = late(100).number("originShield", "lateRequestsPerSecond");
    expect(few).toBeCloseTo((100 * 0.02) / 6, 9);
    const { number } = late(1_000_000);
    expect(number("originShield", "lateRequestsPerSecond")).toBeCloseTo(
      (number("originShield", "copies") * 600) / 6 / 60,
      9,
    );
  });

  test("nobody can be late where nothing can be rewound", () => {
    expect(shield({}).number("originShield", "lateRequestsPerSecond")).toBe(0);
  });

  test("the origin behind gets steady load and cold minute together", () => {
    const { number, flow } = shield({ timeShiftSeconds: 600 });
    expect(flow("originRequestsPerSecond")).toBeCloseTo(number("originShield", "requestsPerSecond"), 9);
    expect(flow("originGbps")).toBeCloseTo(number("originShield", "upstreamGbps"), 9);
  });
});

test("a CDN without a shield is named with its path", () => {
  const { findings, units } = shield({
    cdns: [{ shareRatio: 0.5 }, { name: "other", provider: "other", shareRatio: 0.5, originShield: false }],
  }).sizing("originShield");
  expect(units).toBe(1);
  expect(findings.map((finding) => [finding.severity, finding.id])).toEqual([["warning", "origin-shield-missing"]]);
  expect(findings[0]?.fix).toContain("delivery.cdns[1].originShield");
});

test("no viewers ask for nothing", () => {
  const { number } = shield({ viewers: 0, timeShiftSeconds: 600 });
  expect(number("originShield", "requestsPerSecond")).toBe(0);
  expect(number("edge:cloudfront", "cacheHitRatio")).toBe(1);
});
