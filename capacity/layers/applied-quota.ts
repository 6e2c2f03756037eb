import { type QuotaRow, quota } from "../catalog/quotas";
import type { Event } from "../event/event";

/** A quota as the plan may count on it. */
export interface AppliedQuota {
  readonly row: QuotaRow;
  /** What people ask for: the code, or the key where there is none. */
  readonly name: string;
  /** The account's value from the event file, else the default of a new account; null where neither is known. */
  readonly value: number | null;
}

/**
 * The value of a quota in the event's account.
 *
 * @param key catalog key, such as `aws/nat-gateway/nat-gateways-per-availability-zone`
 * @throws MissingRowError if the catalog has no such quota
 */
export function appliedQuota(event: Event, key: string): AppliedQuota {
  const row = quota(key);
  const stated = (row.code === null ? undefined : event.account.quotas[row.code]) ?? event.account.quotas[key];
  return { row, name: row.code ?? row.key, value: stated ?? row.defaultValue };
}
