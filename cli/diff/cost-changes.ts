import type { Cost, CostLine } from "../../capacity/plan-document";
import { type Change, type ChangeKind, changeOf, isSame, kindOf, paired } from "./change";

/** A line of the bill that differs. */
export interface CostLineChange {
  readonly id: string;
  readonly layer: string;
  readonly item: string;
  readonly change: ChangeKind;
  /** USD; null on a side without the line, and where the price is unknown. */
  readonly usd: Change<number>;
  /** Whether the side that has no number has the line without a price. */
  readonly isUnpriced: Change<boolean>;
}

/** A bill on both sides. */
export interface CostChange {
  /** Sum of the lines with a price, USD. */
  readonly knownUsd: Change<number>;
  /** Lines in all, and how many of them have a price. */
  readonly lines: Change<number>;
  readonly priced: Change<number>;
  /** Names of the lines without a price on the new side. */
  readonly withoutPrice: readonly string[];
  /** What the new bill leaves out. */
  readonly exclusions: readonly string[];
  /** Lines that differ, the largest difference first. */
  readonly changed: readonly CostLineChange[];
  readonly unchanged: number;
}

function lineChange(old: CostLine | undefined, fresh: CostLine | undefined): CostLineChange | null {
  const line = fresh ?? old;
  if (line === undefined) return null;
  return {
    id: line.id,
    layer: line.layer,
    item: line.item,
    change: kindOf({ old, new: fresh }),
    usd: { old: old?.usd ?? null, new: fresh?.usd ?? null },
    isUnpriced: changeOf(old, fresh, (side) => side.usd === null),
  };
}

/** The difference of a line that its bill's total feels, USD. */
export function deltaUsd({ usd }: { readonly usd: Change<number> }): number {
  return (usd.new ?? 0) - (usd.old ?? 0);
}

/** Compares two bills line by line. */
export function diffCost(old: Cost | undefined, fresh: Cost | undefined): CostChange {
  const pairs = paired(old?.lines ?? [], fresh?.lines ?? [], (line) => line.id);
  const differing = pairs.filter(
    (pair) => kindOf(pair) !== "changed" || !isSame(pair.old?.usd ?? null, pair.new?.usd ?? null),
  );
  const changed = differing.flatMap((pair) => lineChange(pair.old, pair.new) ?? []);
  const current = fresh ?? old;
  return {
    knownUsd: changeOf(old, fresh, (cost) => cost.knownUsd),
    lines: changeOf(old, fresh, (cost) => cost.lines.length),
    priced: changeOf(old, fresh, (cost) => cost.lines.length - cost.unpriced),
    withoutPrice: (fresh?.lines ?? []).filter((line) => line.usd === null).map((line) => line.item),
    exclusions: current?.exclusions ?? [],
    changed: [...changed].sort((a, b) => Math.abs(deltaUsd(b)) - Math.abs(deltaUsd(a))),
    unchanged: pairs.length - differing.length,
  };
}
