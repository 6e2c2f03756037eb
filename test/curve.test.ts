import fc from "fast-check";
import { expect, test } from "vitest";
import { area, type Knot, valueAt } from "../capacity/curve";

const START = 1_801_353_600;
const curves = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7200 }), fc.double({ min: 0, max: 1e6, noNaN: true })), {
    minLength: 2,
    maxLength: 8,
  })
  .map((steps) => {
    let seconds = START;
    return steps.map(([step, value]): Knot => {
      seconds += step;
      return [seconds, value];
    });
  });

test("a curve has the knot's own value at a knot", () => {
  fc.assert(
    fc.property(curves, (knots) => {
      for (const [seconds, value] of knots) expect(valueAt(knots, seconds)).toBe(value);
    }),
  );
});

test("after a curve has come down to 0 its area is 0 and no hair below", () => {
  fc.assert(
    fc.property(curves, fc.integer({ min: 1, max: 7200 }), (knots, more) => {
      const end = (knots.at(-1)?.[0] ?? START) + more;
      expect(area([...knots, [end, 0]], end, end + 3600)).toBe(0);
    }),
  );
});
