import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { missesPerSecond } from "../../capacity/caching";
import type { Event } from "../../capacity/event/event";
import { edgeModel } from "../../capacity/layers/edge";
import { ingestModel } from "../../capacity/layers/ingest";
import type { LayerModel, LayerSizing, Requirements, SizingContext } from "../../capacity/layers/layer";
import { licence } from "../../capacity/layers/licence";
import { originModel } from "../../capacity/layers/origin";
import { originShieldModel } from "../../capacity/layers/origin-shield";
import { packageModel } from "../../capacity/layers/package";
import { relayModel } from "../../capacity/layers/relay";
import { transcodeModel } from "../../capacity/layers/transcode";
import { CDN, mediaEvent } from "./media-event";

const event = mediaEvent({ extra: { "edge.shareRatio": 1, "edge.failoverShareRatio": 1 } });
const packager = mediaEvent({ origin: "packager", protocol: "ll-hls" });
const gpu = mediaEvent({ transcodeOn: "gpu" });
const webrtc = mediaEvent({ protocol: "webrtc" });
const flv = mediaEvent({ protocol: "http-flv" });

const MODELS: readonly (readonly [string, LayerModel, Event])[] = [
  ["edge (cloudfront)", edgeModel(event, CDN), event],
  ["edge (contract)", edgeModel(event, { ...CDN, name: "other", provider: "other", limitGbps: 100 }), event],
  ["relay (webrtc)", relayModel(webrtc), webrtc],
  ["relay (http-flv)", relayModel(flv), flv],
  ["originShield", originShieldModel(event), event],
  ["origin (object storage)", originModel(event), event],
  ["origin (packager)", originModel(packager), packager],
  ["ingest", ingestModel(event), event],
  ["transcode (cpu)", transcodeModel(event), event],
  ["transcode (gpu)", transcodeModel(gpu), gpu],
  ["package", packageModel(event), event],
  ["licence", licence, event],
];

function contextFor(of: Event, model: LayerModel, relativeSpeed: number): SizingContext {
  const parameter: SizingContext["parameter"] = (name) => {
    const found = of.parameters.get(`${model.layer}.${name}`) ?? of.parameters.get(name);
    if (found === undefined) throw new Error(`no parameter ${name} in ${model.layer}`);
    return found;
  };
  const target =
    of.parameters.get(`${model.layer}.targetUtilization`) ?? of.parameters.get("compute.targetUtilization");
  return {
    event: of,
    parameter,
    value: (name) => parameter(name).interval.expected,
    flow: () => 0,
    zones: 3,
    survivingZones: 2,
    targetUtilization: target?.interval.expected ?? 0.7,
    degradedUtilization: 0.85,
    relativeSpeed,
    fleet: {
      nodes: 0,
      pods: 0,
      vcpu: 0,
      cores: 0,
      nodeGroups: 0,
      nodesPerZone: 0,
      podsPerZone: 0,
      storageTib: 0,
      vcpuByQuota: {},
    },
  };
}

function requirementsOf(model: LayerModel, amounts: readonly number[], risk: number): Requirements {
  return Object.fromEntries(
    model.requires.map((resource, i) => {
      const unit = model.equations.find((equation) => equation.key === resource)?.unit ?? "";
      const design = amounts[i % amounts.length] ?? 0;
      return [resource, { resource, unit, design, atRisk: design * risk }];
    }),
  );
}

/** Every number of an answer, with the way to it. */
function numbersOf(value: unknown, path = ""): readonly (readonly [string, number])[] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${path}.${key}`));
}

function provisioned(sizing: LayerSizing): number {
  return sizing.workload === null ? sizing.units : sizing.workload.replicas * sizing.workload.pod.vcpu;
}

const amount = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1e7, noNaN: true }),
  fc.double({ min: 0, max: 1e15, noNaN: true }),
);
const amounts = fc.array(amount, { minLength: 5, maxLength: 5 });
const risk = fc.double({ min: 1, max: 5, noNaN: true });
const speed = fc.constantFrom(0.5, 1, 1.33, 2.555);

describe.each(MODELS)("%s", (_, model, of) => {
  test("any requirement gets a whole, finite answer without NaN", () => {
    fc.assert(
      fc.property(amounts, risk, speed, (need, margin, relativeSpeed) => {
        const sizing = model.size(requirementsOf(model, need, margin), contextFor(of, model, relativeSpeed));
        expect(Number.isInteger(sizing.units)).toBe(true);
        expect(sizing.units).toBeGreaterThanOrEqual(0);
        for (const candidate of sizing.candidates) expect(Number.isInteger(candidate.units)).toBe(true);
        for (const [path, number] of numbersOf(sizing)) expect(Number.isFinite(number), path).toBe(true);
        expect(JSON.stringify(sizing)).not.toContain("NaN");
        expect(sizing.candidates.filter((candidate) => candidate.chosen).length).toBeLessThanOrEqual(1);
        for (const candidate of sizing.candidates) expect(candidate.rejected === null).toBe(candidate.chosen);
      }),
      { numRuns: 60 },
    );
  });

  test("needing more of everything never gets less", () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 1, max: 10, noNaN: true }), speed, (need, factor, relativeSpeed) => {
        const context = contextFor(of, model, relativeSpeed);
        const less = model.size(requirementsOf(model, need, 1), context);
        const more = model.size(
          requirementsOf(
            model,
            need.map((one) => one * factor),
            1,
          ),
          context,
        );
        expect(provisioned(more)).toBeGreaterThanOrEqual(provisioned(less));
      }),
      { numRuns: 60 },
    );
  });

  test("what is provisioned holds what is required, where it has a ceiling of ours", () => {
    fc.assert(
      fc.property(amounts, risk, speed, (need, margin, relativeSpeed) => {
        const sizing = model.size(requirementsOf(model, need, margin), contextFor(of, model, relativeSpeed));
        if (sizing.bindingConstraint === "limit") return;
        for (const { utilization, resource } of sizing.resources) {
          if (utilization !== null) expect(utilization, resource).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("caches", () => {
  const positive = fc.double({ min: 0.01, max: 1e6, noNaN: true });

  test("never pass on more than they are asked, nor more than every copy once in its time", () => {
    fc.assert(
      fc.property(positive, positive, positive, (requests, copies, seconds) => {
        const misses = missesPerSecond(requests, copies, seconds);
        expect(misses).toBeLessThanOrEqual(requests * (1 + 1e-9));
        expect(misses).toBeLessThanOrEqual((copies / seconds) * (1 + 1e-9));
      }),
    );
  });

  test("more requests never miss less", () => {
    fc.assert(
      fc.property(positive, positive, positive, (r, copies, t) => {
        expect(missesPerSecond(r * 1.1, copies, t)).toBeGreaterThanOrEqual(missesPerSecond(r, copies, t));
      }),
    );
  });

  test("the law is the audience's for few requests and the copies' for many", () => {
    expect(missesPerSecond(0.001, 100, 1)).toBeCloseTo(0.001, 6);
    expect(missesPerSecond(1e9, 100, 4)).toBeCloseTo(25, 3);
  });
});
