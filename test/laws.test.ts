import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { requireChain, sizeLayer } from "../capacity/chain";
import type { Event } from "../capacity/event/event";
import { expectedOf } from "../capacity/event-parameter";
import { quantile } from "../capacity/interval";
import { layersOf } from "../capacity/layers";
import type { LayerSizing, Requirement } from "../capacity/layers/layer";
import { planEvent, sizeEvent } from "../capacity/plan";
import { required } from "../capacity/problems";
import { arbitraryEvent, parsed, type RawEvent, withValue } from "./support/arbitrary-event";

/** Relative room for floating point. */
const NOISE = 1e-9;
/** `LAW_RUNS=20` looks at twenty times as many events. */
const TIMES = Number(process.env.LAW_RUNS ?? 1);
const RUNS = { numRuns: 30 * TIMES };
const PLANS = { numRuns: 12 * TIMES };
const TIMEOUT = 20_000 * TIMES;
const WORLDS = 50;

interface Need extends Requirement {
  readonly layer: string;
  /** What is needed in every world, the design world first. */
  readonly worlds: Float64Array;
}

/** What every layer that follows viewers must provide, in the order of the chain. */
function needs(event: Event, options: { readonly worlds: number; readonly riskRatio?: number }) {
  const { requirements, evaluation, quantile } = requireChain(event, layersOf(event), {
    seed: 7,
    worlds: options.worlds,
    riskRatio: options.riskRatio ?? event.riskRatio,
  });
  const list = [...requirements].flatMap(([layer, of]) =>
    Object.values(of).map((one): Need => {
      const worlds = required(evaluation.layers.get(layer)?.get(one.resource), `${layer}.${one.resource}`);
      return { ...one, layer, worlds };
    }),
  );
  return { list, rank: quantile.rank };
}

function expectNoLess(more: readonly Need[], less: readonly Need[], what: "design" | "atRisk"): void {
  expect(more.length).toBe(less.length);
  more.forEach((need, i) => {
    const before = required(less[i], "the same need");
    expect(need[what], `${need.layer}.${need.resource}`).toBeGreaterThanOrEqual(before[what] * (1 - NOISE));
  });
}

const planned = (event: Event, worlds = 20) => planEvent(event, { worlds, seed: 7 });

/** The same file with an audience so many times as large. */
function timesViewers(raw: RawEvent, factor: number): RawEvent {
  const { low, expected, high } = parsed(raw).audience.peakConcurrentViewers;
  return withValue(raw, ["audience", "peakConcurrentViewers"], {
    low: low * factor,
    expected: expected * factor,
    high: high * factor,
  });
}

const factors = fc.double({ min: 1, max: 20, noNaN: true });

vi.setConfig({ testTimeout: TIMEOUT });

describe("more viewers never need less", () => {
  test("of anything, with the planned viewers and expected coefficients", () => {
    fc.assert(
      fc.property(arbitraryEvent, factors, (raw, factor) => {
        const more = needs(parsed(timesViewers(raw, factor)), { worlds: 0 });
        expectNoLess(more.list, needs(parsed(raw), { worlds: 0 }).list, "design");
      }),
      RUNS,
    );
  });

  test("of anything in any sampled world", () => {
    fc.assert(
      fc.property(arbitraryEvent, factors, (raw, factor) => {
        const less = needs(parsed(raw), { worlds: WORLDS });
        const more = needs(parsed(timesViewers(raw, factor)), { worlds: WORLDS });
        more.list.forEach((need, i) => {
          const before = required(less.list[i], "the same need").worlds;
          const fewer = need.worlds.findIndex((value, world) => value < (before[world] as number) * (1 - NOISE));
          expect(fewer, `${need.layer}.${need.resource}`).toBe(-1);
        });
      }),
      RUNS,
    );
  });

  // The rank may fall: where a minimum count held the worst world of a small audience, another world is the worst of a large one.
  // What does not follow viewers is then bought at a lower quantile, and the chain as a whole holds as often as before.
  test("of anything at the planning quantile, where the common rank is the same", () => {
    fc.assert(
      fc.property(arbitraryEvent, factors, (raw, factor) => {
        const less = needs(parsed(raw), { worlds: WORLDS });
        const more = needs(parsed(timesViewers(raw, factor)), { worlds: WORLDS });
        fc.pre(more.rank >= less.rank);
        expectNoLess(more.list, less.list, "atRisk");
      }),
      RUNS,
    );
  });
});

describe("a stricter risk never needs less", () => {
  test("of anything", () => {
    fc.assert(
      fc.property(
        arbitraryEvent,
        fc.constantFrom(0.01, 0.05, 0.1),
        fc.constantFrom(0.2, 0.3, 0.5),
        (raw, strict, lax) => {
          const event = parsed(raw);
          const stricter = needs(event, { worlds: WORLDS, riskRatio: strict });
          expectNoLess(stricter.list, needs(event, { worlds: WORLDS, riskRatio: lax }).list, "atRisk");
        },
      ),
      RUNS,
    );
  });
});

/** Sizings of the layers that follow viewers, each with the utilization it may have. */
function sizings(raw: RawEvent, worlds: number) {
  const event = parsed(raw);
  const instances = layersOf(event);
  const chain = requireChain(event, instances, { worlds, seed: 7, riskRatio: event.riskRatio });
  return instances
    .filter((instance) => instance.model.stage === "demand")
    .map((instance) => ({
      event,
      sizing: sizeLayer(instance, chain, 1),
      target:
        // Workers that take from a queue are planned fuller than what somebody waits for.
        (
          instance.parameters.get("targetUtilization") ??
          instance.parameters.get("transcodeUtilization") ??
          required(event.parameters.get("compute.targetUtilization"), "target")
        ).interval.expected,
    }));
}

