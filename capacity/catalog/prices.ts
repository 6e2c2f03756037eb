import data from "./data/prices.json";
import { BASES, type Basis, type Provenance, type Unknown } from "./fact";
import { INSTANCE_PRICE_SOURCE, instanceType } from "./instances";
import { catalogKey } from "./key";
import { lazy } from "./lazy";
import { type RowReader, readRows } from "./table";

export { CLOUDFRONT_PRICE_REGIONS, type CloudFrontPriceRegion } from "./cloudfront-price-regions";

/** A list price before tax and discount, or one tier of it. */
export interface PriceRow extends Provenance {
  /** Stable and readable, such as `aws/cloudfront/data-transfer-out-to-internet`; the same in every region. */
  readonly key: string;
  readonly provider: "aws" | "cloudflare";
  readonly service: string;
  readonly item: string;
  /** An AWS region, a CloudFront price region, or `global`. */
  readonly region: string;
  readonly usd: number;
  /** What `usd` buys, such as `GB` or `10,000 requests`. */
  readonly unit: string;
  /** How many single units `usd` buys: 10000 for `10,000 requests`, 1 for `GB`. */
  readonly perUnits: number;
  /** First amount of the tier, inclusive, in single units per account and month; null: not tiered. */
  readonly tierMin: number | null;
  /** End of the tier, exclusive; null: no end. */
  readonly tierMax: number | null;
  readonly tierUnit: string | null;
  readonly basis: Basis;
  readonly note: string | null;
}

const PROVIDERS = ["aws", "cloudflare"] as const;
const INSTANCE_KEY = "aws/ec2/on-demand/";
/** The only region whose instance prices are in the catalog. */
const INSTANCE_PRICE_REGION = "us-east-1";

const rows = lazy(() => readRows("prices", data, readPrice));
const byKey = lazy(() => {
  const index = new Map<string, Map<string, PriceRow[]>>();
  for (const row of rows()) {
    const regions = index.get(row.key) ?? new Map<string, PriceRow[]>();
    regions.set(row.region, [...(regions.get(row.region) ?? []), row]);
    index.set(row.key, regions);
  }
  return index;
});

/** Every price row, ordered by key, region and tier; instance prices are in `INSTANCE_TYPES`. */
export function prices(): readonly PriceRow[] {
  return rows();
}

/** Things whose price was looked for and not found, as sentences for the report. */
export const UNPRICED: readonly string[] = data.unknown;

/**
 * Looks up a price, all its tiers in order.
 *
 * @param region an AWS region, or a CloudFront price region for what CloudFront delivers; a global price answers for every region
 * @returns unknown, never 0, where no source gives the price
 */
export function price(key: string, region: string): readonly PriceRow[] | Unknown {
  if (key.startsWith(INSTANCE_KEY)) {
    const row = instancePrice(key.slice(INSTANCE_KEY.length), region);
    return "usd" in row ? [row] : row;
  }
  const regions = byKey().get(key);
  const [anywhere] = regions?.values().next().value ?? [];
  return regions?.get(region) ?? regions?.get("global") ?? unknownPrice({ key, region, unit: anywhere?.unit });
}

/** Looks up a price by service and item, in the words of the vendor: `priceOf("eks", "cluster", "us-east-1")`. */
export function priceOf(service: string, item: string, region: string): readonly PriceRow[] | Unknown {
  const keys = PROVIDERS.map((provider) => catalogKey({ provider, service, name: item }));
  return price(keys.find((key) => byKey().has(key)) ?? keys[0] ?? item, region);
}

/** On-demand Linux price of a machine shape; unknown outside us-east-1. */
export function instancePrice(type: string, region: string): PriceRow | Unknown {
  const key = INSTANCE_KEY + type;
  const instance = region === INSTANCE_PRICE_REGION ? instanceType(type) : undefined;
  if (instance === undefined) return unknownPrice({ key, region, unit: "hour" });
  return {
    key,
    provider: "aws",
    service: "ec2",
    item: `${type}, Linux, on demand`,
    region,
    usd: instance.usdPerHour,
    unit: "hour",
    perUnits: 1,
    tierMin: null,
    tierMax: null,
    tierUnit: null,
    basis: "vendor-price-list",
    note: null,
    source: INSTANCE_PRICE_SOURCE,
    asOf: instance.asOf,
    dated: instance.dated,
  };
}

/** The part of a price row that tier arithmetic needs. */
export type PriceTier = Pick<PriceRow, "usd" | "perUnits" | "tierMin" | "tierMax">;

/**
 * Cost in USD of an amount, given what the account already used this month; tiers are per account and month.
 *
 * @param used single units already used this month, before this amount
 * @param amount single units (GB, requests, hours), not multiples of `perUnits`
 * @throws RangeError on a negative, infinite or missing number, and if the tiers don't cover the amount
 */
export function tieredCost(bill: {
  readonly tiers: readonly PriceTier[];
  readonly used: number;
  readonly amount: number;
}): number {
  const { tiers, used, amount } = bill;
  for (const [name, value] of Object.entries({ used, amount })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name}: got ${value}, expected 0 or more`);
  }
  let costUsd = 0;
  let priced = 0;
  for (const tier of tiers) {
    const from = Math.max(used, tier.tierMin ?? 0);
    const to = Math.min(used + amount, tier.tierMax ?? Number.POSITIVE_INFINITY);
    const units = Math.max(0, to - from);
    priced += units;
    costUsd += (units / tier.perUnits) * tier.usd;
  }
  // The sums used + amount and tier by tier differ in the last bits only.
  if (Math.abs(priced - amount) > 1e-9 * Math.max(used + amount, 1)) {
    throw new RangeError(`the tiers price ${priced} of ${amount} units`);
  }
  return costUsd;
}

function unknownPrice(missing: {
  readonly key: string;
  readonly region: string;
  readonly unit: string | undefined;
}): Unknown {
  const { key, region, unit } = missing;
  const per = unit === undefined ? "in USD" : `in USD per ${unit}`;
  return {
    kind: "unknown",
    key,
    how: `No source gives ${key} in ${region}; supply it under prices: in the event file, ${per}.`,
  };
}

/** A unit that starts with a count, such as "10,000 requests", prices that many single units. */
function unitsIn(unit: string): number {
  const count = /^[\d,]+(?= )/.exec(unit)?.[0];
  return count === undefined ? 1 : Number(count.replaceAll(",", ""));
}

function readPrice(row: RowReader): PriceRow {
  const unit = row.text("unit");
  return {
    key: row.text("key"),
    provider: row.oneOf("provider", PROVIDERS),
    service: row.text("service"),
    item: row.text("item"),
    region: row.text("region"),
    usd: row.number("usd"),
    unit,
    perUnits: unitsIn(unit),
    tierMin: row.numberOrNull("tierMin"),
    tierMax: row.numberOrNull("tierMax"),
    tierUnit: row.textOrNull("tierUnit"),
    basis: row.oneOf("basis", BASES),
    note: row.textOrNull("note"),
    ...row.provenance(),
  };
}
