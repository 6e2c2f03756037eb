import { expect, test } from "vitest";
import { toFact } from "../../capacity/catalog/fact";
import { ASSUMED_LEAD_TIMES, assumedLeadTime, LEAD_TIMES, leadTime } from "../../capacity/catalog/lead-times";
import { quotaByCode } from "../../capacity/catalog/quotas";

test("a quota increase usually takes one to three days", () => {
  expect(leadTime("aws.quotaIncrease")).toMatchObject({ lowHours: 24, highHours: 72, basis: "third-party" });
});

test("a future-dated reservation is asked for 5 to 120 days ahead", () => {
  expect(leadTime("aws.futureDatedCapacityReservation")).toMatchObject({ lowHours: 120, highHours: 2880 });
});

test("the managed event programme starts four to eight weeks ahead", () => {
  expect(leadTime("aws.countdown")).toMatchObject({ lowHours: 672, highHours: 1344 });
});

test("what no source says is unknown in the table of sources, and has its assumption in the other", () => {
  for (const key of ["certificate", "dns", "cloudflare.contract", "aws.cloudFrontQuotaIncrease"] as const) {
    expect(toFact(leadTime(key)), key).toMatchObject({ low: null, expected: null, high: null, unit: "hours" });
    expect(assumedLeadTime(key), key).toMatchObject({ basis: "assumption" });
  }
});

test("nothing in the table of sources is an assumption, everything in the other is", () => {
  const bases: readonly string[] = LEAD_TIMES.map((row) => row.basis);
  expect(bases).not.toContain("assumption");
  expect(ASSUMED_LEAD_TIMES.every((row) => row.basis === "assumption" && row.expectedHours > 0)).toBe(true);
});

test("every row has an expected time, from a source or assumed, or a range to stay inside", () => {
  for (const row of LEAD_TIMES) {
    const assumed = assumedLeadTime(row.key);
    const known = [row.expectedHours, row.lowHours, assumed?.expectedHours].some((hours) => hours != null);
    expect(known, row.key).toBe(true);
  }
});

test("an assumption stays inside the range that sources give", () => {
  for (const assumed of ASSUMED_LEAD_TIMES) {
    const sourced = leadTime(assumed.key);
    if (sourced.lowHours !== null) expect(assumed.lowHours, assumed.key).toBeGreaterThanOrEqual(sourced.lowHours);
    if (sourced.highHours !== null) expect(assumed.highHours, assumed.key).toBeLessThanOrEqual(sourced.highHours);
  }
});

test("the CloudFront defaults named here are those of the quota rows", () => {
  const { thing } = leadTime("aws.cloudFrontQuotaIncrease");
  expect(thing).toContain(`${quotaByCode("L-0F1E9017")?.defaultValue} Gbps`);
  expect(thing).toContain(`${quotaByCode("L-A2C80159")?.defaultValue?.toLocaleString("en-US")} requests/s`);
});
