import { describe, expect, test } from "vitest";
import { telemetryAssumptions } from "../../capacity/catalog/assumptions/telemetry";
import { api } from "../../capacity/layers/api";
import { telemetry } from "../../capacity/layers/telemetry";
import { telemetrySeries } from "../../capacity/layers/telemetry-series";
import { expectSoundFor, expectSoundRows, expectTextsToMatchCode, PLAIN_JOINS, sized } from "./app-event";

const series = { id: "telemetry:series", model: telemetrySeries };

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(telemetry.equations);
  expectTextsToMatchCode(telemetrySeries.equations);
  expectSoundRows(telemetryAssumptions);
});

describe("collectors", () => {
  test("1,000,000 viewers ÷ 30 s + 16,667 joins/s × 3 = 83,333 beacons/s, 1 Gbit/s, 450 GB an hour", () => {
    const { number } = sized({ viewers: 1e6, values: PLAIN_JOINS }, [telemetry]);
    expect(number("telemetry", "beaconsPerSecond")).toBeCloseTo(83_333, 0);
    expect(number("telemetry", "ingressGbps")).toBeCloseTo(1);
    expect(number("telemetry", "beaconGbPerHour")).toBeCloseTo(450);
    expect(number("telemetry", "vcpu")).toBeCloseTo(25);
  });

  test("access logs follow the requests of the layers before", () => {
    const { number, chain } = sized({ viewers: 1e6, values: PLAIN_JOINS }, [api, telemetry]);
    const callsPerSecond = number("api", "callsPerSecond");
    expect(number("telemetry", "accessLogGbPerHour")).toBeCloseTo((callsPerSecond * 700 * 3600) / 1e9);
    expect(chain.flows.appRequestsPerSecond).toBeCloseTo(callsPerSecond + number("telemetry", "beaconsPerSecond"));
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [telemetry]);
    expectSoundFor((amounts) => sizeFor("telemetry", amounts), telemetry.requires);
  });
});

describe("metrics store", () => {
  test("10,000 pods × 500 + 1,000 nodes × 1,500 = 6,500,000 series of 6 KiB: 37.2 GiB ÷ 16 ÷ 0.7 = 4 shards", () => {
    const sizing = sized({}, [series], { pods: 10_000, nodes: 1000 }).sizing("telemetry:series");
    expect(sizing.settings.activeSeries).toBe(6_500_000);
    expect(sizing.units).toBe(4);
    expect(sizing.bindingConstraint).toBe("memoryGib");
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [series]);
    expectSoundFor((amounts) => sizeFor("telemetry:series", amounts), telemetrySeries.requires);
  });
});
