import { describe, expect, test } from "vitest";
import { limitValue } from "../capacity/catalog/limits";
import { cdnUsages } from "../capacity/cost/delivery";
import { erlangB, erlangC, serversForWait } from "../capacity/queueing";
import { answersOf, streamOf } from "./validation/model";

/** A million viewers at 3 Mbit/s with nothing added. */
const million = (stream: Readonly<Record<string, unknown>>) =>
  answersOf({
    audience: { peakConcurrentViewers: 1_000_000 },
    stream: streamOf(3000, { overheadRatio: 1, ...stream }),
  });

/** A million joins within a minute: a straight ramp, nobody who leaves, every token expired. */
const minute = () =>
  answersOf({
    duration: "14d",
    audience: { peakConcurrentViewers: 1_000_000, ramp: "60s", rampSteepness: 1, meanWatchRatio: 1 },
    features: { signIn: { hash: "argon2id-19MiB", hashesPerSecondPerVcpu: 34.5, validTokenRatio: 0 } },
  });

describe("media", () => {
  test("1,000,000 viewers × 3 Mbit/s = 3.0 Tbit/s", () => {
    expect(million({}).demand("egressGbps")).toBeCloseTo(3000, 9);
  });

  test("3.0 Tbit/s ÷ 8 × 3,600 s = 1.35 PB an hour", () => {
    const { event, demand } = million({});
    const hours = {
      spans: [],
      viewerHours: 1e6,
      nodeHours: 0,
      peakHours: 1,
      liveHours: 1,
      raisedHours: 1,
      standingHours: 1,
    };
    const traffic = { deliveredMbps: demand("deliveredMbps"), requestsPerViewerPerSecond: 0, flows: {} };
    expect(cdnUsages(traffic, hours, event)[0]).toMatchObject({ unit: "GB", amount: 1_350_000 });
  });

  test.each([
    {
      says: "HLS at 6 s, muxed: 1 ÷ 6 + 1 ÷ 6 = 0.333 a viewer, 333 thousand/s",
      stream: { segmentSeconds: 6 },
      expected: 1e6 / 3,
    },
    {
      says: "HLS at 2 s, muxed: 1 ÷ 2 + 1 ÷ 2 = 1 a viewer, 1 million/s",
      stream: { segmentSeconds: 2 },
      expected: 1e6,
    },
    {
      says: "LL-HLS with parts of 333 ms: 2 ÷ 0.333 = 6 a viewer, 6 million/s",
      stream: { protocol: "ll-hls", partSeconds: 1 / 3 },
      expected: 6e6,
    },
  ])("requests of 1,000,000 viewers, $says", ({ stream, expected }) => {
    expect(1e6 * million(stream).demand("requestsPerViewerPerSecond")).toBeCloseTo(expected, 3);
  });
});

describe("sign-in", () => {
  test("1,000,000 joins ÷ 60 s = 16,667 sign-ins/s, besides 0.8/s who replace those who leave within 14 days", () => {
    expect(minute().number("session", "signInsPerSecond")).toBeCloseTo(1e6 / 60 + 1e6 / (14 * 86_400), 6);
  });

  test("16,667 sign-ins/s ÷ 34.5 argon2id hashes/s a vCPU = 483 busy vCPU", () => {
    expect(minute().number("session", "hashVcpu")).toBeCloseTo(16_667.5 / 34.5, 1);
    expect(Math.round(minute().number("session", "hashVcpu"))).toBe(483);
  });

  test("34.5 hashes/s is what the catalog knows of argon2id with 19 MiB", () => {
    const { event } = answersOf({ features: { signIn: { hash: "argon2id-19MiB" } } });
    expect(event.parameters.get("session.hashesPerSecondPerVcpu")).toMatchObject({
      origin: "known",
      interval: { expected: 34.5 },
    });
  });
});

describe("queueing", () => {
  test("Erlang B: 30 servers, load 25, blocked 0.0526032", () => {
    expect(erlangB(30, 25)).toBeCloseTo(0.0526032, 7);
  });

  test("Erlang C: 3 servers, load 2, waits 4/9", () => {
    expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 12);
  });

  test.each([
    { load: 10, servers: 17 },
    { load: 100, servers: 119 },
    { load: 1000, servers: 1056 },
  ])("fewest servers with at most 0.05 waiting at load $load: $servers", ({ load, servers }) => {
    expect(serversForWait(load, 0.05)).toBe(servers);
    expect(erlangC(servers, load)).toBeLessThanOrEqual(0.05);
    expect(erlangC(servers - 1, load)).toBeGreaterThan(0.05);
  });
});

describe("connections", () => {
  const sockets = (zones: readonly string[]) =>
    answersOf({
      audience: { peakConcurrentViewers: 1_000_000 },
      features: { chat: { chatShare: 1, messagesPerViewerPerMinute: 0, connectionsPerPod: 50_000 } },
      cluster: { region: "us-east-1", zones },
    }).sizing("chat");

  test("1,000,000 sockets ÷ 50,000 a node = 20 nodes before zone loss", () => {
    expect(sockets(["us-east-1a"])).toMatchObject({ units: 20, bindingConstraint: "connections" });
    expect(sockets(["us-east-1a", "us-east-1b", "us-east-1c"]).waterfall?.risk).toBe(20);
  });

  test("20 × 3 zones ÷ 2 that survive = 30 with one of three zones to lose", () => {
    expect(sockets(["us-east-1a", "us-east-1b", "us-east-1c"]).units).toBe(30);
  });

  test("16,667 new connections/s ÷ 25 an ALB unit = 667 units", () => {
    const perUnit = limitValue("aws/elasticloadbalancing/alb-lcu-new-connections");
    expect(perUnit).toBe(25);
    // Sign-in alone, each on a connection of its own, and nothing else that asks for a unit.
    const answers = answersOf({
      duration: "14d",
      audience: { peakConcurrentViewers: 1_000_000, ramp: "60s", rampSteepness: 1, meanWatchRatio: 1 },
      features: { signIn: { validTokenRatio: 0 }, api: { enabled: false }, telemetry: { enabled: false } },
      network: { ownConnectionRatio: 1, openConnectionRatio: 0 },
    });
    expect(answers.flow("appConnectionsPerSecond")).toBeCloseTo(16_667.5, 0);
    expect(Math.round(answers.number("network:balancers", "albUnits"))).toBe(667);
  });
});
