import { expect, test } from "vitest";
import { CLOUDFRONT_PRICE_REGIONS, instancePrice, price, prices } from "../../capacity/catalog/prices";
import { REGIONS, region } from "../../capacity/catalog/regions";

test("by code", () => {
  expect(region("us-east-1")).toMatchObject({
    name: "US East (N. Virginia)",
    zones: 6,
    timeZone: "America/New_York",
    cloudFrontPriceRegion: "us-mx-ca",
  });
  expect(region("ap-northeast-1")?.cloudFrontPriceRegion).toBe("japan");
  expect(region("mars-1")).toBeUndefined();
});

test("codes are unique", () => {
  expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(REGIONS.length);
});

test("a region without prices is valid, and its prices are unknown", () => {
  expect(region("ap-southeast-7")).toBeDefined();
  expect(instancePrice("c7i.large", "ap-southeast-7")).toMatchObject({ kind: "unknown" });
  expect(price("aws/eks/cluster", "ap-southeast-7")).toMatchObject({ kind: "unknown" });
});

test("every region named by a price is a region or a CloudFront price region", () => {
  const known = new Set<string>([
    ...REGIONS.map(({ code }) => code),
    ...CLOUDFRONT_PRICE_REGIONS.map(({ id }) => id),
    "global",
  ]);
  expect(prices().filter((row) => !known.has(row.region))).toEqual([]);
});

test("every time zone exists", () => {
  for (const { timeZone } of REGIONS) expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
});

test("the other partition's zones are unknown, not zero", () => {
  expect(region("cn-north-1")).toMatchObject({ zones: null, cloudFrontPriceRegion: null });
  expect(REGIONS.filter(({ zones }) => zones !== null && zones < 3)).toEqual([]);
});

test("each continent has one price region to start from", () => {
  const starts = CLOUDFRONT_PRICE_REGIONS.filter(({ continentDefault }) => continentDefault).map(
    ({ continent }) => continent,
  );
  expect([...starts].sort()).toEqual(["AF", "AS", "EU", "NA", "OC", "SA"]);
});
