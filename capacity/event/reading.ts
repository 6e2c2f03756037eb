import type { Choice } from "./event";
import { isMapping, type Path } from "./path";
import type { ProblemList } from "./problem-list";
import type { EventInput } from "./schema";

/** A document of which some parts may be missing because they were unusable. */
export type Draft<T> = T extends readonly (infer Element)[]
  ? readonly (Draft<Element> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T;

/** An event file being read: what is usable of it, what is wrong with it, what was chosen in its place. */
export interface Reading {
  readonly draft: Draft<EventInput>;
  readonly problems: ProblemList;
  readonly choices: Choice[];
}

/** Deeper than any field of the schema. */
const DEEPEST = 12;

/** The document without what is broken; list entries keep their index. */
export function usable(document: unknown, problems: ProblemList, path: Path = []): unknown {
  if (path.length > DEEPEST || problems.isBroken(path)) return undefined;
  if (Array.isArray(document)) return document.map((entry, index) => usable(entry, problems, [...path, index]));
  if (!isMapping(document)) return document;
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, usable(value, problems, [...path, key])]),
  );
}

/** Notes what was taken where the file says nothing. */
export function choose<T>(reading: Reading, choice: Choice, value: T): T {
  reading.choices.push(choice);
  return value;
}

/** The day of the assumptions that this folder makes itself. */
export const ASSUMED_AS_OF = "2026-11-25";

/** The difference of a sum from 1, when it is one that matters; undefined where the sum is right. */
export function excessOverOne(shares: readonly number[]): number | undefined {
  const excess = shares.reduce((sum, share) => sum + share, 0) - 1;
  return Math.abs(excess) > 1e-3 ? excess : undefined;
}

/** Decimals that people write shares with. */
export function shareText(share: number): string {
  const two = share.toFixed(2);
  return Math.abs(Number(two) - share) < 1e-9 ? two : String(Number(share.toFixed(4)));
}
