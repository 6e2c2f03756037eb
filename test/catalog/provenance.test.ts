import { describe, expect, test } from "vitest";
import { CLOUDFLARE_ADDRESSES } from "../../capacity/catalog/cloudflare-addresses";
import { CLOUDFRONT_PRICE_REGIONS } from "../../capacity/catalog/cloudfront-price-regions";
import { coefficients } from "../../capacity/catalog/coefficients";
import { BASES, type CatalogRow, type Fact, isUnknown, type Provenance, toFact } from "../../capacity/catalog/fact";
import { INSTANCE_TYPES, instanceType } from "../../capacity/catalog/instances";
import { ASSUMED_LEAD_TIMES, LEAD_TIMES } from "../../capacity/catalog/lead-times";
import { limits } from "../../capacity/catalog/limits";
import { instancePrice, prices } from "../../capacity/catalog/prices";
import { quota, quotas } from "../../capacity/catalog/quotas";
import { REGIONS } from "../../capacity/catalog/regions";

const TABLES: readonly { readonly name: string; readonly rows: readonly CatalogRow[]; readonly size: number }[] = [
  { name: "quotas", rows: quotas(), size: 228 },
  { name: "limits", rows: limits(), size: 257 },
  { name: "prices", rows: prices(), size: 206 },
  { name: "coefficients", rows: coefficients(), size: 134 },
  { name: "lead times", rows: LEAD_TIMES, size: 11 },
  { name: "assumed lead times", rows: ASSUMED_LEAD_TIMES, size: 7 },
  {
    name: "instance prices",
    rows: INSTANCE_TYPES.flatMap((instance) => {
      const row = instancePrice(instance.type, "us-east-1");
      return isUnknown(row) ? [] : [row];
    }),
    size: 370,
  },
];

const SOURCED: readonly { readonly name: string; readonly rows: readonly Provenance[] }[] = [
  ...TABLES.map(({ name, rows }) => ({ name, rows })),
  { name: "instances", rows: INSTANCE_TYPES },
  { name: "regions", rows: REGIONS },
  { name: "CloudFront price regions", rows: CLOUDFRONT_PRICE_REGIONS },
  { name: "Cloudflare addresses", rows: [CLOUDFLARE_ADDRESSES] },
];

const DATE = /^20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

describe.each(TABLES)("$name", ({ rows, size }) => {
  const facts: readonly Fact[] = rows.map(toFact);

  test("none is lost on import", () => expect(rows).toHaveLength(size));

  test("every row has a key and a unit", () => {
    expect(facts.filter((fact) => fact.key.trim() === "" || fact.unit.trim() === "")).toEqual([]);
  });

  test("keys are unique", () => {
    const keys = facts.map((fact) => fact.key);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test("every row says on what basis", () => {
    expect(facts.filter((fact) => !BASES.includes(fact.basis))).toEqual([]);
  });

  test("no number is NaN, infinite or negative", () => {
    const numbers = facts.flatMap(({ low, expected, high }) => [low, expected, high]).filter((n) => n !== null);
    expect(numbers.filter((n) => !Number.isFinite(n) || n < 0)).toEqual([]);
  });

  test("low, expected and high are in order where known", () => {
    const disordered = facts.filter(({ low, expected, high }) => {
      const known = [low, expected, high].filter((n) => n !== null);
      return known.some((n, i) => i > 0 && n < (known[i - 1] ?? n));
    });
    expect(disordered).toEqual([]);
  });
});

describe.each(SOURCED)("$name", ({ rows }) => {
  test("every row has a source and a date, told apart", () => {
    const without = rows.filter(
      (row) => row.source.trim() === "" || !DATE.test(row.asOf) || !["as-of", "retrieved"].includes(row.dated),
    );
    expect(without).toEqual([]);
  });
});

test("a row's own date is told apart from the day it was collected", () => {
  expect(quota("aws/cloudfront/data-transfer-rate-per-distribution")).toMatchObject({
    asOf: "2026-04-13",
    dated: "as-of",
  });
  expect(quota("aws/ec2/running-on-demand-g-and-vt-instances")).toMatchObject({
    asOf: "2026-11-25",
    dated: "retrieved",
  });
});

test("rows can't be written to: the types say so", () => {
  // Never called: the compiler is what checks it.
  const write = () => {
    const row = quota("aws/eks/clusters");
    // @ts-expect-error readonly
    row.defaultValue = 1;
    // @ts-expect-error readonly
    quotas().push(row);
    const instance = instanceType("c7i.large");
    // @ts-expect-error readonly
    if (instance !== undefined) instance.vcpu = 1;
  };
  expect(write).toBeTypeOf("function");
});
