import { describe, expect, test } from "vitest";
import { relayModel } from "../../capacity/layers/relay";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

const relay = (stated: Stated, relativeSpeed = 1) => {
  const event = mediaEvent({ protocol: "webrtc", cdns: [], ...stated });
  return sized(event, [relayModel(event)], relativeSpeed);
};

/** 600 kbit/s, what published media servers were measured with. */
const SMALL = ladderOf({ height: 360, kbps: 600 });

describe("WebRTC is sized by packets", () => {
  test("600 kbit/s is 600,000 ÷ 8 ÷ 1,100 + 50 of sound = 118 packets/s a viewer, 474 viewers a processor", () => {
    const { number } = relay({ viewers: 1000, ladder: SMALL });
    expect(number("relay", "packetsPerViewer")).toBeCloseTo(118.18, 2);
    expect(1000 / number("relay", "vcpu")).toBeCloseTo(56_000 / 118.18, 0);
  });

  test("an audio room of 23 times fewer bits is as busy as a video room: 960 thousand packets/s are 17 vCPU", () => {
    // Validation case MS-06: 3,000 viewers of 10 speakers, 0.18 Gbit/s, 959,156 packets/s, 12.8 busy vCPU seen.
    const { number } = relay({
      viewers: 3000,
      ladder: ladderOf({ height: null, kbps: 0 }),
      values: { "relay.audioPacketsPerSecond": 959_156 / 3000 },
    });
    expect(number("relay", "vcpu")).toBeCloseTo(17.1, 1);
    expect(number("relay", "networkGbps")).toBe(0);
  });

  test("3,000 viewers of 1.42 Mbit/s need about 11 vCPU, where 14.7 were seen", () => {
    // Validation case MS-05: 1,420,000 ÷ 8 ÷ 947 = 187 packets/s each, without sound.
    const { number } = relay({
      viewers: 3000,
      ladder: ladderOf({ height: 720, kbps: 1420 }),
      values: { "relay.packetBytes": 947, "relay.audioPacketsPerSecond": 0 },
    });
    expect(number("relay", "packetsPerSecond")).toBeCloseTo(562_302, -3);
    expect(number("relay", "vcpu")).toBeGreaterThan(10);
    expect(number("relay", "vcpu")).toBeLessThan(14.7);
  });
});

describe("HTTP-FLV is sized by bits", () => {
  const flv = (kbps: number, tlsRatio = 1) =>
    relay({
      protocol: "http-flv",
      viewers: 6000,
      ladder: ladderOf({ height: 360, kbps }),
      values: { "relay.tlsRatio": tlsRatio },
    });

  test.each([
    ["as measured: 6,000 viewers of 600 kbit/s on one processor", 600, 1, 1],
    ["with TLS half as much again", 600, 1.5, 1.5],
    ["five times the bitrate, five times the processors", 3000, 1, 5],
    ["below the measured bitrate a viewer does not get cheaper", 300, 1, 1],
  ])("%s", (_, kbps, tlsRatio, vcpu) => {
    expect(flv(kbps, tlsRatio).number("relay", "vcpu")).toBeCloseTo(vcpu, 9);
  });

  test("419 MB were seen for 4,000 viewers: 105 KiB each", () => {
    const { number } = relay({ protocol: "http-flv", viewers: 4000, ladder: SMALL });
    expect(number("relay", "memoryGib") * 1024).toBeCloseTo(410, 0);
  });
});

describe("pods", () => {
  test("each of the resources can bind", () => {
    // 3 Mbit/s: 391 packets/s, so a processor is full at 143 viewers and 0.43 Gbit/s; a faster one leaves the network to bind.
    expect(relay({ viewers: 100_000 }).sizing("relay").bindingConstraint).toBe("vcpu");
    const fast = { "relay.packetsPerSecondPerVcpu": 118_000 };
    expect(relay({ viewers: 100_000, values: fast }).sizing("relay").bindingConstraint).toBe("networkGbps");
    expect(relay({ viewers: 100_000, ladder: SMALL }).sizing("relay").bindingConstraint).toBe("vcpu");
    const cheap = { "relay.packetsPerSecondPerVcpu": 1e9, "relay.webrtcKibPerConnection": 1 };
    const light = ladderOf({ height: null, kbps: 1 });
    expect(relay({ viewers: 100_000, ladder: light, values: cheap }).sizing("relay").bindingConstraint).toBe(
      "connections",
    );
  });

  test("300 Gbit/s over pods of 2.5: 300 ÷ 2.5 ÷ 0.7 = 172, a zone lost 300 ÷ 2.5 × 3 ÷ 2 ÷ 0.85 = 212, in three zones 213", () => {
    const sizing = relay({ viewers: 100_000, values: { "relay.packetsPerSecondPerVcpu": 1e6 } }).sizing("relay");
    expect(sizing.units).toBe(213);
    expect(sizing.workload).toMatchObject({ pool: "media", replicas: 213, pod: { internetFacing: true } });
  });

  test("no viewers still leave one pod a zone", () => {
    expect(relay({ viewers: 0 }).sizing("relay").units).toBe(3);
  });

  test("the maker's density is a candidate that is not taken unmeasured", () => {
    const { units, candidates } = relay({ viewers: 100_000, ladder: SMALL }).sizing("relay");
    const published = candidates.find((candidate) => candidate.name.startsWith("SRS"));
    expect(published?.units).toBeLessThan(units);
    expect(published?.rejected).toContain("measure your server");
  });

  test("bits beyond one small machine's gateway share are noted, at it they are not", () => {
    const ids = (viewers: number) =>
      relay({ viewers, ladder: ladderOf({ height: 360, kbps: 1000 }) })
        .sizing("relay")
        .findings.map((finding) => finding.id);
    expect(ids(5000)).toEqual([]);
    expect(ids(5001)).toEqual(["relay-internet-gateway"]);
  });
});
