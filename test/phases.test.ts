import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { area, arrivedRatio } from "../capacity/curve";
import type { Event } from "../capacity/event/event";
import { epochSecondsOf, momentOf } from "../capacity/moment";
import { MOST_OCCURRENCES, occurrencesOf } from "../capacity/occurrences";
import { planTimeline, type Timeline } from "../capacity/phases";
import { type Pace, raiseSteps, scaleOutSeconds } from "../capacity/scale-out";
import { sampleEvent } from "./support/sample-event";

const PACE: Pace = {
  nodesPerMinute: 50,
  stepNodesMinimum: 100,
  stepNodesMaximum: 300,
  stepRatio: 0.1,
  stepPauseSeconds: 300,
  nodeReadySeconds: 120,
  launchBurstNodes: 1000,
  launchNodesPerMinute: 120,
};

const at = (local: string, zone: string, utc: string): Event["start"] => ({
  local,
  zone,
  epochSeconds: Date.parse(utc) / 1000,
});

const timeline = (nodes: number, event = sampleEvent(), index = 0): Timeline =>
  planTimeline({
    event,
    occurrence: { index, epochSeconds: event.start.epochSeconds, zone: event.start.zone },
    viewers: 100_000,
    nodes,
  });

describe("momentOf", () => {
  it("writes an instant in UTC and in the zone, without fractions", () => {
    expect(momentOf(Date.UTC(2027, 0, 31) / 1000, "Asia/Shanghai")).toEqual({
      utc: "2027-01-31T00:00:00Z",
      local: "2027-01-31T08:00:00+08:00[Asia/Shanghai]",
    });
  });

  it("is undone by epochSecondsOf", () => {
    expect(epochSecondsOf(momentOf(1_800_000_000, "Europe/Berlin"))).toBe(1_800_000_000);
  });
});

describe("occurrences", () => {
  it("keep eight o'clock in Berlin across the change to summer time", () => {
    const event = sampleEvent({
      start: at("2027-03-26T08:00:00", "Europe/Berlin", "2027-03-26T07:00:00Z"),
      repeats: { every: "day", until: "2027-03-29" },
    });
    expect(occurrencesOf(event).list.map(({ epochSeconds, zone }) => momentOf(epochSeconds, zone))).toEqual([
      { utc: "2027-03-26T07:00:00Z", local: "2027-03-26T08:00:00+01:00[Europe/Berlin]" },
      { utc: "2027-03-27T07:00:00Z", local: "2027-03-27T08:00:00+01:00[Europe/Berlin]" },
      { utc: "2027-03-28T06:00:00Z", local: "2027-03-28T08:00:00+02:00[Europe/Berlin]" },
      { utc: "2027-03-29T06:00:00Z", local: "2027-03-29T08:00:00+02:00[Europe/Berlin]" },
    ]);
  });

  it("on weekdays in New York skip the weekend and the change back to winter time", () => {
    const event = sampleEvent({
      start: at("2027-11-04T20:30:00", "America/New_York", "2027-11-05T00:30:00Z"),
      repeats: { every: "weekday", until: "2027-11-09" },
    });
    expect(occurrencesOf(event).list.map(({ epochSeconds, zone }) => momentOf(epochSeconds, zone).local)).toEqual([
      "2027-11-04T20:30:00-04:00[America/New_York]",
      "2027-11-05T20:30:00-04:00[America/New_York]",
      "2027-11-08T20:30:00-05:00[America/New_York]",
      "2027-11-09T20:30:00-05:00[America/New_York]",
    ]);
  });

  it("take the stated start also on a weekend", () => {
    // 2027-01-31 is a Sunday.
    const event = sampleEvent({ repeats: { every: "weekday", until: "2027-02-02" } });
    expect(occurrencesOf(event).list.map(({ epochSeconds }) => momentOf(epochSeconds, "UTC").utc.slice(0, 10))).toEqual(
      ["2027-01-31", "2027-02-01", "2027-02-02"],
    );
  });

  it("say which day's local time a clock change skips, and which it doubles", () => {
    const gap = sampleEvent({
      start: at("2027-03-27T02:30:00", "Europe/Berlin", "2027-03-27T01:30:00Z"),
      repeats: { every: "day", until: "2027-03-28" },
    });
    expect(occurrencesOf(gap).list[1]?.epochSeconds).toBe(Date.parse("2027-03-28T01:30:00Z") / 1000);
    expect(occurrencesOf(gap).findings.map((finding) => finding.id)).toEqual(["start-skipped-by-clock-change"]);
    const twice = sampleEvent({
      start: at("2027-10-30T02:30:00", "Europe/Berlin", "2027-10-30T00:30:00Z"),
      repeats: { every: "day", until: "2027-10-31" },
    });
    expect(occurrencesOf(twice).list[1]?.epochSeconds).toBe(Date.parse("2027-10-31T00:30:00Z") / 1000);
    expect(occurrencesOf(twice).findings.map((finding) => finding.id)).toEqual(["start-doubled-by-clock-change"]);
  });

  it("end at the horizon with a finding instead of running for ever", () => {
    const event = sampleEvent({ repeats: { every: "day", until: "9999-12-31" } });
    const { list, findings } = occurrencesOf(event);
    expect(list).toHaveLength(MOST_OCCURRENCES);
    expect(findings.map((finding) => finding.id)).toEqual(["repeats-beyond-horizon"]);
  });

  it("are one without repeats", () => expect(occurrencesOf(sampleEvent()).list).toHaveLength(1));
});

