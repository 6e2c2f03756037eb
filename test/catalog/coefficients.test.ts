import { expect, test } from "vitest";
import {
  coefficient,
  coefficients,
  coefficientTable,
  LADDER_PRESET_NAMES,
  ladderPreset,
} from "../../capacity/catalog/coefficients";
import { MissingRowError } from "../../capacity/catalog/table";

test("by key, with its range and its parents", () => {
  expect(coefficient("chat.connectionsPerNode.plan")).toMatchObject({
    low: 50_000,
    expected: 50_000,
    high: 100_000,
    unit: "connections/node",
    basis: "vendor",
    source: "https://centrifugal.dev/docs/faq",
    asOf: "2026-11-25",
    dated: "retrieved",
  });
});

test("an open range stays open", () => {
  expect(coefficient("chat.connectionsPerNode.plan").note).toBeNull();
  expect(coefficient("ingest.bitrate.youtube-av1-hevc.2160p60")).toMatchObject({
    low: 10_000,
    expected: null,
    high: 40_000,
  });
});

test("a row that is a law keeps its text", () => {
  expect(coefficient("waitingRoom.steadyState")).toMatchObject({
    expected: null,
    formula: "admitPerMinute*meanSessionMinutes",
  });
});

test("every row says something: a number, a range, a law or a table", () => {
  const silent = coefficients().filter(
    ({ low, expected, high, formula, key }) =>
      low === null && expected === null && high === null && formula === null && coefficientTable(key).length === 0,
  );
  expect(silent).toEqual([]);
});

test("a missing key throws: keys are written in code", () => {
  expect(() => coefficient("chat.connectionsPerNode.plna")).toThrow(MissingRowError);
  expect(() => coefficientTable("chat.connectionsPerNode.plan")).toThrow(MissingRowError);
});

test("a table", () => {
  expect(coefficientTable("chat.reconnectBackoff").map((row) => row.value)).toEqual([1, 2, 4, 8, 16]);
});

test("the vendor's six rungs", () => {
  const ladder = ladderPreset("aws-live-streaming-1080p");
  expect(ladder?.rungs.map((rung) => rung.videoKbps)).toEqual([400, 800, 1200, 1800, 2700, 4100]);
  expect(ladder?.rungs.at(-1)).toEqual({ widthPixels: 1920, heightPixels: 1080, videoKbps: 4100, framesPerSecond: 30 });
  expect(ladder?.basis).toBe("vendor");
});

test("a meeting's ladder is the vendor's without the rungs above 720p, and says that this is assumed", () => {
  expect(ladderPreset("meeting-720p")).toMatchObject({ basis: "assumption" });
  expect(ladderPreset("meeting-720p")?.rungs.map((rung) => rung.heightPixels)).toEqual([288, 360, 432, 540, 720]);
});

test("a frame rate that follows the source stays unknown", () => {
  expect(ladderPreset("apple-hls-avc")?.rungs.at(-1)?.framesPerSecond).toBeNull();
});

test("a name that is no ladder is undefined", () => {
  expect(ladderPreset("8k")).toBeUndefined();
  expect(ladderPreset("constructor")).toBeUndefined();
});

test.each(LADDER_PRESET_NAMES)("%s climbs", (name) => {
  const rates = ladderPreset(name)?.rungs.map((rung) => rung.videoKbps) ?? [];
  expect(rates.length).toBeGreaterThan(3);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
});
