import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedOf } from "../../capacity/event-parameter";
import { momentOf } from "../../capacity/moment";
import { plannedPace } from "../../capacity/scale-out";
import { type ArmedTimeline, armedDeployment, armedTimeline, type Step, sizesAt } from "../../capacity/timeline";
import { hash16 } from "../../capacity/timeline/hash";
import { ladderOf } from "../../capacity/timeline/ladder";
import { ZoneClock } from "../../capacity/timeline/zone-clock";
import { anyArmed, armed, closeAfterStart, sizes, utc } from "./armed";

const shown = ({ at, kind, subject, from, to }: Step) => `${at.utc.slice(5, 16)} ${kind} ${subject} ${from}→${to}`;
const ofKind = (timeline: ArmedTimeline, kind: Step["kind"]) => timeline.steps.filter((step) => step.kind === kind);

describe("ZoneClock", () => {
  it("says what momentOf says, on every day of a year and around changes of the clock", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"),
        fc.array(fc.integer({ min: utc("2027-01-01T00:00Z"), max: utc("2028-12-31T00:00Z") }), { maxLength: 20 }),
        (zone, instants) => {
          const clock = new ZoneClock(zone);
          for (const instant of instants) expect(clock.momentOf(instant)).toEqual(momentOf(instant, zone));
        },
      ),
    );
    const clock = new ZoneClock("Europe/Berlin");
    for (const instant of [0, -1, 1].map((by) => utc("2027-03-28T01:00Z") + by)) {
      expect(clock.momentOf(instant)).toEqual(momentOf(instant, "Europe/Berlin"));
    }
  });
});

describe("hash16", () => {
  it("is the same for the same text, for ever", () => {
    expect(hash16("")).toMatchInlineSnapshot(`"1aee8d83488bdcb8"`);
    expect(hash16("final\n1 raise nodes:core 0 150")).toMatchInlineSnapshot(`"a81e7dc7e07be1fa"`);
  });

  it("tells a hundred thousand similar texts apart", () => {
    const texts = Array.from({ length: 100_000 }, (_, at) => `${1_800_000_000 + at} raise nodes:core 0 100`);
    expect(new Set(texts.map(hash16)).size).toBe(texts.length);
  });
});

describe("the ladder", () => {
  const pace = plannedPace(armed().event);

  it("fills one pool after the other, the same in every zone", () => {
    // 180 nodes are two raises: 100 and 80. A hundred is 33 a zone; the 34th waits.
    const { pools, zones } = sizes();
    expect(ladderOf({ pools, zones, baseNodesPerZone: 0 }, pace).map(({ nodes }) => nodes)).toEqual([
      { core: 99, upload: 0 },
      { core: 150, upload: 30 },
    ]);
  });

  it("keeps a base in every pool", () => {
    const { pools, zones } = sizes();
    expect(ladderOf({ pools, zones, baseNodesPerZone: 1 }, pace)[0]?.nodes).toEqual({ core: 99, upload: 3 });
  });
});

