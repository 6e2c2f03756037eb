import type { Interval } from "../../capacity/interval";
import type { AssumptionUse, Plan } from "../../capacity/plan-document";
import { type Change, type ChangeKind, changeOf, isSame, kindOf, paired } from "./change";

/**
 * A number that the plan rests on and the event file doesn't state, where it differs. `removed`: the file states it now, or nothing needs it;
 * `added`: the other way round.
 */
export interface AssumptionChange {
  readonly key: string;
  readonly unit: AssumptionUse["unit"];
  readonly change: ChangeKind;
  readonly interval: Change<Interval>;
  readonly origin: Change<AssumptionUse["origin"]>;
  /** Why the new number, or the old one that is gone. */
  readonly because: string;
}

/** Numbers that differ: those that move the new plan's cost most come first, then by key. */
export function diffAssumptions(old: Plan | null, fresh: Plan | null): readonly AssumptionChange[] {
  const pairs = paired(old?.assumptions ?? [], fresh?.assumptions ?? [], (use) => use.key);
  const changes = pairs.flatMap((pair): readonly AssumptionChange[] => {
    const use = pair.new ?? pair.old;
    if (use === undefined) return [];
    const interval = changeOf(pair.old, pair.new, (side) => side.interval);
    const origin = changeOf(pair.old, pair.new, (side) => side.origin);
    if (isSame(interval.old, interval.new) && origin.old === origin.new) return [];
    return [{ key: pair.key, unit: use.unit, change: kindOf(pair), interval, origin, because: use.because }];
  });
  const sensitivity = (fresh ?? old)?.sensitivity ?? [];
  const rank = new Map(sensitivity.map((entry, i) => [entry.key, i]));
  const rankOf = (change: AssumptionChange) => rank.get(change.key) ?? sensitivity.length;
  return [...changes].sort((a, b) => rankOf(a) - rankOf(b) || (a.key < b.key ? -1 : 1));
}
