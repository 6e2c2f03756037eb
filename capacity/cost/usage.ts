import { isUnknown } from "../catalog/fact";
import { lazy } from "../catalog/lazy";
import { type PriceRow, price, prices, tieredCost } from "../catalog/prices";
import type { Event } from "../event/event";
import type { Cost, CostLine, PhaseName } from "../plan-document";

/** Something that is paid for, before it has a price. */
export interface Usage {
  readonly id: string;
  readonly layer: string;
  readonly item: string;
  /** Single units: GB, requests, hours. */
  readonly amount: number;
  readonly unit: string;
  readonly price: UsagePrice;
  /** Share of the amount that falls into each phase; empty where it isn't made of hours or viewers. */
  readonly shares: Readonly<Partial<Record<PhaseName, number>>>;
  /** Whether the amount rests on an assumption of the bill itself. */
  readonly assumed: boolean;
  readonly note: string;
}

/** Where the price comes from. */
export type UsagePrice =
  | {
      readonly kind: "catalog";
      readonly key: string;
      readonly region: string;
      /** Single units used this month before the event; amounts with the same key and region add up. */
      readonly usedThisMonth: number;
      /** Price agreed with the provider, USD per single unit; null: list price. */
      readonly agreedUsd: number | null;
      readonly agreedSource: string;
    }
  /** A price that another stage knows already, USD per unit; null: unknown, and `how` says how to supply it. */
  | { readonly kind: "stated"; readonly usd: number | null; readonly source: string; readonly how: string };

/** A list price by catalog key, in the event's region unless said otherwise. */
export function listed(key: string, region: string, usedThisMonth = 0): UsagePrice {
  return { kind: "catalog", key, region, usedThisMonth, agreedUsd: null, agreedSource: "" };
}

/** A usage at list price that belongs to no phase. */
export function standing(
  id: string,
  layer: string,
  item: string,
  amount: number,
  unit: string,
  key: string,
  region: string,
): Usage {
  return { id, layer, item, amount, unit, price: listed(key, region), shares: {}, assumed: false, note: "" };
}

type CatalogPrice = Extract<UsagePrice, { kind: "catalog" }>;

/** What accounts have used this month so far, by price key and region: tiers go on where the last amount ended. */
export type Meter = Map<string, number>;

interface Priced {
  readonly quantity: number;
  readonly unit: string;
  readonly usdPerUnit: number | null;
  readonly usd: number | null;
  readonly source: string;
  readonly how: string;
}

const anyRow = lazy(() => new Map(prices().map((row): [string, PriceRow] => [row.key, row])));

/** A row of the price in whatever region: what the vendor counts it in. */
function rowAnywhere(key: string): PriceRow | undefined {
  return anyRow().get(key);
}

function priceFromCatalog(usage: Usage, from: CatalogPrice, event: Event, meter: Meter): Priced {
  const meterKey = `${from.key}\n${from.region}`;
  const used = meter.get(meterKey) ?? from.usedThisMonth;
  meter.set(meterKey, used + usage.amount);
  if (from.agreedUsd !== null) return flat(usage, from.agreedUsd, from.agreedSource);

  const given = event.prices[from.key];
  const anywhere = rowAnywhere(from.key);
  if (given !== undefined) {
    const perUnits = anywhere?.perUnits ?? 1;
    const quantity = usage.amount / perUnits;
    const unit = anywhere?.unit ?? usage.unit;
    return { quantity, unit, usdPerUnit: given, usd: quantity * given, source: `prices.${from.key}`, how: "" };
  }
  const tiers = price(from.key, from.region);
  if (isUnknown(tiers)) {
    const perUnits = anywhere?.perUnits ?? 1;
    const unit = anywhere?.unit ?? usage.unit;
    return {
      quantity: usage.amount / perUnits,
      unit,
      usdPerUnit: null,
      usd: null,
      source: "no source gives this price",
      how: tiers.how,
    };
  }
  const touched = tiers.filter(
    (tier) => used < (tier.tierMax ?? Number.POSITIVE_INFINITY) && used + usage.amount > (tier.tierMin ?? 0),
  );
  const [first] = touched.length > 0 ? touched : tiers;
  const perUnits = first?.perUnits ?? 1;
  return {
    quantity: usage.amount / perUnits,
    unit: first?.unit ?? usage.unit,
    usdPerUnit: touched.length > 1 ? null : (first?.usd ?? null),
    usd: tieredCost({ tiers, used, amount: usage.amount }),
    source: first === undefined ? "" : `${first.source} (${first.asOf})`,
    how: "",
  };
}

function flat(usage: Usage, usd: number, source: string): Priced {
  return { quantity: usage.amount, unit: usage.unit, usdPerUnit: usd, usd: usage.amount * usd, source, how: "" };
}

function priced(usage: Usage, event: Event, meter: Meter): Priced {
  if (usage.price.kind === "catalog") return priceFromCatalog(usage, usage.price, event, meter);
  const { usd, source, how } = usage.price;
  if (usd !== null) return flat(usage, usd, source);
  return { quantity: usage.amount, unit: usage.unit, usdPerUnit: null, usd: null, source, how };
}

/**
 * Prices usages one after the other; those that share a price key and region share its tiers.
 *
 * @param meter month-to-date amounts, raised as usages are priced: pass the same one again for the next occurrence of a month
 * @returns one line each; an unknown price gives `usd: null` and a note that says how to supply it
 */
export function priceUsages(usages: readonly Usage[], event: Event, meter: Meter = new Map()): readonly CostLine[] {
  return usages
    .filter((usage) => usage.amount > 0)
    .map((usage) => {
      const { quantity, unit, usdPerUnit, usd, source, how } = priced(usage, event, meter);
      return {
        id: usage.id,
        layer: usage.layer,
        item: usage.item,
        quantity,
        unit,
        usdPerUnit,
        usd,
        byPhase: usd === null ? {} : mapShares(usage.shares, (share) => share * usd),
        assumed: usage.assumed,
        source,
        note: [usage.note, how].filter((text) => text !== "").join("; "),
      };
    });
}

function mapShares(shares: Usage["shares"], by: (share: number) => number): CostLine["byPhase"] {
  return Object.fromEntries(Object.entries(shares).map(([phase, share]) => [phase, by(share)]));
}

/** A bill: its lines, the sum of those with a price, and what it leaves out. */
export function costOf(lines: readonly CostLine[], exclusions: readonly string[]): Cost {
  return {
    lines,
    knownUsd: lines.reduce((sum, line) => sum + (line.usd ?? 0), 0),
    unpriced: lines.filter((line) => line.usd === null).length,
    exclusions,
  };
}
