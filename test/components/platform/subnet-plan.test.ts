import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, contains, formatCidr, overlaps, parseCidr } from "../../../components/platform/cidr";
import {
  addressesFor,
  planSubnets,
  prefixAddresses,
  privateAddressesFor,
  type SubnetPlan,
  type SubnetRequest,
  singleAddresses,
} from "../../../components/platform/subnet-plan";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"];
const EXTRA = [64, 65, 66, 67, 68, 69].map((second) => `100.${second}.0.0/16`);
const request = (changes: Partial<SubnetRequest> = {}): SubnetRequest => ({
  cidr: "10.0.0.0/16",
  extraCidrs: EXTRA,
  zones: ZONES.slice(0, 3),
  publicAddressesPerZone: 1024,
  privateAddressesPerZone: 65_536,
  ...changes,
});
const planOf = (given: SubnetRequest): SubnetPlan => {
  const plan = planSubnets(given);
  if ("input" in plan) throw new Error(`${plan.input}: ${plan.found}, expected ${plan.expected}`);
  return plan;
};
const block = (text: string): Block => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no block`);
  return parsed;
};
const powerOfTwo = (min: number, max: number) => fc.integer({ min, max }).map((bits) => 2 ** bits);
const requests = fc.record({
  cidr: fc.integer({ min: 16, max: 22 }).map((length) => `10.0.0.0/${length}`),
  extraCidrs: fc.constant(EXTRA),
  zones: fc.integer({ min: 1, max: 6 }).map((count) => ZONES.slice(0, count)),
  publicAddressesPerZone: powerOfTwo(4, 7),
  privateAddressesPerZone: powerOfTwo(6, 16),
});

describe("planSubnets", () => {
  it("gives each zone a whole extra block when the VPC's own is too small", () => {
    expect(planOf(request())).toEqual({
      extraCidrs: ["100.64.0.0/16", "100.65.0.0/16", "100.66.0.0/16"],
      zones: ["a", "b", "c"].map((letter, at) => ({
        zone: `us-east-1${letter}`,
        publicCidr: `10.0.${at * 4}.0/22`,
        privateCidr: `100.${64 + at}.0.0/16`,
        prefixCidrs: [`100.${64 + at}.128.0/17`, `100.${64 + at}.64.0/18`, `100.${64 + at}.32.0/19`],
      })),
    });
  });

  // 6 × 1,024 public addresses end at 10.0.24.0; the next multiple of 8,192 is 10.0.32.0.
  it("stays in the VPC's own block when there is room", () => {
    const plan = planOf(request({ privateAddressesPerZone: 8192 }));
    expect(plan.extraCidrs).toEqual([]);
    expect(plan.zones.map(({ privateCidr }) => privateCidr)).toEqual(["10.0.32.0/19", "10.0.64.0/19", "10.0.96.0/19"]);
  });

  it("keeps every subnet apart, inside the VPC's blocks, and as large as asked", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const plan = planOf(given);
        const vpc = [given.cidr, ...plan.extraCidrs].map(block);
        const publics = plan.zones.map(({ publicCidr }) => block(publicCidr));
        const privates = plan.zones.map(({ privateCidr }) => block(privateCidr));
        const subnets = [...publics, ...privates];
        expect(subnets.every((subnet) => vpc.some((outer) => contains(outer, subnet)))).toBe(true);
        for (const [at, one] of subnets.entries()) {
          expect(subnets.slice(at + 1).some((other) => overlaps(one, other))).toBe(false);
        }
        expect(publics.every(({ size }) => size === given.publicAddressesPerZone)).toBe(true);
        expect(privates.every(({ size }) => size === given.privateAddressesPerZone)).toBe(true);
      }),
    );
  });

  it("adds no block that nothing stands in", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const plan = planOf(given);
        const privates = plan.zones.map(({ privateCidr }) => block(privateCidr));
        expect(plan.extraCidrs.every((cidr) => privates.some((subnet) => contains(block(cidr), subnet)))).toBe(true);
      }),
    );
  });

  it("keeps the parts for prefixes apart, inside the subnet, 7/8 of it", () => {
    fc.assert(
      fc.property(requests, (given) => {
        for (const { privateCidr, prefixCidrs } of planOf(given).zones) {
          const subnet = block(privateCidr);
          const parts = prefixCidrs.map(block);
          expect(parts.every((part) => contains(subnet, part) && part.start % part.size === 0)).toBe(true);
          expect(parts.some((one, at) => parts.slice(at + 1).some((other) => overlaps(one, other)))).toBe(false);
          expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(prefixAddresses(subnet.size));
          expect(prefixAddresses(subnet.size)).toBe((subnet.size * 7) / 8);
        }
      }),
    );
  });

  it("moves nothing when a zone is added at the end", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const fewer = planOf({ ...given, zones: given.zones.slice(0, -1) });
        expect(planOf(given).zones.slice(0, -1)).toEqual(fewer.zones);
      }),
    );
  });

  it("says what doesn't fit", () => {
    expect(planSubnets(request({ cidr: "10.0.0.0/20" }))).toEqual({
      input: "cidr",
      found: "10.0.0.0/20",
      expected: "a block of at least 6144 addresses: 6 public subnets of 1024",
    });
    expect(planSubnets(request({ extraCidrs: EXTRA.slice(0, 2) }))).toEqual({
      input: "extraCidrs",
      found: "100.64.0.0/16, 100.65.0.0/16",
      expected: "a further block of 65536 addresses for zone us-east-1c",
    });
  });
});

describe("addressesFor", () => {
  // ceil(110 ÷ 16) = 7 prefixes, 1 warm: 8 × 16 = 128 addresses per node.
  it("counts whole prefixes and one warm one per node", () => {
    expect(addressesFor({ nodes: 400, podsPerNode: 110, otherAddresses: 128 })).toEqual({
      inPrefixes: 51_200,
      single: 528,
    });
  });

  it("needs the smallest subnet that has room for both kinds", () => {
    const demands = fc.record({
      nodes: fc.integer({ min: 1, max: 2000 }),
      podsPerNode: fc.integer({ min: 1, max: 250 }),
      otherAddresses: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(demands, (demand) => {
        const needed = addressesFor(demand);
        const size = privateAddressesFor(needed);
        const hasRoom = (of: number) =>
          prefixAddresses(of) >= needed.inPrefixes && singleAddresses(of) >= needed.single;
        expect(hasRoom(size)).toBe(true);
        expect(size === 16 || !hasRoom(size / 2)).toBe(true);
        expect(singleAddresses(size) + prefixAddresses(size) + 5).toBeLessThanOrEqual(Math.max(size, 19));
      }),
    );
  });
});

describe("CIDR blocks", () => {
  it.each(["10.0.0.1/24", "10.0.0.0/33", "256.0.0.0/8", "10.0.0/8", "", "10.0.0.0"])("refuses %s", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const size = 2 ** (32 - length);
        const given = { start: address - (address % size), size };
        expect(parseCidr(formatCidr(given))).toEqual(given);
      }),
    );
  });
});
