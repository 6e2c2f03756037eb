import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Requirements } from "../capacity/layers/layer";
import { ceilCount, provision, sizeByCapacity } from "../capacity/sizing";

const THREE_ZONES = { zones: 3, survivingZones: 2, targetUtilization: 0.7, degradedUtilization: 0.85 };

function need(amounts: Readonly<Record<string, number>>, design = amounts): Requirements {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, atRisk]) => [
      resource,
      { resource, unit: "vCPU" as const, design: design[resource] ?? atRisk, atRisk },
    ]),
  );
}

describe("rounding", () => {
  test.each([
    [0, 0],
    [1, 1],
    [1.000001, 2],
    [0.1 + 0.2, 1],
    [3 * 1.1 - 0.3, 3], // 3.0000000000000004 must not buy a fourth
  ])("%d units are %i", (units, counted) => {
    expect(ceilCount(units)).toBe(counted);
  });
});

describe("margins don't multiply", () => {
  test("100 ÷ 0.7 = 142.9 against 100 × 3/2 ÷ 0.85 = 176.5: the lost zone binds, in zones 177", () => {
    const sized = sizeByCapacity(need({ vcpu: 100 }), { vcpu: 1 }, THREE_ZONES, { zonal: "zonal" });
    expect(sized.units).toBe(177);
    expect(sized.waterfall.utilization).toBeCloseTo(142.86, 2);
    expect(sized.waterfall.zoneLoss).toBeCloseTo(176.47, 2);
  });

  test("with many zones the utilization binds: 100 ÷ 0.7 = 142.9 against 100 × 10/9 ÷ 0.85 = 130.7", () => {
    const sized = sizeByCapacity(
      need({ vcpu: 100 }),
      { vcpu: 1 },
      { ...THREE_ZONES, zones: 10, survivingZones: 9 },
      { zonal: "zonal" },
    );
    expect(sized.waterfall.zoneLoss).toBeCloseTo(142.86, 2);
    expect(sized.units).toBe(150);
  });

  test("a global service loses no zone: 100 ÷ 0.7 = 143", () => {
    expect(sizeByCapacity(need({ vcpu: 100 }), { vcpu: 1 }, THREE_ZONES, { zonal: "global" }).units).toBe(143);
  });

  test("the waterfall starts at the design and adds the risk", () => {
    const sized = sizeByCapacity(need({ vcpu: 120 }, { vcpu: 100 }), { vcpu: 2 }, THREE_ZONES, { zonal: "zonal" });
    expect(sized.waterfall).toMatchObject({ demand: 50, risk: 60 });
  });
});

describe("what binds", () => {
  test("the resource that needs most units", () => {
    const sized = sizeByCapacity(need({ vcpu: 10, memoryGib: 100 }), { vcpu: 4, memoryGib: 4 }, THREE_ZONES, {
      zonal: "global",
    });
    expect(sized.bindingConstraint).toBe("memoryGib");
    expect(sized.units).toBe(36);
  });

  test("the minimum, where demand is less; also when they are equal", () => {
    const at = (vcpu: number) =>
      sizeByCapacity(
        need({ vcpu }),
        { vcpu: 1 },
        { ...THREE_ZONES, targetUtilization: 1 },
        {
          zonal: "global",
          minimumUnits: 5,
        },
      );
    expect(at(4)).toMatchObject({ units: 5, bindingConstraint: "minimum" });
    expect(at(5)).toMatchObject({ units: 5, bindingConstraint: "minimum" });
    expect(at(5.1)).toMatchObject({ units: 6, bindingConstraint: "vcpu" });
  });

  test("a resource without capacity doesn't bind, and has no utilization", () => {
    const sized = sizeByCapacity(need({ vcpu: 1, gbps: 1e9 }), { vcpu: 1 }, THREE_ZONES, { zonal: "global" });
    expect(sized.units).toBe(2);
    expect(sized.resources.find((one) => one.resource === "gbps")).toMatchObject({
      provisioned: 1e9,
      utilization: null,
    });
  });

  test("a single resource may be fuller than the layer, in all zones and in what is left", () => {
    const sized = sizeByCapacity(need({ connections: 20 }), { connections: 1 }, THREE_ZONES, {
      zonal: "zonal",
      targets: { connections: 1 },
    });
    // 20 × 3/2 ÷ 1: the higher of target and degraded utilization applies to the zones left.
    expect(sized.units).toBe(30);
  });
});

test("nothing provisioned has no utilization", () => {
  expect(provision("vcpu", "vCPU", 0, 0, 0).utilization).toBeNull();
  expect(provision("vcpu", "vCPU", 5, 6, 8)).toMatchObject({ required: 6, provisioned: 8, utilization: 0.75 });
});

test("law: units hold what is required at the target, and on the zones left at the degraded one", () => {
  const amount = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e9, noNaN: true }));
  const ratio = fc.double({ min: 0.05, max: 1, noNaN: true });
  const context = fc
    .record({
      zones: fc.integer({ min: 1, max: 6 }),
      lost: fc.integer({ min: 0, max: 2 }),
      target: ratio,
      degraded: ratio,
    })
    .map(({ zones, lost, target, degraded }) => ({
      zones,
      survivingZones: Math.max(1, zones - lost),
      targetUtilization: target,
      degradedUtilization: degraded,
    }));
  fc.assert(
    fc.property(amount, fc.double({ min: 0.01, max: 1e4, noNaN: true }), context, (vcpu, perUnit, zones) => {
      const { units } = sizeByCapacity(need({ vcpu }), { vcpu: perUnit }, zones, { zonal: "zonal" });
      const slack = 1 + 1e-8;
      expect(units % zones.zones).toBe(0);
      expect(units * perUnit * zones.targetUtilization * slack).toBeGreaterThanOrEqual(vcpu);
      const left = (units * zones.survivingZones) / zones.zones;
      const degraded = Math.max(zones.targetUtilization, zones.degradedUtilization);
      expect(left * perUnit * degraded * slack).toBeGreaterThanOrEqual(vcpu);
      // One step of zones less would not have been enough.
      if (units > 0) {
        const fewer = units - zones.zones;
        const holds =
          fewer * perUnit * zones.targetUtilization >= vcpu * slack &&
          ((fewer * zones.survivingZones) / zones.zones) * perUnit * degraded >= vcpu * slack;
        expect(holds).toBe(false);
      }
    }),
  );
});
