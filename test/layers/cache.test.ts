import { describe, expect, test } from "vitest";
import { cacheAssumptions } from "../../capacity/catalog/assumptions/cache";
import { cache } from "../../capacity/layers/cache";
import { required } from "../../capacity/problems";
import { expectSoundFor, expectSoundRows, expectTextsToMatchCode, findingIds, type Stated, sized } from "./app-event";

function sizeFor(amounts: Readonly<Record<string, number>>, stated: Stated = {}) {
  return sized(stated, [cache]).sizeFor("cache", amounts);
}

const chosen = (sizing: ReturnType<typeof sizeFor>) =>
  required(
    sizing.candidates.find((one) => one.chosen),
    "chosen",
  ).name;

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(cache.equations);
  expectSoundRows(cacheAssumptions);
});

describe("shards", () => {
  test("little load still is two shards with a replica each, on the smallest node", () => {
    const sizing = sizeFor({ operationsPerSecond: 1, memoryGib: 1 });
    expect(sizing.bindingConstraint).toBe("minimum");
    expect(sizing.settings).toMatchObject({ shards: 2, replicasPerShard: 1, nodes: 4 });
    expect(chosen(sizing)).toBe("cache.m7g.large");
  });

  test("1,000,000 operations/s: half of the vendor's million at 0.7 busy is 350,000 a 4xlarge, 2.86 of them: 3", () => {
    const sizing = sizeFor({ operationsPerSecond: 1_000_000 });
    const measured = sizing.candidates.find((one) => one.name === "cache.r7g.4xlarge");
    expect(measured?.units).toBe(3);
    expect(sizing.bindingConstraint).toBe("operationsPerSecond");
  });

  test("a larger node than the measured one does no more operations, since commands run on one thread", () => {
    const { candidates } = sizeFor({ operationsPerSecond: 10_000_000 });
    const units = (name: string) => candidates.find((one) => one.name === name)?.units;
    expect(units("cache.r7g.16xlarge")).toBe(units("cache.r7g.4xlarge"));
    expect(units("cache.r7g.2xlarge")).toBeGreaterThan(units("cache.r7g.4xlarge") as number);
  });

  test("memory binds where values are many: 100 GiB on r7g, whose usable share is 0.75 and filled to 0.8", () => {
    const sizing = sizeFor({ operationsPerSecond: 1, memoryGib: 100 });
    expect(sizing.bindingConstraint).toBe("memoryGib");
    expect(chosen(sizing)).toMatch(/^cache\.r7g\./);
    // 14,037,181,030 bytes × 0.75 = 9.80 GiB; 100 ÷ 9.80 ÷ 0.8 = 12.75
    expect(sizing.candidates.find((one) => one.name === "cache.r7g.large")?.units).toBe(13);
  });

  test("no zone may be lost: replicas are as stated", () => {
    const stated = { values: { "cache.replicasPerShard": 0 } };
    expect(sizeFor({}, stated).settings.replicasPerShard).toBe(1);
    const cluster = { zones: ["us-east-1a"], survivingZones: 1 };
    expect(sizeFor({}, { ...stated, cluster }).settings.replicasPerShard).toBe(0);
  });
});

describe("choice", () => {
  test("prices the catalog doesn't have are unknown, never 0", () => {
    const { candidates } = sizeFor({ operationsPerSecond: 1e5, memoryGib: 10 });
    for (const one of candidates.filter((candidate) => candidate.name.startsWith("cache.")))
      expect(one.usdPerHour).toBeNull();
  });

  test("where the event file states every price, the cheapest wins", () => {
    const types = sizeFor({}).candidates.map((one) => one.name);
    const prices = Object.fromEntries(types.map((name) => [name, name === "cache.r7g.8xlarge" ? 0.01 : 5]));
    const sizing = sizeFor({ operationsPerSecond: 1e5, memoryGib: 10 }, { prices });
    expect(chosen(sizing)).toBe("cache.r7g.8xlarge");
    expect(sizing.candidates.find((one) => one.chosen)?.usdPerHour).toBeCloseTo(0.04);
    expect(sizing.candidates.find((one) => one.name === "cache.m7g.large")?.rejected).toContain("USD/h");
  });

  test("serverless has a known price: 100,000/s × 3,600 s × 0.0023 USD a million + 10 GiB × 0.084 USD", () => {
    const { candidates } = sizeFor({ operationsPerSecond: 1e5, memoryGib: 10 });
    expect(candidates.at(-1)?.usdPerHour).toBeCloseTo(0.828 + 10.737 * 0.084, 3);
    expect(candidates.at(-1)?.rejected).toContain("60 minutes ahead");
  });

  test("more than the default 90 nodes is asked for, more than 500 can't be had", () => {
    // 2xlarge holds most at least vCPU: find a demand between the two limits on every type.
    const asked = sizeFor({ operationsPerSecond: 20_000_000 });
    expect(asked.settings.nodes).toBeGreaterThan(90);
    expect(findingIds(asked)).toEqual(["warning cache-node-quota"]);
    const raised = sizeFor(
      { operationsPerSecond: 20_000_000 },
      { account: { quotas: { "L-AF354865": 500 }, cloudflarePlan: null } },
    );
    expect(findingIds(raised)).toEqual([]);
    const beyond = sizeFor({ operationsPerSecond: 1e9 });
    expect(findingIds(beyond)).toEqual(["blocker cache-too-large"]);
    expect(beyond.bindingConstraint).toBe("limit");
  });

  test("any requirement is answered", () => {
    const { sizeFor: answer } = sized({}, [cache]);
    expectSoundFor((amounts) => answer("cache", amounts), cache.requires);
  });
});
