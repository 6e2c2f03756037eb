import file from "./data/quotas.json";

/** One quota or hard limit, named by its Service Quotas code or by `service: name`. */
export interface QuotaRow {
  readonly code: string;
  readonly name: string;
  /** The value of a new account, in `unit`; null is unknown and limits nothing. */
  readonly default: number | null;
  readonly unit: string;
  readonly scope: string;
  readonly source: string;
}

/** Every quota that the stand-in can apply. */
export const QUOTAS: readonly QuotaRow[] = file.rows;

const byCode: ReadonlyMap<string, QuotaRow> = new Map(QUOTAS.map((row) => [row.code, row]));

/** The row of a quota. @throws Error for a code that is not in the table */
export function quotaRow(code: string): QuotaRow {
  const row = byCode.get(code);
  if (row === undefined) throw new Error(`no quota ${code} in the stand-in's table`);
  return row;
}

/** The value a new account has; undefined when it is unknown. */
export function appliedQuota(code: string): number | undefined {
  return byCode.get(code)?.default ?? undefined;
}
