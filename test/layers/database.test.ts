import { describe, expect, test } from "vitest";
import { databaseAssumptions } from "../../capacity/catalog/assumptions/database";
import { contextOf } from "../../capacity/chain";
import { api } from "../../capacity/layers/api";
import { database } from "../../capacity/layers/database";
import { required } from "../../capacity/problems";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  findingIds,
  NO_FLEET,
  type Stated,
  sized,
} from "./app-event";

function sizeFor(amounts: Readonly<Record<string, number>>, stated: Stated = {}) {
  return sized(stated, [database]).sizeFor("database", amounts);
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(database.equations);
  expectSoundRows(databaseAssumptions);
});

describe("demand", () => {
  test("reads that miss the cache, and those that fall through while a shard fails over", () => {
    const { number } = sized({ viewers: 1e6, values: { "database.coldMissRatio": 0.01 } }, [api, database]);
    expect(number("database", "readsPerSecond")).toBeCloseTo(
      number("api", "databaseReads") + 0.01 * number("api", "cacheOperations"),
    );
  });

  test("60,000 requests/s at 600 a pod are 100 pods, whose pools of 10 hold 1,000 connections", () => {
    const { number, chain } = sized({ viewers: 1e6 }, [api, database]);
    expect(number("database", "connections")).toBeCloseTo((chain.flows.appRequestsPerSecond / 600) * 10);
  });
});

describe("size", () => {
  test("nothing to do is one writer and the reader that takes over, in the smallest size", () => {
    const sizing = sizeFor({});
    expect(sizing.settings).toMatchObject({ readers: 2, instances: 3, vcpuPerInstance: 2 });
  });

  test("without a zone to lose there is no reader to keep", () => {
    expect(sizeFor({}, { cluster: { zones: ["us-east-1a"], survivingZones: 1 } }).units).toBe(1);
  });

  test("10,000 writes/s ÷ (800 × 1.33 a vCPU) ÷ 0.7 = 13.4 vCPU: a writer of 16", () => {
    const sizing = sizeFor({ writesPerSecond: 10_000 });
    expect(sizing.settings.vcpuPerInstance).toBe(16);
    expect(sizing.bindingConstraint).toBe("writesPerSecond");
    expect(sizing.candidates.find((one) => one.name === "db.r7i.2xlarge")?.rejected).toContain("5,958 writes/s");
  });

  test("readers hold the reads with a zone lost and one of them promoted", () => {
    // A large: 2 × 1.33 × 4,000 = 10,640 reads/s. 60,000 ÷ 10,640 ÷ 0.85 = 6.63 + 1, × 3/2 = 11.45.
    const sizing = sizeFor({ readsPerSecond: 60_000 });
    const large = sizing.candidates.find((one) => one.name === "db.r7i.large");
    expect(large?.units).toBe(1 + 12);
    const survivors = (12 * 2) / 3 - 1;
    expect(survivors * 10_640 * 0.85).toBeGreaterThanOrEqual(60_000);
  });

  test("more writes than the largest writer holds can't be bought", () => {
    const sizing = sizeFor({ writesPerSecond: 1e6 });
    expect(findingIds(sizing)).toEqual(["blocker database-writes"]);
    expect(sizing.findings[0]?.fix).toContain("queue");
    expect(sizing.bindingConstraint).toBe("limit");
  });

  test("connections: PostgreSQL takes one per 9,531,392 bytes and 5,000 at most, 0.8 of which are planned with", () => {
    // large: 16 GiB × 0.925 ÷ 9,531,392 = 1,667; xlarge: 3,334.
    expect(sizeFor({ connections: 1300 }).settings.maxConnections).toBe(1667);
    expect(sizeFor({ connections: 1400 }).settings.maxConnections).toBe(3334);
    expect(findingIds(sizeFor({ connections: 4000 }))).toEqual([]);
    const beyond = sizeFor({ connections: 4001 });
    expect(findingIds(beyond)).toEqual(["blocker database-connections"]);
    expect(beyond.findings[0]?.fix).toContain("pooler");
  });

  test("too many connections only at the planning quantile are a warning: the pods behind them are estimated", () => {
    const { chain, event } = sized({}, [database]);
    const instance = required(chain.instances[0], "database");
    const context = contextOf(instance, chain, { relativeSpeed: 1, fleet: NO_FLEET });
    const none = { design: 0, atRisk: 0, unit: "operations/s" as const };
    const requirements = {
      readsPerSecond: { resource: "readsPerSecond", ...none },
      writesPerSecond: { resource: "writesPerSecond", ...none },
      connections: { resource: "connections", unit: "connections" as const, design: 4000, atRisk: 4001 },
    };
    expect(findingIds(database.size(requirements, { ...context, event }))).toEqual(["warning database-connections"]);
  });

  test("fifteen readers are allowed, more where the account has them", () => {
    const many = { readsPerSecond: 20_000_000 };
    expect(findingIds(sizeFor(many))).toEqual(["blocker database-readers"]);
    const raised = { account: { quotas: { "L-5BC124EF": 1000 }, cloudflarePlan: null } };
    expect(findingIds(sizeFor(many, raised))).toEqual([]);
  });

  test("any requirement is answered", () => {
    const { sizeFor: answer } = sized({}, [database]);
    expectSoundFor((amounts) => answer("database", amounts), database.requires);
  });
});