/** How full a resource of a pod may be: connections are slots, memory has a limit of its own; null where it is not the pods' own. */
function mostOf(resource: string, target: number): number | null {
  switch (resource) {
    case "connections":
      return 1;
    case "memoryGib":
      return 0.8;
    case "brokerOperationsPerSecond":
    case "pipelines":
      return null;
    default:
      return target;
  }
}

/** Ceilings that somebody else sets: a need above them is a finding, since no count of ours helps. */
const isGivenCeiling = ({ layer, workload }: LayerSizing) =>
  workload === null && ["edge", "licence", "firewall", "admission", "network", "database"].includes(layer);

describe("provisioned × target ≥ required", () => {
  test("for processors, memory, network and connections of every pod", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        for (const { sizing, target } of sizings(raw, 0)) {
          if (sizing.workload === null) continue;
          for (const { resource, required: need, provisioned, utilization } of sizing.resources) {
            if (utilization === null) continue;
            const most = mostOf(resource, target) ?? 1;
            expect(need, `${sizing.id}.${resource}`).toBeLessThanOrEqual(provisioned * most * (1 + NOISE));
          }
        }
      }),
      RUNS,
    );
  });

  test("for every resource with a known ceiling, or a finding says that the ceiling is not ours", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        for (const { sizing } of sizings(raw, 0)) {
          for (const { resource, required: need, provisioned, utilization } of sizing.resources) {
            if (utilization === null || need <= provisioned * (1 + NOISE)) continue;
            expect(isGivenCeiling(sizing) && sizing.findings.length > 0, `${sizing.id}.${resource}`).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });
});

describe("losing a zone still holds", () => {
  test("required ≤ provisioned × survivingZones ÷ zones × degradedUtilization for every pod", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        for (const { event, sizing, target } of sizings(raw, 0)) {
          // A channel's pipelines stand in different zones: losing one leaves the other, not a share of both.
          if (sizing.workload === null || sizing.layer === "transcode") continue;
          const zones = event.cluster.zones.length;
          const left = event.cluster.survivingZones / zones;
          expect(sizing.units % zones, sizing.id).toBe(0);
          for (const { resource, required: need, provisioned, utilization } of sizing.resources) {
            const most = mostOf(resource, target);
            if (utilization === null || most === null) continue;
            const degraded = Math.max(most, expectedOf(event, "compute.degradedUtilization"));
            expect(need, `${sizing.id}.${resource}`).toBeLessThanOrEqual(provisioned * left * degraded * (1 + NOISE));
          }
        }
      }),
      RUNS,
    );
  });
});

/** Every number of a document, with its path. */
function* numbersOf(value: unknown, path = ""): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (typeof value === "object" && value !== null) {
    for (const [key, below] of Object.entries(value)) yield* numbersOf(below, `${path}.${key}`);
  }
}

function* undefinedOf(value: unknown, path = ""): Generator<string> {
  if (value === undefined || typeof value === "function") yield path;
  else if (typeof value === "object" && value !== null) {
    for (const [key, below] of Object.entries(value)) yield* undefinedOf(below, `${path}.${key}`);
  }
}

describe("a plan", () => {
  test("is plain JSON: no NaN, no Infinity, nothing undefined", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const plan = planned(parsed(raw));
        expect([...numbersOf(plan)].filter(([, value]) => !Number.isFinite(value))).toEqual([]);
        expect([...undefinedOf(plan)]).toEqual([]);
        expect(JSON.stringify(plan)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      PLANS,
    );
  });

  test("has no negative need, provision, count or price", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const { layers, nodePools, cost } = planned(parsed(raw));
        const negative = [...numbersOf({ layers, nodePools, cost })].filter(([, value]) => value < 0);
        expect(negative).toEqual([]);
        for (const pool of nodePools) expect(pool.nodes, pool.name).toBeGreaterThanOrEqual(pool.lowerBoundNodes);
      }),
      PLANS,
    );
  });

  test("is the same bytes for the same file, worlds and seed", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const copy = JSON.parse(JSON.stringify(raw)) as RawEvent;
        expect(JSON.stringify(planned(parsed(copy)))).toBe(JSON.stringify(planned(parsed(raw))));
      }),
      PLANS,
    );
  });

  test("of a renamed event differs in the name alone", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const plan = planned(parsed(raw));
        const renamed = planned(parsed({ ...raw, name: "another-name" }));
        expect(JSON.stringify(renamed).replaceAll("another-name", "some-event")).toBe(JSON.stringify(plan));
      }),
      PLANS,
    );
  });

  test("delivers the same bytes however its viewers are divided into regions", () => {
    const WHOLE = [{ name: "North America", priceRegion: "us-mx-ca", peakShareRatio: 1 }];
    const media = (event: Event) =>
      planned(event, 0).cost.perOccurrence.lines.flatMap(({ id, quantity }) =>
        /^edge:.*:egress$/.test(id) ? [quantity] : [],
      );
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
        const divided = sum(media(parsed(raw)));
        expect(divided).toBeCloseTo(sum(media(parsed(withValue(raw, ["audience", "regions"], WHOLE)))), 3);
      }),
      PLANS,
    );
  });

  test("is for the viewers that it promises", () => {
    fc.assert(
      fc.property(arbitraryEvent, (raw) => {
        const event = parsed(raw);
        const { viewers } = sizeEvent(event, { worlds: 0, seed: 1 });
        expect(viewers).toBe(quantile(event.audience.peakConcurrentViewers, 1 - event.riskRatio));
      }),
      PLANS,
    );
  });
});

// The law of headroom (what the plan provides holds at least the planned viewers) belongs here, between a plan and today's capacity.
