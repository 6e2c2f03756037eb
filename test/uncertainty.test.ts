import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPoint, point, quantile } from "../capacity/interval";
import { type Column, commonQuantile, sampleInput } from "../capacity/uncertainty";

const interval = fc
  .tuple(
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  )
  .map((values) => {
    const [low, expected, high] = [...values].sort((a, b) => a - b) as [number, number, number];
    return { low, expected, high };
  });

describe("quantile of an interval", () => {
  it("meets the three stated points at 5 %, 50 % and 95 %", () => {
    const viewers = { low: 700_000, expected: 840_000, high: 1_000_000 };
    expect(quantile(viewers, 0.05)).toBeCloseTo(700_000, 6);
    expect(quantile(viewers, 0.5)).toBe(840_000);
    expect(quantile(viewers, 0.95)).toBeCloseTo(1_000_000, 6);
  });

  it("never decreases in probability and never leaves its bounds", () => {
    fc.assert(
      fc.property(
        interval,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, p, q) => {
          const [lower, upper] = p < q ? [p, q] : [q, p];
          const bounds = { min: 1, max: 1000 };
          expect(quantile(of, lower, bounds)).toBeLessThanOrEqual(quantile(of, upper, bounds));
          expect(quantile(of, lower, bounds)).toBeGreaterThanOrEqual(1);
          expect(quantile(of, upper, bounds)).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });
});

describe("sampling an input", () => {
  const viewers = {
    key: "audience.peakConcurrentViewers",
    interval: { low: 700, expected: 840, high: 1000 },
    design: 1000,
  };

  it("hits each of the equally likely slices once", () => {
    const worlds = 200;
    const sorted = sampleInput(viewers, worlds, 7).slice(1).sort();
    for (let slice = 0; slice < worlds; slice++) {
      expect(sorted[slice]).toBeGreaterThanOrEqual(quantile(viewers.interval, slice / worlds));
      expect(sorted[slice]).toBeLessThanOrEqual(quantile(viewers.interval, (slice + 1) / worlds));
    }
  });

  it("gives the same bytes for the same seed, others for another seed and for another key", () => {
    expect(sampleInput(viewers, 50, 1)).toEqual(sampleInput(viewers, 50, 1));
    expect(sampleInput(viewers, 50, 1)).not.toEqual(sampleInput(viewers, 50, 2));
    expect(sampleInput(viewers, 50, 1).slice(1)).not.toEqual(sampleInput({ ...viewers, key: "other" }, 50, 1).slice(1));
  });

  it("keeps the design value at index 0 and a certain number everywhere", () => {
    expect(sampleInput(viewers, 10, 1)[0]).toBe(1000);
    const certain = sampleInput({ key: "k", interval: point(3), design: 3 }, 10, 1);
    expect([...certain]).toEqual(new Array(11).fill(3));
    expect(isPoint(point(3))).toBe(true);
  });
});

const column = (...values: number[]): Column => Float64Array.of(...values);

describe("common quantile of a chain", () => {
  it("provisions the value that the wanted share of worlds does not exceed", () => {
    // Worlds 1..10 need 1..10; accepting a risk of 0.2 leaves the two worst short.
    const found = commonQuantile([column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)], 0.2);
    expect(found.values).toEqual([8]);
    expect(found.jointHoldRatio).toBe(0.8);
  });

  it("raises the rank when different worlds break different layers", () => {
    // Alone each layer would hold 90 % at 9; together two worlds break at 9, so 90 % need the tenth rank of one of them.
    const a = column(0, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const b = column(0, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9);
    const found = commonQuantile([a, b], 0.1);
    expect(found.jointHoldRatio).toBeGreaterThanOrEqual(0.9);
    expect(found.values).toEqual([10, 10]);
  });

  it("holds the design world without sampled worlds", () => {
    expect(commonQuantile([column(5), column(7)], 0.05)).toMatchObject({ values: [5, 7], jointHoldRatio: 1 });
  });

  const columns = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 }))
    .chain(([layers, worlds]) =>
      fc.array(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: worlds + 1, maxLength: worlds + 1 }),
        {
          minLength: layers,
          maxLength: layers,
        },
      ),
    )
    .map((rows) => rows.map((row) => Float64Array.from(row)));
  const risk = fc.double({ min: 0, max: 0.5, noNaN: true });

  it("reaches the wanted joint share, counted world by world", () => {
    fc.assert(
      fc.property(columns, risk, (requirements, riskRatio) => {
        const found = commonQuantile(requirements, riskRatio);
        const worlds = (requirements[0] as Column).length - 1;
        let held = 0;
        for (let world = 1; world <= worlds; world++) {
          if (requirements.every((one, i) => (one[world] as number) <= (found.values[i] as number))) held++;
        }
        expect(held / worlds).toBeGreaterThanOrEqual(1 - riskRatio - 1e-12);
        expect(held / worlds).toBeGreaterThanOrEqual(found.jointHoldRatio);
      }),
    );
  });

  it("never needs less under a stricter risk", () => {
    fc.assert(
      fc.property(columns, risk, risk, (requirements, one, other) => {
        const [strict, lax] = one < other ? [one, other] : [other, one];
        const strictValues = commonQuantile(requirements, strict).values;
        commonQuantile(requirements, lax).values.forEach((value, i) => {
          expect(strictValues[i]).toBeGreaterThanOrEqual(value);
        });
      }),
    );
  });
});
