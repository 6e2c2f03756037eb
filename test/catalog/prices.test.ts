import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUnknown } from "../../capacity/catalog/fact";
import {
  CLOUDFRONT_PRICE_REGIONS,
  instancePrice,
  type PriceRow,
  price,
  priceOf,
  prices,
  tieredCost,
  UNPRICED,
} from "../../capacity/catalog/prices";

const EGRESS = "aws/cloudfront/data-transfer-out-to-internet";

function tiersOf(key: string, region: string): readonly PriceRow[] {
  const rows = price(key, region);
  if (isUnknown(rows)) throw new Error(rows.how);
  return rows;
}

describe("lookup", () => {
  test("by key and region", () => {
    expect(tiersOf("aws/eks/cluster", "us-east-1")).toMatchObject([{ usd: 0.1, unit: "hour", asOf: "2025-07-07" }]);
    expect(tiersOf(EGRESS, "japan").map((row) => row.usd)).toEqual([0.114, 0.089, 0.086, 0.084, 0.08, 0.07, 0.06]);
  });

  test("by service and item in the vendor's words", () => {
    expect(priceOf("eks", "cluster", "us-east-1")).toEqual(price("aws/eks/cluster", "us-east-1"));
    expect(priceOf("argo", "subscription", "global")).toMatchObject([{ provider: "cloudflare", usd: 5 }]);
  });

  test("a global price answers for every region", () => {
    expect(price("aws/route53/hosted-zone", "eu-west-1")).toMatchObject([{ usd: 0.5, region: "global" }]);
  });

  test("a region without a price is unknown, with the way to supply it, never 0", () => {
    expect(price("aws/eks/cluster", "eu-west-1")).toEqual({
      kind: "unknown",
      key: "aws/eks/cluster",
      how: "No source gives aws/eks/cluster in eu-west-1; supply it under prices: in the event file, in USD per hour.",
    });
  });

  test("a thing nobody priced is unknown", () => {
    expect(priceOf("medialive", "HD channel", "us-east-1")).toMatchObject({
      kind: "unknown",
      key: "aws/medialive/hd-channel",
    });
    expect(UNPRICED).toHaveLength(16);
  });

  test("free is a price of 0, and not the same as unknown", () => {
    expect(price("cloudflare/r2/egress-to-internet", "global")).toMatchObject([{ usd: 0 }]);
  });

  test("machines have a price in us-east-1 only", () => {
    expect(instancePrice("c7i.large", "us-east-1")).toMatchObject({ usd: 0.08925, unit: "hour", asOf: "2026-07-20" });
    expect(price("aws/ec2/on-demand/c7i.large", "us-east-1")).toMatchObject([{ usd: 0.08925 }]);
    expect(instancePrice("c7i.large", "eu-west-1")).toMatchObject({ kind: "unknown" });
    expect(price("aws/ec2/on-demand/c7i.large", "eu-west-1")).toMatchObject({ kind: "unknown" });
    expect(instancePrice("c7i.huge", "us-east-1")).toMatchObject({ kind: "unknown" });
  });

  test("every CloudFront price region has an egress price, and every such price a region", () => {
    const priced = new Set(
      prices()
        .filter((row) => row.key === EGRESS)
        .map((row) => row.region),
    );
    expect([...priced].sort()).toEqual(CLOUDFRONT_PRICE_REGIONS.map((region) => region.id).sort());
  });
});

describe("tiers in the catalog", () => {
  test("follow each other without gap or overlap", () => {
    const all = new Set(prices().map((row) => `${row.key} ${row.region}`));
    expect(all.size).toBeGreaterThan(100);
    for (const name of all) {
      const tiers = prices().filter((row) => `${row.key} ${row.region}` === name);
      if (tiers.length === 1) continue;
      expect(tiers[0]?.tierMin, name).toBe(0);
      expect(tiers.at(-1)?.tierMax, name).toBeNull();
      for (const [i, tier] of tiers.slice(1).entries()) expect(tier.tierMin, name).toBe(tiers[i]?.tierMax);
    }
  });
});

