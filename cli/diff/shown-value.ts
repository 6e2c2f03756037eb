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
  if (hidden.length === 0) return (text) => text;
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, SECRET), text);
}

function whole(value: PropertyValue): string {
  if (typeof value === "string") return value === "" ? '""' : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Secret) return SECRET;
  if (isUnknown(value)) return COMPUTED;
  return JSON.stringify(masked(value))
    .replaceAll('{"$secret":"masked"}', SECRET)
    .replaceAll('{"$unknown":true}', COMPUTED);
}

const ORDINARY = /^[ -~]*$/;

/** Most texts are plain letters; asking for each class of character takes longer than comparing. */
function safe(text: string): string {
  return ORDINARY.test(text) ? text : oneLine(text);
}

/** Cuts a text to what fits, where possible around the place where it differs. */
function cut(text: string, from: number): string {
  if (text.length <= LONGEST) return text;
  const start = from > CONTEXT ? from - CONTEXT : 0;
  const piece = text.slice(start, start + LONGEST);
  return `${start > 0 ? "…" : ""}${piece.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "")}${start + LONGEST < text.length ? "…" : ""}`;
}

/** Both sides of a change as short texts of one line that show where they differ. */
export function shownPair(
  old: PropertyValue | undefined,
  fresh: PropertyValue | undefined,
  scrub: Scrub,
): { readonly old: string | null; readonly new: string | null } {
  const before = old === undefined ? null : safe(scrub(whole(old)));
  const after = fresh === undefined ? null : safe(scrub(whole(fresh)));
  if (before === null || after === null) {
    return { old: before === null ? null : cut(before, 0), new: after === null ? null : cut(after, 0) };
  }
  let first = 0;
  while (first < before.length && before[first] === after[first]) first++;
  return { old: cut(before, first), new: cut(after, first) };
}
