import { describe, expect, test } from "vitest";
import { admissionAssumptions } from "../../capacity/catalog/assumptions/admission";
import { admission } from "../../capacity/layers/admission";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  feature,
  findingIds,
  type Stated,
  sized,
} from "./app-event";

const HOSTS = { app: "live.example.com", zone: "example.com", media: {} };
/** A certain ramp of ten minutes at twice its mean: five steep minutes. */
const RAMP = { "audience.rampSeconds": 600, "audience.rampSteepness": 2, "audience.meanWatchRatio": 0.5 };

function one(stated: Stated = {}) {
  const { number, sizing } = sized({ hosts: HOSTS, ...stated, values: { ...RAMP, ...stated.values } }, [admission]);
  return { number: (name: string) => number("admission", name), sizing: sizing("admission") };
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(admission.equations);
  expectSoundRows(admissionAssumptions);
});

describe("who is in the room", () => {
  test("viewers, and those who left within the session: 100,000 × (1 + 300 s ÷ 1,800 s)", () => {
    const { number, sizing } = one({ viewers: 100_000 });
    expect(number("activeUsers")).toBeCloseTo(116_667, 0);
    expect(sizing.settings.totalActiveUsers).toBe(116_667);
  });

  test("the door lets in what sign-in is sized for: 20,000 a minute and the churn of 3,333, and nobody waits", () => {
    const { sizing } = one({ viewers: 100_000 });
    expect(sizing.settings.newUsersPerMinute).toBe(23_334);
    expect(sizing.settings.longestWaitSeconds).toBe(0);
  });

  test("200 is the least that a room takes", () => {
    const { sizing } = one({ viewers: 1 });
    expect(sizing.settings).toMatchObject({ totalActiveUsers: 200, newUsersPerMinute: 200 });
  });

  test("more than the provider's largest number is a blocker", () => {
    expect(findingIds(one({ viewers: 3e9 }).sizing)).toContain("blocker waiting-room-too-small");
  });
});

describe("waiting", () => {
  test("a door of half the arrivals makes the last of five steep minutes wait five minutes", () => {
    const { sizing } = one({ viewers: 100_000, values: { "admission.admittedRatio": 0.5 } });
    // (23,333 − 11,667) × 5 min ÷ 11,667 a minute.
    expect(sizing.settings.longestWaitSeconds).toBe(300);
    expect(findingIds(sizing)).toEqual(["warning waiting-room-wait"]);
  });

  test("a wait that is accepted is no finding", () => {
    const values = { "admission.admittedRatio": 0.5, "admission.acceptedWaitSeconds": 300 };
    expect(findingIds(one({ viewers: 100_000, values }).sizing)).toEqual([]);
  });

  test("a longer session counts more of those who left", () => {
    const at = (minutes: number) => one({ viewers: 100_000, values: { "admission.sessionMinutes": minutes } }).sizing;
    expect(at(30).settings.totalActiveUsers).toBe(200_000);
    expect(at(31).settings.sessionDurationMinutes).toBe(30);
  });
});

describe("heartbeat", () => {
  test("two must fit into the session of five minutes: 150 s", () => {
    const at = (seconds: number) => findingIds(one({ values: { "api.heartbeatSeconds": seconds } }).sizing);
    expect(at(150)).toEqual([]);
    expect(at(151)).toEqual(["blocker waiting-room-heartbeat"]);
  });

  test("without the API there is none", () => {
    const features = [feature("api", { kind: "api", enabled: false })];
    const [finding] = one({ features }).sizing.findings;
    expect(finding).toMatchObject({ id: "waiting-room-heartbeat", where: "features.api" });
  });
});

test("without an app host no room can be built, and that is said", () => {
  const hosts = { app: null, zone: null, media: {} };
  expect(findingIds(one({ hosts }).sizing)).toEqual(["note waiting-room-host"]);
});

test("any requirement is answered", () => {
  const { sizeFor } = sized({ hosts: HOSTS }, [admission]);
  expectSoundFor((amounts) => sizeFor("admission", amounts), admission.requires);
});
