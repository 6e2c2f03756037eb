import data from "./data/quotas.json";
import { BASES, type Basis, type Provenance } from "./fact";
import { lazy } from "./lazy";
import { indexBy, MissingRowError, type RowReader, readRows } from "./table";

export const SCOPES = ["account", "region", "az", "resource"] as const;
/** What the number is counted over. */
export type Scope = (typeof SCOPES)[number];

/** A quota: a limit that may be raised, as a new account has it. A live account's applied value is an input of the event. */
export interface QuotaRow extends Provenance {
  /** Stable and readable, such as `aws/ec2/running-on-demand-standard-instances`. */
  readonly key: string;
  readonly provider: "aws" | "cloudflare";
  readonly service: string;
  readonly name: string;
  /** Service Quotas code; null where the vendor has none or none was found. */
  readonly code: string | null;
  /** null: the quota exists, but its default was not published. */
  readonly defaultValue: number | null;
  /** Highest value the vendor names for a raise; null: not stated. */
  readonly maxValue: number | null;
  readonly unit: string;
  readonly scope: Scope;
  /** false only where a change of plan or contract is needed. */
  readonly adjustable: boolean;
  readonly basis: Basis;
  readonly note: string | null;
}

const rows = lazy(() => readRows("quotas", data, readQuota));
const byKey = lazy(() => indexBy("quotas", rows(), (row) => row.key));
const byCode = lazy(() => indexBy("quotas", rows(), (row) => row.code));

/** Every quota, ordered by key. */
export function quotas(): readonly QuotaRow[] {
  return rows();
}

/** Looks up a quota by its Service Quotas code, such as `L-1216C47A`. */
export function quotaByCode(code: string): QuotaRow | undefined {
  return byCode().get(code);
}

/** Looks up a quota by a key that may come from a user. */
export function findQuota(key: string): QuotaRow | undefined {
  return byKey().get(key);
}

/**
 * Looks up a quota by a key written in code.
 *
 * @throws MissingRowError if the catalog has no such row
 */
export function quota(key: string): QuotaRow {
  const row = byKey().get(key);
  if (row === undefined) throw new MissingRowError("quotas", key);
  return row;
}

function readQuota(row: RowReader): QuotaRow {
  return {
    key: row.text("key"),
    provider: row.oneOf("provider", ["aws", "cloudflare"] as const),
    service: row.text("service"),
    name: row.text("name"),
    code: row.textOrNull("code"),
    defaultValue: row.numberOrNull("default"),
    maxValue: row.numberOrNull("max"),
    unit: row.text("unit"),
    scope: row.oneOf("scope", SCOPES),
    adjustable: row.flag("adjustable"),
    basis: row.oneOf("basis", BASES),
    note: row.textOrNull("note"),
    ...row.provenance(),
  };
}
