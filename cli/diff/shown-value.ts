import { isUnknown, masked, type PropertyValue, Secret } from "../engine/property-value";
import { oneLine } from "../report/text";

const LONGEST = 72;
/** What stays before the first difference of two long texts. */
const CONTEXT = 12;
const SECRET = "[secret]";
/** What only a deployment can tell. */
export const COMPUTED = "known after deployment";

/** Secrets shorter than this are also ordinary words and numbers. */
const SHORTEST_SECRET = 8;

/** Takes secrets of either side out of texts in which a program repeated them in plain. */
export type Scrub = (text: string) => string;

/** @param secrets texts that stand inside secrets of either side */
export function scrubber(secrets: Iterable<string>): Scrub {
  const hidden = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  // The longest first: a secret may contain another.
  hidden.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, SECRET), text);
}

function whole(value: PropertyValue): string {
  if (value instanceof Secret) return SECRET;
  if (isUnknown(value)) return COMPUTED;
  if (typeof value === "string") return value === "" ? '""' : value;
  return JSON.stringify(masked(value))
    .replaceAll('{"$secret":"masked"}', SECRET)
    .replaceAll('{"$unknown":true}', COMPUTED);
}

/** Cuts a text to what fits, where possible around the place where it differs. */
function cut(text: string, from: number): string {
  const start = text.length > LONGEST && from > CONTEXT ? from - CONTEXT : 0;
  const piece = [...text.slice(start, start + LONGEST)].join("");
  return `${start > 0 ? "…" : ""}${piece.replace(/[\ud800-\udbff]$/, "")}${start + LONGEST < text.length ? "…" : ""}`;
}

/** Both sides of a change as short texts of one line that show where they differ. */
export function shownPair(
  old: PropertyValue | undefined,
  fresh: PropertyValue | undefined,
  scrub: Scrub,
): { readonly old: string | null; readonly new: string | null } {
  const texts = [old, fresh].map((value) => (value === undefined ? null : oneLine(scrub(whole(value)))));
  const [before = null, after = null] = texts;
  if (before === null || after === null) {
    return { old: before === null ? null : cut(before, 0), new: after === null ? null : cut(after, 0) };
  }
  let first = 0;
  while (first < before.length && before[first] === after[first]) first++;
  return { old: cut(before, first), new: cut(after, first) };
}
