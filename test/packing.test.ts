import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AXES, type Vector } from "../capacity/node-shape";
import { lowerBound, type PodKind, pack, podsPerNode, usedRatio, whyAboveBound } from "../capacity/packing";

const ROOM: Vector = { cpu: 15, memory: 28, network: 6, internet: 5, pods: 100, connections: 100_000, gpus: 0 };

const needs = (changes: Partial<Vector>): Vector => ({
  cpu: 0,
  memory: 0,
  network: 0,
  internet: 0,
  pods: 1,
  connections: 0,
  gpus: 0,
  ...changes,
});

const kind = (id: string, count: number, changes: Partial<Vector>): PodKind => ({ id, count, needs: needs(changes) });

/** Pods that fit an empty machine, a few kinds, up to thousands of each. */
const kinds = fc
  .array(
    fc.record({
      cpu: fc.double({ min: 0, max: 15, noNaN: true }),
      memory: fc.double({ min: 0, max: 28, noNaN: true }),
      network: fc.double({ min: 0, max: 5, noNaN: true }),
      connections: fc.integer({ min: 0, max: 100_000 }),
      count: fc.integer({ min: 0, max: 3000 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((pods) =>
    pods.map(({ count, cpu, memory, network, connections }, i) =>
      kind(`pod${i}`, count, { cpu, memory, network, internet: network, connections }),
    ),
  );

describe("pack", () => {
  it("never does with fewer machines than the largest single ratio", () => {
    fc.assert(
      fc.property(kinds, (pods) => (pack(pods, ROOM)?.nodes ?? -1) >= lowerBound(pods, ROOM).nodes),
      { numRuns: 300 },
    );
  });

  it("places every pod exactly once", () => {
    fc.assert(
      fc.property(kinds, (pods) => {
        const placed = new Map<string, number>();
        for (const pattern of pack(pods, ROOM)?.patterns ?? [])
          for (const { id, count } of pattern.pods) placed.set(id, (placed.get(id) ?? 0) + count * pattern.nodes);
        for (const pod of pods) expect(placed.get(pod.id) ?? 0).toBe(pod.count);
      }),
      { numRuns: 300 },
    );
  });

  it("overfills no machine on any axis", () => {
    fc.assert(
      fc.property(kinds, (pods) => {
        for (const pattern of pack(pods, ROOM)?.patterns ?? []) {
          for (const axis of AXES) {
            const used = pattern.pods.reduce(
              (sum, placed) =>
                sum + placed.count * (pods.find((pod) => pod.id === placed.id)?.needs[axis] ?? Number.NaN),
              0,
            );
            expect(used).toBeLessThanOrEqual(ROOM[axis] * (1 + 1e-6));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("needs no more machines than one pod each", () => {
    fc.assert(
      fc.property(kinds, (pods) => (pack(pods, ROOM)?.nodes ?? 0) <= pods.reduce((sum, pod) => sum + pod.count, 0)),
    );
  });

  it("fills ten pods of a tenth into one machine in spite of floating point", () => {
    expect(pack([kind("a", 10, { cpu: 1.5 })], ROOM)?.nodes).toBe(1);
  });

  it("mixes a processor-heavy and a memory-heavy kind to the bound", () => {
    // Each machine takes 2 × (6 vCPU, 2 GiB) and 3 × (1 vCPU, 8 GiB): 15 vCPU and 28 GiB, both full.
    const pods = [kind("cpu", 200, { cpu: 6, memory: 2 }), kind("memory", 300, { cpu: 1, memory: 8 })];
    expect(lowerBound(pods, ROOM).nodes).toBe(100);
    expect(pack(pods, ROOM)?.nodes).toBe(100);
  });

  it.each([
    ["cpu", { cpu: 15.1 }],
    ["memory", { memory: 28.1 }],
    ["network", { network: 6.1 }],
    ["internet", { network: 5.5, internet: 5.5 }],
    ["connections", { connections: 100_001 }],
    ["gpus", { gpus: 1 }],
  ])("refuses a pod that no machine can hold: %s", (axis, changes) => {
    expect(pack([kind("big", 1, changes)], ROOM)).toBeNull();
    expect(podsPerNode(needs(changes), ROOM)).toEqual({ pods: 0, axis });
  });

  it("places a hundred thousand pods in milliseconds at most", () => {
    const pods = Array.from({ length: 6 }, (_, i) => kind(`k${i}`, 100_000, { cpu: 0.7 + i / 3, memory: 1 + i }));
    const runs = 200;
    // Processor time, so that a busy machine doesn't fail the test.
    const before = process.cpuUsage();
    for (let i = 0; i < runs; i++) pack(pods, ROOM);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / runs).toBeLessThan(2);
  });
});

describe("the bound", () => {
  it("is set by the scarcest axis", () => {
    // 100 pods × 2 vCPU ÷ 15 = 13.3; × 6 GiB ÷ 28 = 21.4.
    expect(lowerBound([kind("a", 100, { cpu: 2, memory: 6 })], ROOM)).toEqual({ nodes: 22, axis: "memory" });
  });

  it("is set by pods where they are many and tiny", () => {
    expect(lowerBound([kind("a", 1001, { cpu: 0.01 })], ROOM)).toEqual({ nodes: 11, axis: "pods" });
  });

  it("is missed by indivisible pods, and the reason names them", () => {
    // Three pods of 4 vCPU use 12 of 15: 30 pods need 10 machines where 120 ÷ 15 = 8 would do.
    const pods = [kind("wide", 30, { cpu: 4 })];
    expect(pack(pods, ROOM)?.nodes).toBe(10);
    expect(lowerBound(pods, ROOM).nodes).toBe(8);
    expect(whyAboveBound(pods, ROOM)).toBe("a machine holds 3 pods of wide and no part of another (cpu)");
    expect(usedRatio(pods, ROOM, 10, "cpu")).toBeCloseTo(0.8, 12);
  });
});
