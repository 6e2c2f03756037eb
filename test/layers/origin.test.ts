import { describe, expect, test } from "vitest";
import { originModel } from "../../capacity/layers/origin";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

const origin = (stated: Stated) => {
  const event = mediaEvent(stated);
  return sized(event, [originModel(event)]);
};

describe("object storage", () => {
  const prefixes = (readsPerSecond: number, writesPerSecond = 0) => {
    const event = mediaEvent();
    const context = { value: () => 0.8, event, zones: 3, survivingZones: 2, targetUtilization: 0.7 };
    const requirement = (resource: string, amount: number) => ({
      [resource]: { resource, unit: "requests/s" as const, design: amount, atRisk: amount },
    });
    return originModel(event).size(
      { ...requirement("readsPerSecond", readsPerSecond), ...requirement("writesPerSecond", writesPerSecond) },
      context as unknown as Parameters<ReturnType<typeof originModel>["size"]>[1],
    );
  };

  // 5,500 reads/s and 3,500 writes/s a prefix, filled to 0.8.
  test.each([
    [0, 0, 1, "minimum"],
    [4400, 0, 1, "minimum"],
    [4401, 0, 2, "readsPerSecond"],
    [8800, 2800, 2, "readsPerSecond"],
    [4400, 2801, 2, "writesPerSecond"],
  ])("%i reads/s and %i writes/s need %i prefixes, bound by %s", (reads, writes, units, binding) => {
    const sizing = prefixes(reads, writes);
    expect(sizing.units).toBe(units);
    expect(sizing.bindingConstraint).toBe(binding);
    expect(sizing.settings).toEqual({ prefixes: units });
  });

  test("several prefixes must be rehearsed: storage divides them under load", () => {
    expect(prefixes(4400).findings).toEqual([]);
    expect(prefixes(4401).findings[0]).toMatchObject({ id: "origin-prefixes", severity: "warning" });
  });

  test("two pipelines write each segment and its playlist: 3 streams × 2 ÷ 6 s × 2 = 2 writes/s", () => {
    const ladder = ladderOf({ height: 360, kbps: 800 }, { height: 720, kbps: 2700 }, { height: 1080, kbps: 4100 });
    const { number, flow } = origin({ ladder });
    expect(number("origin", "writesPerSecond")).toBe(2);
    // 7.6 Mbit/s twice: 15.2 Mbit/s × 450 = 6.84 GB/h.
    expect(flow("storageGbPerHour")).toBeCloseTo(6.84, 9);
  });

  test("low latency needs an origin that can hold a request", () => {
    const ids = (protocol: "hls" | "ll-hls", kind: "object-storage" | "packager") =>
      origin({ protocol, partSeconds: 0.5, origin: kind })
        .sizing("origin")
        .findings.map((finding) => `${finding.severity} ${finding.id}`);
    expect(ids("ll-hls", "object-storage")).toEqual(["blocker origin-storage-low-latency"]);
    expect(ids("ll-hls", "packager")).toEqual([]);
    expect(ids("hls", "object-storage")).toEqual([]);
  });
});

describe("packager as origin", () => {
  test("processors follow bits and requests: Gbit/s ÷ 2 + requests × 0.1 ms", () => {
    const { number, flow, sizing } = origin({ origin: "packager", cdns: [{ originShield: false }] });
    expect(number("origin", "vcpu")).toBeCloseTo(
      flow("originGbps") / 2 + (flow("originRequestsPerSecond") * 0.1) / 1000,
      9,
    );
    expect(sizing("origin").workload).toMatchObject({ pool: "media", pod: { internetFacing: false } });
    expect(sizing("origin").unitName).toBe("pods");
  });
});