describe("raiseSteps", () => {
  it("raises by a hundred at fifty a minute, with five minutes between", () => {
    expect(raiseSteps(250, PACE)).toEqual([
      { askSeconds: 0, servingSeconds: 240, nodes: 100 },
      { askSeconds: 420, servingSeconds: 660, nodes: 200 },
      { askSeconds: 840, servingSeconds: 1020, nodes: 250 },
    ]);
    expect(scaleOutSeconds(250, PACE)).toBe(1020);
  });

  it("raises by a tenth above a thousand and by 300 at most", () => {
    const sizes = raiseSteps(5000, PACE).map((step, i, all) => step.nodes - (all[i - 1]?.nodes ?? 0));
    expect(sizes.slice(0, 12)).toEqual([...Array(10).fill(100), 100, 110]);
    expect(Math.max(...sizes)).toBe(300);
  });

  it("never launches more than the account's burst and refill allow", () => {
    const eager = { ...PACE, nodesPerMinute: 100_000, stepPauseSeconds: 0, stepNodesMinimum: 300, nodeReadySeconds: 0 };
    for (const step of raiseSteps(3000, eager)) {
      expect(step.nodes).toBeLessThanOrEqual(1000 + (120 * step.servingSeconds) / 60 + 1e-6);
    }
    // 1000 at once, the other 2000 at 120 a minute
    expect(scaleOutSeconds(3000, eager)).toBeCloseTo((2000 / 120) * 60, 6);
  });

  it("grows, reaches the size and takes longer for more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (nodes) => {
        const steps = raiseSteps(nodes, PACE);
        expect(steps.at(-1)?.nodes).toBe(nodes);
        expect(scaleOutSeconds(nodes + 1, PACE)).toBeGreaterThanOrEqual(scaleOutSeconds(nodes, PACE));
      }),
      { numRuns: 50 },
    );
  });

  it("has nothing to do for no machines", () => expect(scaleOutSeconds(0, PACE)).toBe(0));
});

describe("curves", () => {
  it("are steepest in the middle of the ramp by the given factor", () => {
    for (const steepness of [1, 1.5, 2]) {
      const slope = (arrivedRatio(0.5 + 1e-6, steepness) - arrivedRatio(0.5 - 1e-6, steepness)) / 2e-6;
      expect(slope).toBeCloseTo(steepness, 5);
    }
  });

  it("have the area of their trapezoids", () => {
    expect(
      area(
        [
          [0, 0],
          [10, 100],
          [20, 100],
        ],
        5,
        20,
      ),
    ).toBe(375 + 1000);
  });
});

