import { expect, test } from "vitest";
import { packageModel } from "../../capacity/layers/package";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

const LADDER = ladderOf({ height: 360, kbps: 800 }, { height: 720, kbps: 2700 }, { height: 1080, kbps: 4100 });

const packaging = (stated: Stated) => {
  const event = mediaEvent({ cdns: [], ladder: LADDER, ...stated });
  return sized(event, [packageModel(event)]);
};

test("three rungs, one encryption, two pipelines: 6 streams of 0.03 vCPU", () => {
  const { number } = packaging({});
  expect(number("package", "outputs")).toBe(6);
  expect(number("package", "vcpu")).toBeCloseTo(0.18, 9);
});

test("a second encryption doubles what goes out, not what comes in", () => {
  const { number } = packaging({ values: { "package.encryptions": 2 } });
  expect(number("package", "outputs")).toBe(12);
  // 7.6 Mbit/s × 2 pipelines × (1 in + 2 out).
  expect(number("package", "networkGbps")).toBeCloseTo(0.0456, 9);
});

test("the live window: 7.6 Mbit/s × 60 s × 2 pipelines = 114 MB", () => {
  const { number } = packaging({ timeShiftSeconds: 7200 });
  expect(number("package", "memoryGib") * 1.073741824).toBeCloseTo(0.114, 9);
});

test("a packager that is the origin keeps all that can be rewound", () => {
  const { number, sizing } = packaging({ timeShiftSeconds: 7200, origin: "packager", channels: 10 });
  expect(number("package", "memoryGib") * 1.073741824).toBeCloseTo(136.8, 9);
  expect(sizing("package").bindingConstraint).toBe("memoryGib");
  expect(sizing("package").findings.map((finding) => finding.id)).toEqual(["package-window-in-memory"]);
});

test("one channel takes the minimum, one pod a zone", () => {
  expect(packaging({}).sizing("package")).toMatchObject({ units: 3, bindingConstraint: "minimum", findings: [] });
});

test.each([
  ["a relay sends pictures as they are", { protocol: "webrtc" }, "package-relayed"],
  ["an external encoder writes segments to storage", { transcodeOn: "external" }, "package-external"],
] as const)("%s: nothing of ours", (_, stated, id) => {
  expect(packaging(stated).sizing("package")).toMatchObject({ units: 0, workload: null, findings: [{ id }] });
});

test("an external encoder in front of our packager leaves packaging to us", () => {
  expect(packaging({ transcodeOn: "external", origin: "packager" }).sizing("package").units).toBe(3);
});