describe("tieredCost", () => {
  const us = tiersOf(EGRESS, "us-mx-ca");

  test("COST-01: 18,450 GB in the US is within 5 % of the vendor's own 1,531.49 USD", () => {
    // 10,000 viewers × 4.1 Mbit/s × 3600 s ÷ 8000 Mbit per GB = 18,450 GB
    const gigabytes = (10_000 * 4.1 * 3600) / 8000;
    const costUsd = tieredCost({ tiers: us, used: 0, amount: gigabytes });
    expect(costUsd).toBeCloseTo(10_240 * 0.085 + 8_210 * 0.08, 6); // 870.40 + 656.80 = 1527.20
    expect(costUsd).toBeGreaterThanOrEqual(1526);
    expect(costUsd).toBeLessThanOrEqual(1531.49);
  });

  test("COST-01 with tiers counted in thousands: 1,526 USD", () => {
    const tiers = [
      { usd: 0.085, perUnits: 1, tierMin: 0, tierMax: 10_000 },
      { usd: 0.08, perUnits: 1, tierMin: 10_000, tierMax: null },
    ];
    expect(tieredCost({ tiers, used: 0, amount: 18_450 })).toBeCloseTo(850 + 676, 6);
  });

  test.each([
    { used: 0, amount: 0, costUsd: 0 },
    { used: 0, amount: 10_240, costUsd: 870.4 }, // the whole first tier
    { used: 0, amount: 10_241, costUsd: 870.48 }, // one GB more, at 0.080
    { used: 10_239, amount: 2, costUsd: 0.165 }, // one on each side: 0.085 + 0.080
    { used: 10_240, amount: 1, costUsd: 0.08 }, // the boundary opens the next tier
    { used: 5_242_880, amount: 1000, costUsd: 20 }, // last tier, 0.020
  ])("$amount GB after $used GB cost $costUsd USD", ({ used, amount, costUsd }) => {
    expect(tieredCost({ tiers: us, used, amount })).toBeCloseTo(costUsd, 9);
  });

  test("a petabyte of live video: every tier of the price list", () => {
    // 870.40 + 40,960 × 0.08 + 102,400 × 0.06 + 358,400 × 0.04 + 487,760 × 0.03 = 39,260.00
    expect(tieredCost({ tiers: us, used: 0, amount: 999_760 })).toBeCloseTo(39_260, 6);
  });

  test("units bought by the thousand or million: the web firewall at 500,000 requests/s", () => {
    const tiers = tiersOf("aws/wafv2/requests", "us-east-1");
    expect(tieredCost({ tiers, used: 0, amount: 500_000 * 3600 })).toBeCloseTo(1080, 9); // 1,800 million × 0.60
    expect(tiersOf("aws/cloudfront/https-requests", "us-mx-ca")[0]?.perUnits).toBe(10_000);
    expect(tiersOf(EGRESS, "us-mx-ca")[0]?.perUnits).toBe(1);
  });

  test.each([
    { used: -1, amount: 1 },
    { used: 0, amount: -1 },
    { used: Number.NaN, amount: 1 },
    { used: 0, amount: Number.POSITIVE_INFINITY },
  ])("refuses used $used, amount $amount", (bill) => {
    expect(() => tieredCost({ tiers: us, ...bill })).toThrow(RangeError);
  });

  test("refuses an amount that the tiers leave unpriced, rather than giving it away", () => {
    expect(() =>
      tieredCost({ tiers: tiersOf("aws/cloudfront/free-tier-data-transfer-out", "global"), used: 0, amount: 1025 }),
    ).toThrow(RangeError);
    expect(() => tieredCost({ tiers: [], used: 0, amount: 1 })).toThrow(RangeError);
  });

  test("law: paying in two parts costs the same as at once", () => {
    const gigabytes = fc.double({ min: 0, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(gigabytes, gigabytes, gigabytes, (used, first, second) => {
        const parts =
          tieredCost({ tiers: us, used, amount: first }) +
          tieredCost({ tiers: us, used: used + first, amount: second });
        const once = tieredCost({ tiers: us, used, amount: first + second });
        expect(Math.abs(parts - once)).toBeLessThanOrEqual(1e-6 * Math.max(1, once));
      }),
    );
  });

  test("law: more never costs less", () => {
    const gigabytes = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(gigabytes, gigabytes, gigabytes, (used, amount, more) => {
        const less = tieredCost({ tiers: us, used, amount });
        expect(tieredCost({ tiers: us, used, amount: amount + more })).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});
