import { describe, expect, test } from "vitest";
import { pictureUnits } from "../../capacity/layers/picture-units";
import { transcodeModel } from "../../capacity/layers/transcode";
import { ladderOf, mediaEvent, type Stated, sized } from "./media-event";

const heights = (...lines: (number | null)[]) => ladderOf(...lines.map((height) => ({ height, kbps: 1000 })));
const FIVE = heights(1080, 720, 540, 432, 360);

const transcode = (stated: Stated, relativeSpeed = 1) => {
  const event = mediaEvent({ cdns: [], ladder: FIVE, ...stated });
  return sized(event, [transcodeModel(event)], relativeSpeed);
};

describe("pictures of 1080 lines", () => {
  test.each([
    ["one rung of 1080", [1080], 1],
    ["five rungs: 1 + 0.444 + 0.25 + 0.16 + 0.111", [1080, 720, 540, 432, 360], 1.965556],
    ["2160 lines are four", [2160], 4],
    ["an unknown height is not forgotten", [null], 1],
  ])("%s", (_, lines, units) => expect(pictureUnits(lines)).toBe(units));
});

describe("on processors", () => {
  test("five rungs at veryfast: 1.966 ÷ 0.65 × 1.03 = 3.11 vCPU, where 3.1 were measured", () => {
    expect(transcode({}).number("transcode", "vcpu") / 2).toBeCloseTo(3.115, 3);
  });

  test("four rungs: 1.753 ÷ 0.65 × 1.03 = 2.78 vCPU, where a server of four cores struggled", () => {
    const vcpu = transcode({ ladder: heights(1080, 720, 480, 360) }).number("transcode", "vcpu") / 2;
    expect(vcpu).toBeCloseTo(2.778, 3);
    expect(vcpu / 0.8).toBeLessThan(4);
  });

  test("60 pictures a second are twice the work of 30", () => {
    const at = (fps: number) => transcode({ values: { "transcode.framesPerSecond": fps } }).number("transcode", "vcpu");
    expect(at(60)).toBeCloseTo(2 * at(30), 9);
  });

  test("one channel is two pipelines of 3.115 ÷ 0.8 = 3.9, so pods of 4 vCPU, one a zone", () => {
    const sizing = transcode({}).sizing("transcode");
    expect(sizing.workload).toMatchObject({ pool: "transcode", replicas: 3, pod: { vcpu: 4, gpus: 0 } });
    expect(sizing.bindingConstraint).toBe("pipelines");
    expect(sizing.settings).toEqual({ pipelines: 2, podsPerPipeline: 1 });
  });

  test("no pod is filled above 0.8, whatever the machine", () => {
    for (const speed of [0.5, 1, 1.33, 2.555]) {
      for (const channels of [1, 7, 40]) {
        const vcpu = transcode({ channels }, speed)
          .sizing("transcode")
          .resources.find((resource) => resource.resource === "vcpu");
        expect(vcpu?.utilization).toBeLessThanOrEqual(0.8 + 1e-9);
      }
    }
  });

  test("a ladder too heavy for one pod is divided by rungs", () => {
    // 2160 lines at 60: 2 × (4 + 1.966) ÷ 0.65 × 1.03 ÷ 0.8 = 23.6 vCPU on one machine, 47 on one of half its speed.
    const heavy = { ladder: [...heights(2160), ...FIVE], values: { "transcode.framesPerSecond": 60 } };
    expect(transcode(heavy).sizing("transcode").settings).toMatchObject({ podsPerPipeline: 1 });
    const slow = transcode(heavy, 0.5).sizing("transcode");
    expect(slow.settings).toMatchObject({ podsPerPipeline: 2 });
    expect(slow.workload?.pod.vcpu).toBe(24);
    expect(slow.bindingConstraint).toBe("vcpu");
  });

  test("the other presets and cards are candidates with their reason", () => {
    const { candidates } = transcode({ channels: 10 }).sizing("transcode");
    expect(candidates.map((candidate) => [candidate.name, candidate.units, candidate.chosen])).toEqual([
      ["x264 ultrafast, pods of 1 vCPU", 21, false],
      ["x264 veryfast, pods of 4 vCPU", 21, true],
      ["x264 faster, pods of 7 vCPU", 21, false],
      ["x264 fast, pods of 8 vCPU", 21, false],
      ["x264 medium, pods of 10 vCPU", 21, false],
      // 20 pipelines × 1.966 ÷ (5.5 × 1.753) ÷ 0.8 = 5.1 cards.
      ["6 pods of one GPU", 6, false],
    ]);
    expect(candidates.filter((candidate) => !candidate.chosen).every((candidate) => candidate.rejected)).toBe(true);
  });
});

describe("on cards", () => {
  test("11 channels of the measured ladder are 22 pipelines ÷ 5.5 = 4 cards, ÷ 0.8 = 5, in three zones 6", () => {
    const { number, sizing } = transcode({
      transcodeOn: "gpu",
      channels: 11,
      ladder: heights(1080, 720, 480, 360),
    });
    expect(number("transcode", "cards")).toBeCloseTo(4, 9);
    expect(sizing("transcode")).toMatchObject({
      units: 6,
      bindingConstraint: "cards",
      workload: { pod: { gpus: 1, vcpu: 4 } },
    });
  });

  test("one channel still stands on two cards", () => {
    const sizing = transcode({ transcodeOn: "gpu", zones: 1 }).sizing("transcode");
    expect(sizing.units).toBe(2);
    expect(sizing.bindingConstraint).toBe("pipelines");
  });
});

test("somebody else's transcoding is nothing of ours, and the report says so", () => {
  const sizing = transcode({ transcodeOn: "external" }).sizing("transcode");
  expect(sizing).toMatchObject({
    units: 0,
    workload: null,
    findings: [{ id: "transcode-external", severity: "note" }],
  });
});