describe("a timeline", () => {
  it("has every step of one event", () => {
    // Doors are at 23:45 UTC. Scaling out takes 19 min: 100 nodes in 5 min at 20 a minute, 5 min between, 80 nodes in 4 min, 5 min to
    // serve. With 30 min of warm-up, 30 of margin and an hour of lead that begins at 21:26. Reservations: 4 h before 22:45.
    // Lowering takes the hour after the close at 01:30, in quarters: it rose in fewer steps.
    expect(armedTimeline(armed()).steps.map(shown)).toMatchInlineSnapshot(`
      [
        "01-30T18:45 raise units:alb 0→900",
        "01-30T21:26 raise nodes:core 0→99",
        "01-30T21:36 raise nodes:core 99→150",
        "01-30T21:36 raise nodes:upload 0→30",
        "01-30T21:45 raise pods:session 1→400",
        "01-30T21:45 raise pods:upload 1→25",
        "01-30T22:45 check event 100000→100000",
        "01-30T23:30 open room 0→90000",
        "01-31T01:30 lower pods:session 400→304",
        "01-31T01:30 lower pods:upload 25→20",
        "01-31T01:30 lower nodes:core 150→114",
        "01-31T01:30 lower nodes:upload 30→24",
        "01-31T01:45 lower pods:session 304→200",
        "01-31T01:45 lower pods:upload 20→13",
        "01-31T01:45 lower nodes:core 114→75",
        "01-31T01:45 lower nodes:upload 24→15",
        "01-31T02:00 lower pods:session 200→104",
        "01-31T02:00 lower pods:upload 13→8",
        "01-31T02:00 lower nodes:core 75→39",
        "01-31T02:00 lower nodes:upload 15→9",
        "01-31T02:15 lower pods:session 104→1",
        "01-31T02:15 lower pods:upload 8→1",
        "01-31T02:15 lower nodes:core 39→0",
        "01-31T02:15 lower nodes:upload 9→0",
        "01-31T02:15 lower units:alb 900→0",
        "01-31T02:30 end event 100000→0",
      ]
    `);
  });

  it("says why and how it is undone", () => {
    for (const { because, undo } of armedTimeline(armed()).steps) {
      expect(because).not.toBe("");
      expect(undo).not.toBe("");
    }
  });

  it("opens no room of its own for repeats, nor without a room", () => {
    const repeats = { every: "day", until: "2027-02-02" } as const;
    expect(ofKind(armedTimeline(armed()), "open")).toHaveLength(1);
    expect(ofKind(armedTimeline(armed({ event: { repeats } })), "open")).toHaveLength(0);
    expect(ofKind(armedTimeline(armed({ sizes: { room: null } })), "open")).toHaveLength(0);
  });

  it("repeats every day, each a day after the other", () => {
    const repeats = { every: "day", until: "2027-02-02" } as const;
    const timeline = armedTimeline(armed({ event: { repeats } }));
    expect(timeline.milestones.map(({ doors }) => doors.utc)).toEqual([
      "2027-01-30T23:45:00Z",
      "2027-01-31T23:45:00Z",
      "2027-02-01T23:45:00Z",
    ]);
    const of = (occurrence: number) =>
      timeline.steps.filter((step) => step.occurrence === occurrence).map(({ atSeconds }) => atSeconds);
    expect(of(1)).toEqual(of(0).map((at) => at + 86_400));
  });

  it("keeps eight o'clock in Berlin when the clocks go forward, and its leads in real hours", () => {
    const start = { local: "2027-03-27T08:00:00", zone: "Europe/Berlin", epochSeconds: utc("2027-03-27T07:00Z") };
    const timeline = armedTimeline(armed({ event: { start, repeats: { every: "day", until: "2027-03-28" } } }));
    expect(timeline.milestones.map(({ start }) => start.local)).toEqual([
      "2027-03-27T08:00:00+01:00[Europe/Berlin]",
      "2027-03-28T08:00:00+02:00[Europe/Berlin]",
    ]);
    const checks = ofKind(timeline, "check");
    // Doors 07:45, an hour before is 06:45; the clocks went forward at 02:00, before that.
    expect(checks.map(({ at }) => at.local.slice(11, 22))).toEqual(["06:45:00+01", "06:45:00+02"]);
    // The reservation: five hours before doors are 01:45 CET, not 02:45, which doesn't exist.
    const units = timeline.steps.filter(({ kind, subject }) => kind === "raise" && subject === "units:alb");
    expect(units.map(({ at }) => at.local.slice(11, 22))).toEqual(["02:45:00+01", "01:45:00+01"]);
  });

  it("holds capacity through where the next occurrence begins to rise before this one is down", () => {
    // 20 h long: from the first step to gone it is longer than a day.
    const event = { durationSeconds: 72_000, repeats: { every: "day", until: "2027-02-02" } } as const;
    const timeline = armedTimeline(armed({ event }));
    const occurrencesWith = (kind: Step["kind"]) => new Set(ofKind(timeline, kind).map(({ occurrence }) => occurrence));
    expect(occurrencesWith("lower")).toEqual(new Set([2]));
    expect(occurrencesWith("raise")).toEqual(new Set([0]));
    expect(ofKind(timeline, "check")).toHaveLength(3);
    const [first, second] = timeline.windows;
    expect(first?.toSeconds).toBeGreaterThanOrEqual(second?.fromSeconds ?? Number.POSITIVE_INFINITY);
  });

  it("has another hash when doors, sizes or the pace change, and the same when words do", () => {
    const { hash } = armedTimeline(armed());
    expect(armedTimeline(armed()).hash).toBe(hash);
    expect(armedTimeline(armed({ event: { owner: "someone" } })).hash).toBe(hash);
    const later = { local: "2027-01-31T08:01:00", zone: "Asia/Shanghai", epochSeconds: utc("2027-01-31T00:01Z") };
    const others = [
      armed({ event: { start: later } }),
      armed({ event: { name: "other" } }),
      armed({ event: { values: { "timeline.drainSeconds": 3600 } } }),
      armed({ sizes: { albUnits: 901 } }),
      armed({ sizes: { viewers: 100_200 } }),
    ].map((input) => armedTimeline(input).hash);
    expect(new Set([hash, ...others]).size).toBe(6);
  });

  it("enumerates only what begins within its horizon", () => {
    const repeats = { every: "day", until: "2027-02-28" } as const;
    const input = armed({ event: { repeats } });
    const horizon = { fromSeconds: utc("2027-02-01T00:00Z"), toSeconds: utc("2027-02-03T00:00Z") };
    expect(armedTimeline({ ...input, horizon }).milestones.map(({ occurrence }) => occurrence)).toEqual([1, 2, 3]);
  });
});

