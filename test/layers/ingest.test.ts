import { expect, test } from "vitest";
import { ingestModel } from "../../capacity/layers/ingest";
import { mediaEvent, type Stated, sized } from "./media-event";

const ingest = (stated: Stated) => {
  const event = mediaEvent({ cdns: [], ...stated });
  return sized(event, [ingestModel(event)]);
};

test("50 channels × 10 Mbit/s × two paths = 1 Gbit/s", () => {
  const { number } = ingest({ channels: 50 });
  expect(number("ingest", "sources")).toBe(100);
  expect(number("ingest", "networkGbps")).toBe(1);
});

test("2,300 publishers of 600 kbit/s are one processor, and heavier ones cost in proportion", () => {
  const vcpu = (contributionMbps: number) =>
    ingest({ channels: 1150, values: { "ingest.contributionMbps": contributionMbps } }).number("ingest", "vcpu");
  expect(vcpu(0.6)).toBe(1);
  expect(vcpu(0.3)).toBe(1);
  expect(vcpu(6)).toBeCloseTo(10, 9);
});

test("one channel stands in every zone", () => {
  const sizing = ingest({}).sizing("ingest");
  expect(sizing.units).toBe(3);
  expect(sizing.bindingConstraint).toBe("minimum");
  expect(sizing.workload?.pod.internetFacing).toBe(true);
});

test("many channels bind on the network: 100 Gbit/s ÷ 1 × 3 ÷ 2 ÷ 0.85 = 177", () => {
  const sizing = ingest({ channels: 5000 }).sizing("ingest");
  expect(sizing.bindingConstraint).toBe("networkGbps");
  expect(sizing.units).toBe(177);
});

test("both paths in one zone are no redundancy", () => {
  expect(ingest({ zones: 1 }).sizing("ingest").findings).toMatchObject([
    { id: "ingest-one-zone", severity: "warning" },
  ]);
  expect(ingest({ zones: 2 }).sizing("ingest").findings).toEqual([]);
});

test("an external encoder takes the sources: nothing of ours, and the report says so", () => {
  const sizing = ingest({ transcodeOn: "external", channels: 2 }).sizing("ingest");
  expect(sizing).toMatchObject({ units: 0, workload: null, findings: [{ id: "ingest-external", severity: "note" }] });
});
