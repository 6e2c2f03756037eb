import { describe, expect, test } from "vitest";
import { firewallAssumptions } from "../../capacity/catalog/assumptions/firewall";
import { api } from "../../capacity/layers/api";
import { firewall, rateWindowsSeconds } from "../../capacity/layers/firewall";
import { expectSoundFor, expectSoundRows, expectTextsToMatchCode, findingIds, type Stated, sized } from "./app-event";

function sizeFor(amounts: Readonly<Record<string, number>>, stated: Stated = {}) {
  return sized(stated, [firewall]).sizeFor("firewall", amounts);
}

/** One viewer: 20 requests on joining, 0.05 a second after that. */
const OFFICE = {
  "firewall.requestsPerJoin": 20,
  "firewall.marginRatio": 2,
  "audience.viewersBehindOneAddress": 400,
};
/** 10,000 viewers. */
const RATE = { requestsPerSecond: 500 };

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(firewall.equations);
  expectSoundRows(firewallAssumptions);
});

describe("requests on the app host", () => {
  test("what the layers before send is inspected, media is not", () => {
    const { number, chain } = sized({ viewers: 1e6 }, [api, firewall]);
    expect(number("firewall", "requestsPerSecond")).toBe(chain.flows.appRequestsPerSecond);
  });

  test("nobody watching is no division by zero: 300 × 30 requests × 2 on joining", () => {
    expect(sized({ viewers: 0 }, [api, firewall]).sizing("firewall").settings.perAddressLimit).toBe(18_000);
  });

  test("100,000 requests/s are one web ACL, one more is a finding; an applied quota counts", () => {
    expect(sizeFor({ requestsPerSecond: 100_000 }).units).toBe(1);
    const over = sizeFor({ requestsPerSecond: 100_001 });
    expect(over.units).toBe(2);
    expect(over.bindingConstraint).toBe("quota");
    expect(findingIds(over)).toContain("warning firewall-requests");
    const account = { quotas: { "L-A85235F6": 200_000 }, cloudflarePlan: null };
    expect(sizeFor({ requestsPerSecond: 100_001 }, { account }).units).toBe(1);
  });
});

describe("limit for one address", () => {
  test("400 viewers × (20 + 0.05 × 300) requests × 2 = 28,000 in five minutes", () => {
    const sizing = sizeFor(RATE, { values: OFFICE });
    expect(sizing.settings).toMatchObject({
      perAddressLimit: 28_000,
      windowSeconds: 300,
      viewersBehindOneAddress: 400,
    });
  });

  test("every window on offer is weighed", () => {
    expect(rateWindowsSeconds()).toEqual([60, 120, 300, 600]);
    const { candidates } = sizeFor(RATE, { values: OFFICE });
    expect(candidates.map((one) => one.name)).toEqual([
      "18,400 requests in 60 s from one address",
      "20,800 requests in 120 s from one address",
      "28,000 requests in 300 s from one address",
      "40,000 requests in 600 s from one address",
    ]);
    expect(candidates[0]?.rejected).toContain("18,400 requests a minute instead of 5,600");
  });

  test("a stated limit of 2,000 lets 57 of 400 join, blocks 343, and stops the plan", () => {
    // 35 requests each in five minutes.
    const values = { ...OFFICE, "firewall.requestsPerAddress": 2000 };
    const sizing = sizeFor(RATE, { values });
    const finding = sizing.findings.find((one) => one.id === "rate-limit-blocks-office");
    expect(finding?.severity).toBe("blocker");
    expect(finding?.found).toContain("lets 57 viewers behind one address join, and blocks 343 of 400");
    expect(finding?.fix).toContain("28000");
  });

  test("a limit that is only what people copy is a note", () => {
    expect(findingIds(sizeFor(RATE, { values: OFFICE }))).toContain("note rate-limit-blocks-office");
  });

  test("a limit that lets the office in says nothing: 14,000 ÷ 35 = 400", () => {
    const at = (limit: number) =>
      findingIds(sizeFor(RATE, { values: { ...OFFICE, "firewall.requestsPerAddress": limit } }));
    expect(at(14_000)).not.toContain("blocker rate-limit-blocks-office");
    expect(at(13_999)).toContain("blocker rate-limit-blocks-office");
  });

  test("a rule takes 10 requests at least and 2 billion at most", () => {
    const nobody = { "firewall.requestsPerJoin": 0, "audience.viewersBehindOneAddress": 1 };
    expect(sizeFor({}, { values: nobody }).settings.perAddressLimit).toBe(10);
    expect(sizeFor({ requestsPerSecond: 1e13 }, { values: OFFICE }).settings.perAddressLimit).toBe(2e9);
  });
});

test("inspecting media would cost: 500,000 requests/s × 3,600 × 0.60 USD a million = 1,080 USD an hour", () => {
  const values = {
    "stream.segmentSeconds": 4,
    "stream.playlistReloadsPerSegment": 1,
    "stream.startupRequestsPerJoin": 0,
  };
  const note = sizeFor({}, { viewers: 1e6, values }).findings.find((one) => one.id === "media-not-inspected");
  expect(note?.found).toContain("500,000 requests/s");
  expect(note?.found).toContain("1,080 USD/h");
});

test("any requirement is answered", () => {
  const { sizeFor: answer } = sized({}, [firewall]);
  expectSoundFor((amounts) => answer("firewall", amounts), firewall.requires);
});
