import type { Interval } from "./interval";
import type { Unit } from "./units";

/** Who answers for a number: the event file, a catalog row, or an assumption of ours. */
export type Origin = "given" | "known" | "assumed";

/** A number that enters the model, with the one who answers for it. */
export interface Parameter {
  /** Layer and name, e.g. `session.validTokenRatio`; for one of several, `service:rewards.callsPerViewerPerMinute`. */
  readonly key: string;
  readonly unit: Unit;
  readonly interval: Interval;
  readonly origin: Origin;
  /** Given: the path in the event file. Known: the catalog key. Assumed: the reason, starting in lower case so that "assumed because …" reads on. */
  readonly because: string;
  /** Source of a known number, null otherwise. */
  readonly source: string | null;
  /** Date of the source or of the assumption, `YYYY-MM-DD`; null for given numbers. */
  readonly asOf: string | null;
  /** Physical bounds of the value, in its unit. */
  readonly min?: number;
  readonly max?: number;
  /** Where the event file can state it, e.g. `features.signIn.validTokenRatio`. */
  readonly path: string | null;
}

/**
 * A coefficient of the model: a row of the catalog of assumptions.
 *
 * A row is at once the default, the entry in the event file's schema (at `path`), the text of `tidegate explain` and an axis of the
 * sensitivity analysis. Rows carry a catalog key in `fact` where a fact stands behind the value.
 */
export interface AssumptionRow {
  /** `<layer>.<name>` with the unit at the end of the name. */
  readonly key: string;
  readonly unit: Unit;
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  readonly min?: number;
  readonly max?: number;
  /** The reason, starting in lower case, so that "assumed because …" reads on. */
  readonly because: string;
  /** The catalog coefficient behind the number, when there is one: the number is then known, not assumed. */
  readonly fact?: string;
  /** Source named by the fact, or the reasoning's origin. */
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly asOf: string;
  /** Path in the event file where an operator states a better number; `*` stands for the name of a service or CDN. */
  readonly path: string | null;
}

/** The names of a table of rows without their layer, e.g. `validTokenRatio`. */
export type LocalName<Rows extends readonly AssumptionRow[]> = Rows[number]["key"] extends infer K
  ? K extends `${string}.${infer Name}`
    ? Name
    : never
  : never;
