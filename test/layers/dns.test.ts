import { describe, expect, test } from "vitest";
import { dnsAssumptions } from "../../capacity/catalog/assumptions/dns";
import { dns } from "../../capacity/layers/dns";
import type { Fleet } from "../../capacity/layers/layer";
import { expectSoundFor, expectSoundRows, expectTextsToMatchCode, findingIds, sized } from "./app-event";

function size(fleet: Partial<Fleet>, values: Readonly<Record<string, number>> = {}) {
  return sized({ values }, [dns], fleet).sizing("dns");
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(dns.equations);
  expectSoundRows(dnsAssumptions);
});

describe("replicas", () => {
  test.each([
    [{ nodes: 0, vcpu: 0, pods: 0 }, 2, "minimum"],
    [{ nodes: 32, vcpu: 256, pods: 0 }, 2, "minimum"],
    [{ nodes: 33, vcpu: 256, pods: 0 }, 3, "replicasByNodes"],
    [{ nodes: 1000, vcpu: 4000, pods: 0 }, 63, "replicasByNodes"],
    [{ nodes: 100, vcpu: 19_200, pods: 0 }, 75, "replicasByVcpu"],
  ] as const)("max(nodes ÷ 16, vCPU ÷ 256): %o are %i", (fleet, units, binds) => {
    expect(size(fleet)).toMatchObject({ units, bindingConstraint: binds });
  });

  test("NET-02: 10,000 uncached lookups/s × 2 packets ÷ 1,024 an interface are 20 nodes", () => {
    const values = { "dns.lookupsPerSecondPerPod": 10, "dns.uncachedRatio": 1, "dns.packetsPerLookup": 2 };
    const sizing = size({ nodes: 100, vcpu: 400, pods: 1000 }, values);
    expect(sizing).toMatchObject({ units: 20, bindingConstraint: "packetsPerSecond" });
  });

  test("more interfaces than nodes can't be had by replicas", () => {
    const values = { "dns.lookupsPerSecondPerPod": 10, "dns.uncachedRatio": 1 };
    expect(findingIds(size({ nodes: 10, vcpu: 40, pods: 1000 }, values))).toEqual(["warning dns-interfaces"]);
  });

  test("without a cache on each node ten times the packets leave it", () => {
    const { candidates } = size({ nodes: 100, vcpu: 400, pods: 10_000 });
    // 10,000 pods × 5/s × 2 = 100,000 packets/s ÷ 1,024.
    expect(candidates[1]?.units).toBe(98);
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [dns]);
    expectSoundFor((amounts) => sizeFor("dns", amounts), dns.requires);
  });
});
