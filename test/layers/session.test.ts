import { describe, expect, test } from "vitest";
import { sessionAssumptions } from "../../capacity/catalog/assumptions/session";
import { session } from "../../capacity/layers/session";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  feature,
  findingIds,
  PLAIN_JOINS,
  sized,
} from "./app-event";

const ONE_CALL = { "session.callsPerSignIn": 1, "session.callsPerRefresh": 0, "session.vcpuMsPerCall": 0 };

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(session.equations);
  expectSoundRows(sessionAssumptions);
});

describe("demand", () => {
  test("1,000,000 joins a minute without tokens are 16,667 sign-ins/s and, at 34.5 hashes/s, 483 busy vCPU", () => {
    const { number } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...ONE_CALL, "session.validTokenRatio": 0 } }, [
      session,
    ]);
    expect(number("session", "signInsPerSecond")).toBeCloseTo(16_666.7, 1);
    expect(number("session", "hashVcpu")).toBeCloseTo(483.1, 1);
    // Little: 483 hashes under way, 19 MiB each.
    expect(number("session", "memoryGib")).toBeCloseTo((483.1 * 19) / 1024, 1);
  });

  test("60 % with a valid token leave 40 % of the sign-ins", () => {
    const { number } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, "session.validTokenRatio": 0.6 } }, [session]);
    expect(number("session", "signInsPerSecond")).toBeCloseTo(6666.7, 1);
    expect(number("session", "refreshesPerSecond")).toBeCloseTo(10_000, 1);
  });

  test("a restart of the app refreshes tokens, but signs nobody in again", () => {
    const storm = { ...PLAIN_JOINS, "audience.rejoinShareRatio": 1, "audience.rejoinSeconds": 10 };
    const calm = sized({ viewers: 1e6, values: PLAIN_JOINS }, [session]);
    const stormy = sized({ viewers: 1e6, values: storm }, [session]);
    expect(stormy.number("session", "refreshesPerSecond")).toBeCloseTo(100_000);
    expect(stormy.number("session", "signInsPerSecond")).toBe(calm.number("session", "signInsPerSecond"));
  });

  test("everyone who watched keeps a session: 1,000,000 at the peak, each for half the event, are 2,000,000 of 2 KiB", () => {
    const { number } = sized({ viewers: 1e6, values: { "audience.meanWatchRatio": 0.5, "session.kibPerSession": 2 } }, [
      session,
    ]);
    expect(number("session", "sessionsGib")).toBeCloseTo(3.81, 2);
  });
});

describe("size", () => {
  test("4 vCPU at 0.7 hold 2.8 busy ones; the lost zone of three binds: 483 × 3/2 ÷ 0.85 ÷ 4 = 213.1, in zones 216", () => {
    const sizing = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, ...ONE_CALL, "session.validTokenRatio": 0 } }, [
      session,
    ]).sizing("session");
    expect(sizing.bindingConstraint).toBe("vcpu");
    expect(sizing.waterfall?.demand).toBeCloseTo(120.8, 1);
    expect(sizing.waterfall?.zoneLoss).toBeCloseTo(213.1, 1);
    expect(sizing.units).toBe(216);
  });

  test("nobody signing in still is one pod a zone", () => {
    const sizing = sized({ viewers: 0 }, [session]).sizing("session");
    expect(sizing.units).toBe(3);
    expect(sizing.bindingConstraint).toBe("minimum");
  });

  test("a hash that takes longer than the wait allows leaves workers idle, and that is said", () => {
    const slow = { "session.hashesPerSecondPerVcpu": 1.9, "session.vcpuPerPod": 1 };
    const fast = sized({ viewers: 1e5 }, [session]);
    expect(findingIds(fast.sizing("session"))).toEqual([]);
    expect(findingIds(sized({ viewers: 1e5, values: slow }, [session]).sizing("session"))).toEqual([
      "warning wait-unreachable",
    ]);
  });

  test("a memory-hard hash can bind memory: 483 GiB under way on pods with 3.5 GiB to spare, a zone of three lost, are 244, in zones 246", () => {
    const { sizeFor } = sized({}, [session]);
    const sizing = sizeFor("session", { vcpu: 1, memoryGib: 483 });
    expect(sizing.bindingConstraint).toBe("memoryGib");
    // 483 ÷ 3.5 × 3/2 ÷ 0.85 = 243.5
    expect(sizing.units).toBe(246);
  });

  test("sign-in that only adds value goes to the pool that is shed first", () => {
    const features = [feature("session", { kind: "signIn", criticality: "value-added" })];
    expect(sized({ features }, [session]).sizing("session").workload?.pool).toBe("value-added");
    expect(sized({}, [session]).sizing("session").workload?.pool).toBe("core");
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [session]);
    expectSoundFor((amounts) => sizeFor("session", amounts), session.requires);
  });
});
