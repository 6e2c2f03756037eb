import type { Finding } from "../../capacity/problems";
import type { ExitCode } from "../exit-codes";
import type { Preview } from "../report/preview/preview";

/** A preview, or what to tell the person instead. */
export type Previewed =
  | { readonly ok: true; readonly preview: Preview; readonly exitCode: ExitCode }
  | { readonly ok: false; readonly refusal: Refusal };

/** Why there is nothing to show. */
export interface Refusal {
  readonly findings: readonly Finding[];
  /** What programs said on purpose, in their own lines. */
  readonly said: readonly string[];
  readonly exitCode: ExitCode;
}
