import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erlangB, erlangC, highestUtilization, serversForWait, waitExceedRatio } from "../capacity/queueing";

describe("Erlang B", () => {
  test("B(30, 25) = 0.0526032", () => {
    expect(erlangB(30, 25)).toBeCloseTo(0.0526032, 7);
  });

  test.each([
    [0, 5, 1], // no server: everything is blocked
    [1, 1, 1 / 2],
    [2, 2, 2 / 5], // (2²/2) ÷ (1 + 2 + 2)
    [5, 0, 0],
  ])("B(%i, %d) = %d", (servers, load, blocked) => {
    expect(erlangB(servers, load)).toBeCloseTo(blocked, 12);
  });

  test("more servers never block more, more load never less", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.double({ min: 0, max: 300, noNaN: true }), (servers, load) => {
        expect(erlangB(servers + 1, load)).toBeLessThanOrEqual(erlangB(servers, load));
        expect(erlangB(servers, load + 1)).toBeGreaterThanOrEqual(erlangB(servers, load) - 1e-12);
      }),
    );
  });
});

describe("Erlang C", () => {
  test("C(3, 2) = 4/9", () => {
    expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 12);
  });

  test("one server waits as often as it is busy", () => {
    expect(erlangC(1, 0.3)).toBeCloseTo(0.3, 12);
  });

  test.each([
    [4, 0, 0],
    [4, 4, 1], // the queue grows without end
    [4, 9, 1],
  ])("C(%i, %d) = %d", (servers, load, waits) => {
    expect(erlangC(servers, load)).toBe(waits);
  });

  test("a pool's law does not hold for pods: at 0.947 busy one call in twenty waits for 1,056 workers, nine in ten for two", () => {
    expect(erlangC(1056, 0.947 * 1056)).toBeCloseTo(0.05, 2);
    expect(erlangC(2, 0.947 * 2)).toBeCloseTo(0.92, 2);
    // With 2,000 in one queue it would be one in a hundred.
    expect(erlangC(2000, 0.947 * 2000)).toBeLessThan(0.05 / 4);
  });

  test.each([
    [10, 17],
    [100, 119],
    [1000, 1056],
  ])("load %i needs %i servers for one wait in twenty", (load, servers) => {
    expect(serversForWait(load, 0.05)).toBe(servers);
    expect(erlangC(servers, load)).toBeLessThanOrEqual(0.05);
    expect(erlangC(servers - 1, load)).toBeGreaterThan(0.05);
  });
});

describe("wait of one replica", () => {
  test("one worker: P(W > t) = ρ × e^(−(1 − ρ) t ÷ s)", () => {
    expect(waitExceedRatio(1, 0.5, 0.1, 0.2)).toBeCloseTo(0.5 * Math.exp(-1), 12);
  });

  test("no wait allowed at all is Erlang C itself", () => {
    expect(waitExceedRatio(3, 2, 0.1, 0)).toBeCloseTo(4 / 9, 12);
  });

  test("the highest utilization keeps the objective, and a little more breaks it", () => {
    const objective = { waitSeconds: 0.05, exceedRatio: 0.05 };
    for (const servers of [1, 2, 4, 16]) {
      const busy = highestUtilization(servers, 0.02, objective);
      expect(waitExceedRatio(servers, busy * servers, 0.02, 0.05)).toBeLessThanOrEqual(0.05);
      expect(waitExceedRatio(servers, (busy + 0.001) * servers, 0.02, 0.05)).toBeGreaterThan(0.05);
    }
  });

  test("more workers a replica may be busier, slower calls less", () => {
    const objective = { waitSeconds: 0.05, exceedRatio: 0.05 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.double({ min: 0.001, max: 2, noNaN: true }),
        (servers, seconds) => {
          const busy = highestUtilization(servers, seconds, objective);
          expect(busy).toBeGreaterThanOrEqual(0);
          expect(busy).toBeLessThanOrEqual(1);
          expect(highestUtilization(servers + 1, seconds, objective)).toBeGreaterThanOrEqual(busy - 1e-4);
          expect(highestUtilization(servers, seconds * 2, objective)).toBeLessThanOrEqual(busy + 1e-4);
        },
      ),
      { numRuns: 50 },
    );
  });
});