describe("planTimeline", () => {
  it("follows the phases in order and without gaps", () => {
    const { phases } = timeline(250);
    expect(phases.map((phase) => phase.phase)).toEqual([
      "rehearsal",
      "preScale",
      "doors",
      "ramp",
      "peak",
      "drain",
      "teardown",
    ]);
    for (let i = 2; i < phases.length; i++) expect(phases[i]?.from).toEqual(phases[i - 1]?.to);
  });

  it("starts to scale so early that the slow end still leaves an hour before doors", () => {
    const { phases, raises } = timeline(250);
    // 20 nodes a minute, steps of 100, 5 min pauses: 300 + 300 + 300 + 300 + 150, 300 to serve = 1650 s
    // + warm-up 1800 + last raise 3600 + margin 1800 = 8850 s before 07:45, to the minute: 05:17
    expect(phases[1]).toMatchObject({ phase: "preScale", from: { utc: "2027-01-30T21:17:00Z" } });
    expect(phases[2]?.from.local).toBe("2027-01-31T07:45:00+08:00[Asia/Shanghai]");
    expect(raises.map((raise) => [raise.at.utc, raise.nodes])).toEqual([
      ["2027-01-30T21:17:00Z", 100],
      ["2027-01-30T21:27:00Z", 200],
      ["2027-01-30T21:37:00Z", 250],
    ]);
  });

  it("has all nodes in service an hour before doors and until the drain ends", () => {
    const { curve } = timeline(250);
    const during = curve.filter((point) => point.utc >= "2027-01-30T22:45:00Z" && point.utc <= "2027-01-31T01:30:00Z");
    expect(during.length).toBeGreaterThan(10);
    for (const point of during) {
      expect(point.nodes).toBe(250);
      expect(point.capacityViewers).toBe(100_000);
      expect(point.viewers).toBeLessThanOrEqual(point.capacityViewers);
    }
    expect(curve.at(-1)).toMatchObject({ viewers: 0, nodes: 0 });
  });

  it("rehearses the first occurrence only, the day before at the event's hour", () => {
    const first = timeline(250).phases[0];
    expect(first).toMatchObject({
      phase: "rehearsal",
      nodes: 25,
      viewers: 0,
      from: { local: "2027-01-30T08:00:00+08:00[Asia/Shanghai]" },
    });
    expect(timeline(250, sampleEvent(), 1).phases[0]?.phase).toBe("preScale");
  });

  it("rehearses earlier where a long scale-out would overlap", () => {
    const { phases } = timeline(30_000);
    expect((phases[0]?.to.utc ?? "") < (phases[1]?.from.utc ?? "")).toBe(true);
  });

  it("keeps the doors' local time on the day the clock changes", () => {
    const event = sampleEvent({ start: at("2027-03-28T08:00:00", "Europe/Berlin", "2027-03-28T06:00:00Z") });
    const doors = timeline(250, event).phases.find((phase) => phase.phase === "doors");
    expect(doors?.from.local).toBe("2027-03-28T07:45:00+02:00[Europe/Berlin]");
    expect(timeline(250, event).phases[0]?.from.local).toBe("2027-03-27T08:00:00+01:00[Europe/Berlin]");
  });

  it("counts the hours that viewers watch and nodes stand", () => {
    const { spans } = timeline(250);
    const span = (phase: string) => spans.find((candidate) => candidate.phase === phase);
    // peak: 45 minutes of 100,000 viewers; 250 nodes for as long
    expect(span("peak")).toMatchObject({ viewerHours: 75_000, nodeHours: 187.5 });
    // an S-curve is symmetric: half way between 10 % and all over 15 minutes
    expect(span("ramp")?.viewerHours).toBeCloseTo(0.55 * 100_000 * 0.25, 6);
    // teardown: a straight line to nothing over an hour
    expect(span("teardown")?.nodeHours).toBeCloseTo(125, 9);
  });

  it("says how much of what is owned is needed", () => {
    const { nodeHours, reactiveBufferViewers } = timeline(250);
    expect(nodeHours.usedRatio).toBeCloseTo(nodeHours.needed / nodeHours.owned, 12);
    expect(nodeHours.usedRatio ?? 1).toBeLessThan(0.5);
    // 100,000 ÷ 900 s × 1.5 × 480 s
    expect(reactiveBufferViewers).toBeCloseTo(80_000, 6);
  });

  it("stays finite for an event without machines and one shorter than its ramp", () => {
    const short = sampleEvent({ durationSeconds: 60 });
    for (const result of [timeline(0), timeline(250, short)]) {
      for (const span of result.spans) {
        expect(span.toSeconds).toBeGreaterThanOrEqual(span.fromSeconds);
        expect(Number.isFinite(span.viewerHours) && Number.isFinite(span.nodeHours)).toBe(true);
      }
    }
    expect(timeline(0).nodeHours.usedRatio).toBeNull();
  });
});
