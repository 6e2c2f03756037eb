import type { Deadline, Moment, QuotaNeed } from "../../capacity/plan-document";
import { type Change, type ChangeKind, changeOf, isSame, kindOf, paired } from "./change";

/** A quota that somebody must act on, on either side. */
export interface QuotaChange {
  readonly key: string;
  readonly provider: QuotaNeed["provider"];
  readonly name: string;
  readonly code: string | null;
  readonly unit: string;
  readonly region: string | null;
  /** `same`: still to raise, and nothing about it changed. */
  readonly change: ChangeKind | "same";
  readonly needed: Change<number>;
  readonly inForce: Change<number>;
  readonly requestedValue: Change<number>;
  readonly status: Change<QuotaNeed["status"]>;
  readonly latestAsk: Change<Moment>;
}

/** What there is to ask for. */
export interface QuotaChanges {
  /** Not enough, late or unknown on the new side: all of them, since a reader must ask for all. */
  readonly open: readonly QuotaChange[];
  /** Were to be raised, and no longer are. */
  readonly settled: readonly QuotaChange[];
}

/** Something else that takes time, where it differs. */
export interface DeadlineChange {
  readonly id: string;
  readonly thing: string;
  readonly change: ChangeKind;
  readonly status: Change<Deadline["status"]>;
  readonly latestAsk: Change<Moment>;
  readonly neededBy: Change<Moment>;
}

const ORDER: Readonly<Record<QuotaNeed["status"], number>> = { late: 0, raise: 1, unknown: 2, ok: 3 };

function isOpen(quota: QuotaNeed | undefined): quota is QuotaNeed {
  return quota !== undefined && quota.status !== "ok";
}

function quotaChange(old: QuotaNeed | undefined, fresh: QuotaNeed | undefined): readonly QuotaChange[] {
  const quota = fresh ?? old;
  if (quota === undefined) return [];
  const needed = changeOf(old, fresh, (side) => side.needed);
  const inForce: Change<number> = { old: old?.value ?? null, new: fresh?.value ?? null };
  const requestedValue: Change<number> = { old: old?.requestedValue ?? null, new: fresh?.requestedValue ?? null };
  const status = changeOf(old, fresh, (side) => side.status);
  const latestAsk: Change<Moment> = { old: old?.latestAsk ?? null, new: fresh?.latestAsk ?? null };
  const differs = [needed, inForce, requestedValue, status, latestAsk].some((one) => !isSame(one.old, one.new));
  const { key, provider, name, code, unit, region } = quota;
  const change = differs ? kindOf({ old, new: fresh }) : "same";
  return [{ key, provider, name, code, unit, region, change, needed, inForce, requestedValue, status, latestAsk }];
}

/** Compares what must be asked for. */
export function diffQuotas(old: readonly QuotaNeed[], fresh: readonly QuotaNeed[]): QuotaChanges {
  const pairs = paired(old, fresh, (quota) => quota.key);
  const open = pairs.filter((pair) => isOpen(pair.new));
  const settled = pairs.filter((pair) => isOpen(pair.old) && !isOpen(pair.new));
  return {
    open: open
      .flatMap((pair) => quotaChange(pair.old, pair.new))
      .sort((a, b) => ORDER[a.status.new ?? "ok"] - ORDER[b.status.new ?? "ok"]),
    settled: settled.flatMap((pair) => quotaChange(pair.old, pair.new)),
  };
}

/** Deadlines that came, went or moved. */
export function diffDeadlines(old: readonly Deadline[], fresh: readonly Deadline[]): readonly DeadlineChange[] {
  return paired(old, fresh, (deadline) => deadline.id).flatMap((pair) => {
    const deadline = pair.new ?? pair.old;
    if (deadline === undefined) return [];
    const status = changeOf(pair.old, pair.new, (side) => side.status);
    const latestAsk: Change<Moment> = { old: pair.old?.latestAsk ?? null, new: pair.new?.latestAsk ?? null };
    const neededBy = changeOf(pair.old, pair.new, (side) => side.neededBy);
    const differs = [status, latestAsk, neededBy].some((one) => !isSame(one.old, one.new));
    if (!differs) return [];
    return [{ id: pair.key, thing: deadline.thing, change: kindOf(pair), status, latestAsk, neededBy }];
  });
}
