/** A value that differs, in words that may be shown. */
export interface PropertyChange {
  /** `scalingConfig.desiredSize`, `policy{}.Statement[0].Action` inside JSON text, `(protect)` for an option. */
  readonly path: string;
  /** Null where the side has no such value. */
  readonly old: string | null;
  readonly new: string | null;
  /** Whether the value is a secret: its texts say no more than that there is one. */
  readonly secrecy: "plain" | "secret";
}
