import { describe, expect, test } from "vitest";
import { apiAssumptions } from "../../capacity/catalog/assumptions/api";
import { api } from "../../capacity/layers/api";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  findingIds,
  PLAIN_JOINS,
  type Stated,
  sized,
} from "./app-event";

const QUIET = { "api.pollsPerViewerPerMinute": 0 };

function calls(stated: Stated) {
  return sized(stated, [api]).number("api", "callsPerSecond");
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(api.equations);
  expectSoundRows(apiAssumptions);
});

describe("demand", () => {
  test("heartbeats: 1,000,000 viewers ÷ 60 s, joins: 16,667/s × 8 calls", () => {
    const { number } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...QUIET } }, [api]);
    expect(number("api", "steadyCallsPerSecond")).toBeCloseTo(16_666.7, 1);
    expect(number("api", "joinCallsPerSecond")).toBeCloseTo(133_333, 0);
    expect(number("api", "callsPerSecond")).toBeCloseTo(150_000, 0);
  });

  test("the exit storm counts where it is the larger: 950,000 leave in 60 s, 4 calls each", () => {
    const exodus = { ...PLAIN_JOINS, ...QUIET, "audience.exitShareRatio": 0.95, "audience.exitSeconds": 60 };
    // Arrivals over an hour: 278/s × 8 = 2,222/s, far below the exit's 15,833/s × 4 = 63,333/s.
    expect(calls({ viewers: 1e6, values: { ...exodus, "audience.rampSeconds": 3600 } })).toBeCloseTo(
      16_666.7 + 63_333.3,
      0,
    );
    // Arrivals in a minute are the larger storm, and the two are not added.
    expect(calls({ viewers: 1e6, values: exodus })).toBeCloseTo(150_000, 0);
  });

  test("half the heartbeats, half the steady calls", () => {
    const steady = (seconds: number) =>
      sized({ viewers: 1e6, values: { ...QUIET, "api.heartbeatSeconds": seconds } }, [api]).number(
        "api",
        "steadyCallsPerSecond",
      );
    expect(steady(120)).toBeCloseTo(steady(60) / 2);
  });

  test("third parties see calls × 0.02, and by Little's law a fifth of a second of them at once", () => {
    const { number, chain } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...QUIET } }, [api]);
    expect(number("api", "externalCallsPerSecond")).toBeCloseTo(3000, 0);
    expect(chain.flows.natConnections).toBeCloseTo(600, 0);
  });

  test("a call of 3 KiB: 150,000/s are 3.69 Gbit/s to the viewers", () => {
    const { chain } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...QUIET } }, [api]);
    expect(chain.flows.appEgressGbps).toBeCloseTo(3.686, 3);
  });
});

describe("size", () => {
  test("150,000 calls of 3 ms are 450 busy vCPU; two workers wait too long above 0.7, so the zone lost binds", () => {
    const sizing = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...QUIET } }, [api]).sizing("api");
    expect(sizing.waterfall?.demand).toBeCloseTo(225, 0);
    // 225 × 3/2 ÷ 0.85 = 397.06
    expect(sizing.units).toBe(399);
    expect(sizing.bindingConstraint).toBe("vcpu");
  });

  test("a share of calls that may not wait at all caps how busy a pod gets", () => {
    const values = { ...PLAIN_JOINS, ...QUIET, "api.waitSeconds": 0.001, "api.waitExceedRatio": 0.01 };
    const strict = sized({ viewers: 1e6, values }, [api]).sizing("api");
    const loose = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...QUIET } }, [api]).sizing("api");
    expect(strict.units).toBeGreaterThan(2 * loose.units);
    expect(findingIds(strict)).toEqual(["note wait-binds"]);
  });

  test("frequent database access is said from the threshold on, with the knob to turn", () => {
    const at = (reads: number) =>
      sized({ values: { "api.databaseReadsPerCall": reads, "api.databaseWritesPerCall": 0 } }, [api]).sizing("api");
    expect(findingIds(at(0.25))).toEqual([]);
    const [finding] = at(0.26).findings;
    expect(finding?.id).toBe("frequent-database-access");
    expect(finding?.fix).toContain("features.api.databaseReadsPerCall");
  });

  test("pods of half and twice the size are weighed, and the reason against each names the path", () => {
    const { candidates } = sized({ viewers: 1e6 }, [api]).sizing("api");
    expect(candidates.map((one) => one.name)).toEqual([
      "pods of 1 vCPU, 2 GiB",
      "pods of 2 vCPU, 4 GiB",
      "pods of 4 vCPU, 8 GiB",
    ]);
    for (const one of candidates) if (!one.chosen) expect(one.rejected).toContain("features.api.vcpuPerPod");
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [api]);
    expectSoundFor((amounts) => sizeFor("api", amounts), api.requires);
  });
});