describe("every timeline", () => {
  it("is at full size, warm, an hour before the doors of every occurrence, and until the close", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const timeline = armedTimeline(input);
        const base = (input.baseNodesPerZone ?? 0) * input.sizes.zones;
        const full = Object.fromEntries([
          ...input.sizes.pools.filter(({ nodes }) => nodes > base).map(({ name, nodes }) => [`nodes:${name}`, nodes]),
          ...input.sizes.workloads.filter(({ pods }) => pods > 1).map(({ id, pods }) => [`pods:${id}`, pods]),
          ...(input.sizes.albUnits === 0 ? [] : [["units:alb", input.sizes.albUnits]]),
        ]);
        for (const { doors, close } of timeline.milestones) {
          const lead = expectedOf(input.event, "timeline.lastRaiseLeadSeconds");
          expect(sizesAt(timeline, utc(doors.utc) - lead)).toMatchObject(full);
          expect(sizesAt(timeline, utc(close.utc) - 1)).toMatchObject(full);
        }
        for (const step of timeline.steps.filter(({ kind }) => kind === "raise")) {
          const { doors } = timeline.milestones.find(({ occurrence }) => occurrence === step.occurrence) as {
            doors: { utc: string };
          };
          expect(utc(doors.utc) - step.atSeconds).toBeGreaterThanOrEqual(3600);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("rises and falls by the step limit at most", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const { steps } = armedTimeline(input);
        const changes = new Map<string, number>();
        for (const { kind, subject, from, to, occurrence, atSeconds } of steps) {
          if (!subject.startsWith("nodes:")) continue;
          const key = `${kind} ${occurrence} ${atSeconds}`;
          changes.set(key, (changes.get(key) ?? 0) + Math.abs(to - from));
        }
        // What didn't divide by the zones waits for the next raise: less than a zone's worth for each pool.
        const rest = input.sizes.zones * input.sizes.pools.length;
        for (const [key, change] of changes) expect(change, key).toBeLessThanOrEqual(300 + rest);
      }),
      { numRuns: 30 },
    );
  });

  it("is a chain: each step of a subject begins where the one before ended", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const reached = new Map<string, number>();
        for (const { kind, subject, from, to } of armedTimeline(input).steps) {
          if (kind !== "raise" && kind !== "lower") continue;
          expect(from).toBe(reached.get(subject) ?? from);
          expect(kind === "raise" ? to > from : to < from).toBe(true);
          reached.set(subject, to);
        }
        // In the end everything is where it began.
        const { timeline } = armedDeployment(input, Number.NEGATIVE_INFINITY);
        expect(sizesAt(timeline, Number.POSITIVE_INFINITY)).toEqual(sizesAt(timeline, Number.NEGATIVE_INFINITY));
      }),
      { numRuns: 30 },
    );
  });

  it("lowers nothing while an occurrence is live, and pods before their nodes", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const timeline = armedTimeline(input);
        const lowers = ofKind(timeline, "lower");
        for (const { atSeconds } of lowers) {
          expect(
            timeline.windows.some(({ fromSeconds, toSeconds }) => fromSeconds <= atSeconds && atSeconds < toSeconds),
          ).toBe(false);
        }
        const instants = new Set(lowers.map(({ atSeconds }) => atSeconds));
        for (const instant of instants) {
          const subjects = lowers.filter(({ atSeconds }) => atSeconds === instant).map(({ subject }) => subject);
          const lastPods = subjects.findLastIndex((subject) => subject.startsWith("pods:"));
          const firstNodes = subjects.findIndex((subject) => subject.startsWith("nodes:"));
          if (firstNodes !== -1) expect(lastPods).toBeLessThan(firstNodes);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("leaves in every pool, at each step down, what the viewers that it lets pass need", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const { viewers, pools } = input.sizes;
        const stray = Math.floor(viewers * expectedOf(input.event, "timeline.strayViewersRatio"));
        const timeline = armedTimeline(input);
        for (const { atSeconds, holdsViewers } of ofKind(timeline, "lower")) {
          const now = sizesAt(timeline, atSeconds);
          for (const { name, nodes } of pools) {
            // A pool that is never larger than its base has no steps.
            const left = now[`nodes:${name}`] ?? nodes;
            expect(holdsViewers).toBeLessThanOrEqual(Math.max(stray, (viewers * left) / nodes));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is due on whole minutes, in order, with both times of each", () => {
    fc.assert(
      fc.property(anyArmed, (input) => {
        const { steps, zone, milestones } = armedTimeline(input);
        steps.forEach((step, at) => {
          expect(step.atSeconds % 60).toBe(0);
          expect(step.atSeconds).toBeGreaterThanOrEqual(steps[at - 1]?.atSeconds ?? 0);
        });
        const [some] = steps;
        expect(some?.at).toEqual(momentOf(some?.atSeconds ?? 0, zone));
        for (const { close, start } of milestones) expect(utc(close.utc) - utc(start.utc)).toBe(closeAfterStart(input));
      }),
      { numRuns: 30 },
    );
  });
});
