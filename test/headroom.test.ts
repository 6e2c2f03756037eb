import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Current } from "../capacity/current";
import type { Event } from "../capacity/event/event";
import { type Headroom, headroomOf, provisionOf } from "../capacity/headroom";
import { planEvent } from "../capacity/plan";
import { arbitraryEvent, parsed } from "./support/arbitrary-event";

const townHall = parsed({
  name: "town-hall",
  start: "2027-03-18T09:00[Europe/Berlin]",
  audience: { peakConcurrentViewers: 10_000 },
  features: { chat: { enabled: false }, telemetry: { enabled: false } },
});
const options = { worlds: 0, seed: 1 };

function held(event: Event, current: Current): Headroom {
  const outcome = headroomOf(event, current, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings));
  return outcome.value;
}

function today(changes: Partial<Current> = {}): Current {
  return { ...provisionOf(planEvent(townHall, options)), name: "platform", file: "platform.yaml", ...changes };
}

describe("headroom of what exists", () => {
  it("of a plan's own provision is at least the planned viewers, for any event", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const event = parsed(raw);
        const plan = planEvent(event, { worlds: 20, seed: 1 });
        const outcome = headroomOf(event, provisionOf(plan), { worlds: 20, seed: 1 });
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings));
        for (const one of outcome.value.held) {
          if (one.viewers !== null && one.bindingConstraint !== "limit") {
            expect(one.viewers, one.id).toBeGreaterThanOrEqual(Math.floor(plan.verdict.plannedViewers));
          }
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it("is that of the weakest part, which breaks first", () => {
    const answer = held(townHall, today());
    const followers = answer.held.filter((one) => one.viewers !== null);
    expect(answer.viewers).toBe(Math.min(...followers.map((one) => one.viewers as number)));
    expect(answer.breaksFirst).toBe(followers[0]?.id);
  });

  it("never shrinks when something is added", () => {
    const before = held(townHall, today());
    const more = today();
    const after = held(townHall, {
      ...more,
      layers: Object.fromEntries(Object.entries(more.layers).map(([id, units]) => [id, units * 2])),
    });
    expect(after.viewers).toBeGreaterThanOrEqual(before.viewers);
  });

  it("leaves a layer that isn't named unknown, and says so", () => {
    const { cache, ...rest } = today().layers;
    expect(cache).toBeGreaterThan(0);
    expect(held(townHall, today({ layers: rest })).unknown.map((one) => one.id)).toContain("cache");
  });

  it("orders the way to a larger event by what breaks first, up to the planned viewers", () => {
    const larger = parsed({
      name: "town-hall",
      start: "2027-03-18T09:00[Europe/Berlin]",
      audience: { peakConcurrentViewers: 500_000 },
      features: { chat: { enabled: false }, telemetry: { enabled: false } },
    });
    const { steps } = held(larger, today());
    expect(steps.length).toBeGreaterThan(0);
    const before = steps.map((step) => step.holdsBefore);
    expect(before).toEqual([...before].sort((a, b) => a - b));
    expect(steps.at(-1)?.holdsAfter).toBe(500_000);
    for (const step of steps) expect(step.to).toBeGreaterThan(step.from);
  });

  it("refuses a file of another region and a machine nobody can compare", () => {
    const outcome = headroomOf(
      townHall,
      today({ region: "eu-west-1", nodePools: { core: { instanceType: "z9.mega", nodes: 3 } } }),
      options,
    );
    expect(outcome.ok).toBe(false);
    expect(outcome.findings.map((finding) => finding.id)).toEqual(["current-region", "current-machine"]);
  });

  it("counts needed machines in the plan's type where pods don't fit today's", () => {
    const answer = held(townHall, today({ nodePools: { core: { instanceType: "c6i.large", nodes: 30 } } }));
    const core = answer.held.find((one) => one.id === "pool:core");
    expect(core).toMatchObject({ viewers: 0, bindingConstraint: expect.stringContaining("don't fit c6i.large") });
    expect(core?.neededAs).not.toBe("c6i.large");
  });
});
