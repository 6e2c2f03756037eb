import { describe, expect, test } from "vitest";
import { uploadAssumptions } from "../../capacity/catalog/assumptions/upload";
import { upload } from "../../capacity/layers/upload";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  feature,
  findingIds,
  type Stated,
  sized,
} from "./app-event";

function one(stated: Stated) {
  const { number, sizing, chain } = sized(stated, [upload]);
  return { number: (name: string) => number("upload", name), sizing: sizing("upload"), flows: chain.flows };
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(upload.equations);
  expectSoundRows(uploadAssumptions);
});

describe("short-video uploads", () => {
  test("300 a minute of 15 MB are 0.6 Gbit/s in and, with rungs of 0.6 of it, 432 GB an hour to keep", () => {
    const { number, flows } = one({ values: { "upload.throughAppRatio": 1 } });
    expect(number("ingressGbps")).toBeCloseTo(0.6);
    expect(flows.storageGbPerHour).toBeCloseTo(5 * 0.015 * 1.6 * 3600);
    expect(flows.appIngressGbps).toBeCloseTo(0.6);
    expect(one({}).flows.appIngressGbps).toBe(0);
  });

  test("half an hour of surge and two hours to drain need a fifth of the rate: 1/s × 20 s × 3.1 vCPU", () => {
    const { number } = one({});
    expect(number("vcpu")).toBeCloseTo(62);
    expect(number("queuedUploads")).toBeCloseTo(4 * 1800);
  });

  test("without time to drain, everything is transcoded as it comes", () => {
    const { number } = one({ values: { "upload.drainSeconds": 0 } });
    expect(number("vcpu")).toBeCloseTo(310);
    expect(number("queuedUploads")).toBe(0);
  });

  test("machines are for the surge that is believed possible: 50/s ÷ 5 × 62 vCPU s = 620, in pods of 4 at 0.9, a zone lost: 261", () => {
    const { sizing } = one({});
    expect(sizing.resources[0]).toMatchObject({ resource: "vcpu", required: 620 });
    expect(sizing.resources[0]?.design).toBeCloseTo(62);
    // 620 ÷ 4 × 3/2 ÷ 0.9 = 258.3, in three zones
    expect(sizing.units).toBe(261);
    expect(sizing.settings.surgeUploadsPerMinute).toBe(3000);
  });

  test("what is provisioned drains the queue within the objective", () => {
    for (const uploads of [1, 300, 3000]) {
      const { sizing } = one({ values: { "upload.uploadsPerMinute": uploads } });
      expect(sizing.settings.drainSeconds).toBeLessThanOrEqual(7200);
    }
  });

  test("a world with longer clips than planned has a longer queue, and is no world that is short", () => {
    expect(upload.requires).not.toContain("vcpu");
  });

  test("uploads have machines of their own, whatever their criticality", () => {
    const features = [feature("upload", { kind: "shortVideo", criticality: "core" })];
    expect(one({ features }).sizing.workload).toMatchObject({ pool: "upload", criticality: "core" });
    expect(one({}).sizing.workload).toMatchObject({ pool: "upload", criticality: "value-added" });
  });

  test("more than 3 Gbit/s through the balancers is said, with the way around them", () => {
    // 1,500 a minute of 15 MB are exactly 3 Gbit/s.
    const at = (uploads: number, through: number) =>
      findingIds(one({ values: { "upload.uploadsPerMinute": uploads, "upload.throughAppRatio": through } }).sizing);
    expect(at(1500, 1)).toEqual([]);
    expect(at(1501, 1)).toEqual(["warning upload-through-app"]);
    expect(at(15_000, 0)).toEqual([]);
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [upload]);
    expectSoundFor((amounts) => sizeFor("upload", amounts), upload.requires);
  });
});
