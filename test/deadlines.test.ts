import { describe, expect, it } from "vitest";
import { type DeadlineInput, deadlinesOf, deployHours } from "../capacity/deadlines";
import { leadHours } from "../capacity/lead-time";
import { planTimeline } from "../capacity/phases";
import { startOf } from "../capacity/quota-need";
import { sampleEvent } from "./support/sample-event";

const HOUR = 3600;
const event = sampleEvent();
const { spans } = planTimeline({
  event,
  occurrence: { index: 0, epochSeconds: event.start.epochSeconds, zone: event.start.zone },
  viewers: 1_000_000,
  nodes: 1000,
});

const input = (changes: Partial<DeadlineInput> = {}): DeadlineInput => ({
  event,
  spans,
  atSeconds: null,
  nodes: 1000,
  viewers: 1_000_000,
  reservedAlbLcu: 700,
  reservedNlbLcu: 100,
  serverlessCaches: 1,
  hosts: 5,
  cloudflareContract: "waiting room",
  deploy: { alarms: 90, dnsRecords: 10, webAclWrites: 8, distributions: 4 },
  ...changes,
});

const ofThing = (id: string, changes: Partial<DeadlineInput> = {}) =>
  deadlinesOf(input(changes)).deadlines.find((deadline) => deadline.id === id);

describe("leadHours", () => {
  it("fills the holes of the sources with working values and says so", () => {
    expect(leadHours("aws.quotaIncrease")).toMatchObject({ low: 24, expected: 48, high: 72, assumed: true });
  });

  it("takes the one known number for all three where nothing else is known", () => {
    expect(leadHours("aws.cloudFrontDistribution")).toMatchObject({
      low: 0.25,
      expected: 0.25,
      high: 0.25,
      assumed: false,
    });
  });
});

describe("deadlines", () => {
  it("list everything that takes time, earliest to ask first", () => {
    const { deadlines } = deadlinesOf(input());
    expect(deadlines.map((deadline) => deadline.id)).toEqual([
      "vendor-event-support",
      "cloudflare-contract",
      "capacity-reservation",
      "dns",
      "certificates",
      "cloudfront-distributions",
      "alb-capacity",
      "nlb-capacity",
      "deploy",
      "cache-pre-scale",
    ]);
    expect(deadlines.every((deadline) => deadline.source !== "" && deadline.status === "ok")).toBe(true);
  });

  it("count back from the phase by the slow end", () => {
    const deadline = ofThing("alb-capacity");
    expect(deadline?.neededBy.local).toBe("2027-01-31T07:45:00+08:00[Asia/Shanghai]");
    expect(deadline?.latestAsk?.local).toBe("2027-01-31T03:45:00+08:00[Asia/Shanghai]");
  });

  it.each([
    ["at the slow end", 4, "ok"],
    ["between usual and slow", 2, "tight"],
    ["at the usual end", 1, "tight"],
    ["after it", 0.99, "late"],
  ])("are judged by the instant given: %s", (_, hoursBefore, status) => {
    const atSeconds = startOf("doors", spans) - hoursBefore * HOUR;
    expect(ofThing("alb-capacity", { atSeconds })?.status).toBe(status);
  });

  it("block the event when something it needs is late, and only note an offer that lapsed", () => {
    const { findings } = deadlinesOf(input({ atSeconds: startOf("rehearsal", spans) - 24 * HOUR }));
    const severity = (id: string) => findings.find((finding) => finding.where === `deadlines.${id}`)?.severity;
    expect(severity("cloudflare-contract")).toBe("blocker");
    expect(severity("capacity-reservation")).toBe("note");
    expect(severity("vendor-event-support")).toBe("note");
    expect(severity("dns")).toBe("warning");
    expect(severity("alb-capacity")).toBeUndefined();
  });

  it("take a reservation ahead of its time to be possible until five days before", () => {
    const preScale = startOf("preScale", spans);
    expect(ofThing("capacity-reservation", { atSeconds: preScale - 120 * HOUR })?.status).toBe("ok");
    expect(ofThing("capacity-reservation", { atSeconds: preScale - 120 * HOUR + 1 })?.status).toBe("late");
  });

  it("leave out what the plan doesn't use", () => {
    const { deadlines } = deadlinesOf(
      input({
        nodes: 10,
        viewers: 1000,
        reservedAlbLcu: 0,
        reservedNlbLcu: 0,
        serverlessCaches: 0,
        hosts: 0,
        cloudflareContract: null,
        deploy: { alarms: 0, dnsRecords: 0, webAclWrites: 0, distributions: 0 },
      }),
    );
    expect(deadlines.map((deadline) => deadline.id)).toEqual(["deploy"]);
  });
});

describe("deployHours", () => {
  it("adds up what providers take at a rate", () => {
    // 5400 alarms at 3/s = 1800 s; 9000 changes at 5/s = 1800 s; 1800 writes at 1/s
    const hours = deployHours({ alarms: 5400, dnsRecords: 9000, webAclWrites: 1800, distributions: 0 }, event);
    expect(hours).toBeCloseTo(1.5, 12);
  });

  it("is at least the quarter of an hour of a distribution", () => {
    expect(deployHours({ alarms: 3, dnsRecords: 0, webAclWrites: 0, distributions: 1 }, event)).toBe(0.25);
  });

  it("follows an applied rate", () => {
    const faster = sampleEvent({ account: { quotas: { "L-0720E68F": 30 }, cloudflarePlan: null } });
    expect(deployHours({ alarms: 5400, dnsRecords: 0, webAclWrites: 0, distributions: 0 }, faster)).toBeCloseTo(
      0.05,
      12,
    );
  });
});
