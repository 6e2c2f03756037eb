import { describe, expect, it } from "vitest";
import { leversOf, withViewers } from "../capacity/levers";
import { planEvent } from "../capacity/plan";
import { parsed, type RawEvent, withValue } from "./support/arbitrary-event";

const launch: RawEvent = {
  name: "launch",
  start: "2027-09-14T10:00[America/Los_Angeles]",
  duration: "1h",
  audience: { peakConcurrentViewers: 100_000 },
  hosts: { app: "launch.example.com", zone: "example.com" },
  delivery: { cdns: [{ provider: "cloudfront", shareRatio: 1 }] },
  account: { quotas: { "L-1216C47A": 50_000 } },
};
const options = { worlds: 50, seed: 1 };
const at = (instant: string) => Date.parse(instant) / 1000;

/** The launch on two CDNs, one of which has agreed on too little for the day the other fails. */
const shortContract = withValue(
  launch,
  ["delivery", "cdns"],
  [
    { provider: "cloudfront", shareRatio: 0.6 },
    { provider: "cloudflare", shareRatio: 0.4, limitGbps: 260, limitRequestsPerSecond: 1_000_000 },
  ],
);

describe("the verdict", () => {
  it("is ready when nothing blocks, with viewers and confidence", () => {
    const { verdict } = planEvent(parsed(launch), options);
    expect(verdict).toMatchObject({ status: "ready", blockers: 0, plannedViewers: 100_000, confidenceRatio: 0.95 });
    expect(verdict.sentence).toContain("ready for 100k viewers with 95 % confidence");
  });

  it("is blocked by a ceiling that an agreed contract has", () => {
    const plan = planEvent(parsed(shortContract), options);
    expect(plan.verdict.status).toBe("blocked");
    expect(plan.verdict.sentence).toContain("260 Gbps");
  });

  it("is infeasible when no machine can carry a pool", () => {
    const plan = planEvent(parsed(withValue(launch, ["cluster", "families"], ["g5"])), options);
    expect(plan.verdict.status).toBe("infeasible");
  });

  it("says that an event is over, only when it is asked at an instant", () => {
    const event = parsed(launch);
    expect(planEvent(event, { ...options, at: at("2027-09-14T18:00:00Z") }).verdict.status).not.toBe("over");
    expect(planEvent(event, { ...options, at: at("2027-09-14T18:00:01Z") }).verdict.status).toBe("over");
    expect(planEvent(event, options).verdict.status).toBe("ready");
  });

  it("names what can't be had in time any more", () => {
    const million = parsed(withValue(launch, ["audience", "peakConcurrentViewers"], 1_000_000));
    const early = planEvent(million, { ...options, at: at("2027-01-01T00:00:00Z") });
    const late = planEvent(million, { ...options, at: at("2027-09-11T00:00:00Z") });
    expect(early.verdict.sentence).not.toContain("can't be had");
    expect(late.verdict.sentence).toContain("can't be had in time any more: Event support");
  });
});

describe("a licence service's ceiling", () => {
  const licensed = withValue(launch, ["features"], { licences: { enabled: true } });
  const ids = (raw: RawEvent) => planEvent(parsed(raw), options).findings.map((finding) => finding.id);
  const limit = ["features", "licences", "limitRequestsPerSecond"];

  it("is unknown until the file states it, then held or exceeded", () => {
    expect(ids(licensed)).toContain("licence-limit-unknown");
    expect(ids(withValue(licensed, limit, 100_000))).not.toContain("licence-limit-unknown");
    expect(ids(withValue(licensed, limit, 100_000))).not.toContain("licence-limit-exceeded");
    expect(ids(withValue(licensed, limit, 10))).toContain("licence-limit-exceeded");
  });
});

describe("a plan", () => {
  it("holds the design world alone without sampled worlds", () => {
    const plan = planEvent(parsed(launch), { worlds: 0, seed: 1 });
    for (const layer of plan.layers)
      for (const resource of layer.resources) expect(resource.required).toBe(resource.design);
    expect(plan.sensitivity).toEqual([]);
  });

  it("plans for the quantile of the audience that the risk leaves", () => {
    const interval = withValue(launch, ["audience", "peakConcurrentViewers"], {
      low: 60_000,
      expected: 80_000,
      high: 100_000,
    });
    // Half of the worlds may be short: the median.
    expect(planEvent(parsed(interval), { ...options, riskRatio: 0.5 }).verdict.plannedViewers).toBe(80_000);
    expect(planEvent(parsed(interval), { ...options, riskRatio: 0.05 }).verdict.plannedViewers).toBeCloseTo(100_000, 6);
  });

  it("lists the widest cost swings first, and only numbers that are uncertain", () => {
    const { sensitivity } = planEvent(parsed(launch), { worlds: 200, seed: 1 });
    expect(sensitivity.length).toBeGreaterThan(5);
    const swings = sensitivity.map((one) => Math.abs(one.usdAtHigh - one.usdAtLow));
    expect(swings).toEqual([...swings].sort((a, b) => b - a));
    for (const one of sensitivity) expect(one.high).toBeGreaterThan(one.low);
  });
});

describe("levers", () => {
  const levers = (raw: RawEvent) =>
    leversOf(parsed(raw), { worlds: 0, seed: 1 }, (set) => {
      let changed = raw;
      for (const one of set) {
        const [path, value] = [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)];
        changed = withValue(
          changed,
          path.split("."),
          value.startsWith("[")
            ? JSON.parse(value)
            : Number.isNaN(Number(value))
              ? value === "false"
                ? false
                : value
              : Number(value),
        );
      }
      return { ok: true, value: parsed(changed), findings: [] };
    });

  it("bring a blocked event back: a capped ladder fits the agreed ceiling", () => {
    const cap = levers(shortContract).find((lever) => lever.id === "cap-ladder");
    expect(cap?.removes).toEqual(["cdn-limit-exceeded (edge:cloudflare)"]);
    expect(cap?.viewersBefore).toBeLessThan(100_000);
    expect(cap?.viewersAfter).toBe(100_000);
    expect(cap?.viewersLose).toContain("rung");
  });

  it("come with the most viewers first", () => {
    const after = levers(shortContract)
      .filter((lever) => lever.id !== "together")
      .map((lever) => lever.viewersAfter);
    expect(after).toEqual([...after].sort((a, b) => b - a));
  });

  it("leave an event without features none to shed", () => {
    const plain = withValue(launch, ["features"], { chat: { enabled: false }, telemetry: { enabled: false } });
    expect(levers(plain).some((lever) => lever.id.startsWith("shed"))).toBe(false);
  });

  it("try the same event with a share of its viewers", () => {
    const half = withViewers(parsed(launch), 0.5);
    expect(half.audience.peakConcurrentViewers.expected).toBe(50_000);
    expect(half.parameters.get("audience.peakConcurrentViewers")?.interval.expected).toBe(50_000);
  });
});
