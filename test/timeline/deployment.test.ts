import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armedDeployment, armedTimeline, type Sizes, sizesAt, type Timer } from "../../capacity/timeline";
import { anyArmed, armed, utc } from "./armed";

const shown = ({ atUtc, action, targets }: Timer) => `${atUtc.slice(5, 16)} ${action} ${JSON.stringify(targets)}`;
const deployed = (by: string, input = armed()) => armedDeployment(input, utc(by));

describe("a deployment before anything is live", () => {
  const { done, catchUp, timers, initial } = deployed("2027-01-29T12:00Z");

  it("begins small and leaves everything to timers", () => {
    expect(done).toEqual([]);
    expect(catchUp).toEqual([]);
    expect(initial).toEqual({
      "nodes:core": 0,
      "nodes:upload": 0,
      "pods:session": 1,
      "pods:upload": 1,
      "units:alb": 0,
    });
  });

  it("has one timer for all that one instant asks for", () => {
    expect(timers.map(shown)).toMatchInlineSnapshot(`
      [
        "01-30T18:45 raise {"units:alb":900}",
        "01-30T21:26 raise {"nodes:core":99}",
        "01-30T21:36 raise {"nodes:core":150,"nodes:upload":30}",
        "01-30T21:45 raise {"pods:session":400,"pods:upload":25}",
        "01-30T22:45 check {"units:alb":900,"nodes:core":150,"nodes:upload":30,"pods:session":400,"pods:upload":25}",
        "01-31T01:30 lower {"pods:session":304,"pods:upload":20,"nodes:core":114,"nodes:upload":24}",
        "01-31T01:45 lower {"pods:session":200,"pods:upload":13,"nodes:core":75,"nodes:upload":15}",
        "01-31T02:00 lower {"pods:session":104,"pods:upload":8,"nodes:core":39,"nodes:upload":9}",
        "01-31T02:15 lower {"pods:session":1,"pods:upload":1,"nodes:core":0,"nodes:upload":0,"units:alb":0}",
      ]
    `);
  });

  it("lowers only when what is left holds the live viewers", () => {
    // Three quarters of 150 and of 30 are 114 and 24 in threes, which hold 76,000 of 100,000 viewers at least. The last waits for half a percent.
    expect(timers.filter(({ action }) => action === "lower").map(({ holdsViewers }) => holdsViewers)).toEqual([
      76_000, 50_000, 26_000, 500,
    ]);
  });
});

describe("a deployment after the first raise", () => {
  it("begins at the size of that moment, catches up to it, and leaves the rest to timers", () => {
    const { initial, catchUp, timed } = deployed("2027-01-30T21:30Z");
    expect(initial).toMatchObject({ "nodes:core": 99, "nodes:upload": 0, "units:alb": 900, "pods:session": 1 });
    expect(catchUp.map(({ at, subject, to }) => `${at.utc.slice(11, 16)} ${subject} ${to}`)).toEqual([
      "21:30 units:alb 900",
      "21:30 nodes:core 99",
    ]);
    expect(timed[0]).toMatchObject({ subject: "nodes:core", from: 99, to: 150 });
  });

  it("reaches full size at the cluster's pace even when the last raise has passed", () => {
    const { initial, catchUp } = deployed("2027-01-31T00:10:30Z");
    expect(initial).toMatchObject({ "nodes:core": 150, "nodes:upload": 30, "pods:session": 400 });
    expect(catchUp.map(({ at, subject, to }) => `${at.utc.slice(11, 16)} ${subject} ${to}`)).toEqual([
      "00:11 units:alb 900",
      "00:11 nodes:core 99",
      "00:21 nodes:core 150",
      "00:21 nodes:upload 30",
      "00:30 pods:session 400",
      "00:30 pods:upload 25",
    ]);
  });
});

describe("a deployment after the close", () => {
  it("raises nothing any more", () => {
    const { catchUp, timers } = deployed("2027-01-31T01:45Z");
    expect(catchUp).toEqual([]);
    expect(timers.map(({ action }) => action)).toEqual(["lower", "lower"]);
    expect(deployed("2027-02-01T00:00Z").timers).toEqual([]);
  });
});

describe("every deployment", () => {
  const anyDeploy = fc.record({ input: anyArmed, hours: fc.double({ min: -48, max: 240, noNaN: true }) });

  it("splits the timeline without loss, and its timers lie after deployBy", () => {
    fc.assert(
      fc.property(anyDeploy, ({ input, hours }) => {
        const by = input.event.start.epochSeconds + hours * 3600;
        const { timeline, done, timed, timers } = armedDeployment(input, by);
        expect([...done, ...timed]).toEqual(timeline.steps);
        for (const { atSeconds } of timers) expect(atSeconds).toBeGreaterThanOrEqual(by);
      }),
      { numRuns: 30 },
    );
  });

  it("ends where the timeline leads, whenever it is deployed", () => {
    fc.assert(
      fc.property(anyDeploy, fc.double({ min: 0, max: 300, noNaN: true }), ({ input, hours }, later) => {
        const by = input.event.start.epochSeconds + hours * 3600;
        const then = by + later * 3600;
        const { timeline, initial, timers } = armedDeployment(input, by);
        // What timers do to what was deployed at its initial sizes: raises take the larger.
        const reached: Record<string, number> = { ...initial };
        for (const { action, targets, atSeconds } of [...timers].sort((a, b) => a.atSeconds - b.atSeconds)) {
          if (atSeconds > then) break;
          for (const [subject, to] of Object.entries(targets)) {
            if (subject === "event") continue;
            const now = reached[subject] ?? 0;
            reached[subject] = action === "lower" ? Math.min(now, to) : Math.max(now, to);
          }
        }
        expect(reached).toEqual(sizesAt(timeline, then));
      }),
      { numRuns: 50 },
    );
  });

  it("brings what was deployed smaller to full size by the catch-up's end, while the occurrence is live", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const { windows } = armedTimeline(input);
        const [window] = windows as readonly [(typeof windows)[number]];
        const { catchUp, initial, timeline } = armedDeployment(input, window.fromSeconds);
        const base: Sizes = sizesAt(timeline, Number.NEGATIVE_INFINITY);
        const reached: Record<string, number> = { ...base };
        for (const { subject, to, from, atSeconds } of catchUp) {
          expect(to).toBeGreaterThan(from);
          expect(atSeconds).toBeLessThan(window.toSeconds);
          reached[subject] = to;
        }
        expect(reached).toEqual(initial);
      }),
      { numRuns: 30 },
    );
  });

  it("gives every timer a mark of its own, the same on every run", () => {
    fc.assert(
      fc.property(anyDeploy, ({ input, hours }) => {
        const by = input.event.start.epochSeconds + hours * 3600;
        const marks = armedDeployment(input, by).timers.map(({ hash }) => hash);
        expect(new Set(marks).size).toBe(marks.length);
        expect(armedDeployment(input, by).timers.map(({ hash }) => hash)).toEqual(marks);
      }),
      { numRuns: 20 },
    );
  });

  it("marks a timer by what it does alone: an earlier deployBy leaves it as it is", () => {
    const early = deployed("2027-01-29T12:00Z").timers.map(({ hash }) => hash);
    const [catchUp, ...timed] = deployed("2027-01-30T21:30Z").timers.map(({ hash }) => hash);
    // Of nine timers, the raises of 18:45 and 21:26 are in one that catches up.
    expect(timed).toEqual(early.slice(2));
    expect(early).not.toContain(catchUp);
  });
});
