import { describe, expect, test } from "vitest";
import { licence } from "../../capacity/layers/licence";
import { mediaEvent, type Stated, sized } from "./media-event";

// 1,000,000 viewers in 1,000 s without churn: 1,000 joins/s; renewed once an hour: 278/s.
const JOINS = { "audience.rampSeconds": 1000, "audience.rampSteepness": 1, "audience.rejoinShareRatio": 0 };

const licences = (stated: Stated & { limit?: number } = {}) => {
  const { limit, ...rest } = stated;
  const event = mediaEvent({
    cdns: [],
    ...rest,
    values: { ...JOINS, ...rest.values },
    ...(limit === undefined ? {} : { extra: { "licence.limitRequestsPerSecond": limit } }),
  });
  return sized(event, [licence]);
};

const ids = (stated: Stated & { limit?: number }) =>
  licences(stated)
    .sizing("licence")
    .findings.map((finding) => `${finding.severity} ${finding.id}`);

test("1,000 joins/s and an hour's renewals: 1,000 + 1,000,000 ÷ 3,600 = 1,278/s", () => {
  expect(licences().number("licence", "licencesPerSecond")).toBeCloseTo(1277.8, 1);
});

test("a rejoin storm counts where it is steeper than the ramp: 1,000,000 × 0.3 ÷ 60 = 5,000/s", () => {
  const values = { "audience.rejoinShareRatio": 0.3, "audience.rejoinSeconds": 60 };
  expect(licences({ values }).number("licence", "joinLicencesPerSecond")).toBe(5000);
});

test("asked for is the need over 0.8, rounded up", () => {
  const sizing = licences().sizing("licence");
  expect(sizing.units).toBe(Math.ceil(1277.78 / 0.8));
  expect(sizing.settings).toEqual({ licencesPerSecond: sizing.units });
});

describe("the service's limit", () => {
  test("unknown is a finding with the number to ask for, never enough", () => {
    const sizing = licences().sizing("licence");
    expect(sizing.findings).toMatchObject([
      {
        severity: "warning",
        id: "licence-limit-unknown",
        found: "features.licences.limitRequestsPerSecond unknown",
        expected: "1,600 requests/s, for 1,280 when viewers arrive or come back at once",
      },
    ]);
    expect(sizing.resources[0]?.utilization).toBeNull();
  });

  test.each([
    [1277, "blocker licence-limit-exceeded"],
    [1278, "warning licence-limit-exceeded"],
    [1597, "warning licence-limit-exceeded"],
  ])("%i requests/s: %s", (limit, finding) => expect(ids({ limit })).toEqual([finding]));

  test("1,598 requests/s are enough", () => expect(ids({ limit: 1598 })).toEqual([]));

  test("nobody to license needs no limit", () => expect(ids({ viewers: 0 })).toEqual([]));
});
