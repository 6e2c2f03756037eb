import { distance } from "fastest-levenshtein";

/** The allowed word that a person most likely meant, or undefined where none is near. */
export function nearest(word: string, allowed: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  const written = word.toLowerCase();
  for (const candidate of allowed) {
    const target = candidate.toLowerCase();
    // A word cut short or gone on with is near whatever its length: `signin` and `signInFeature` both mean `signIn`.
    const isPrefix = written.length > 2 && (target.startsWith(written) || written.startsWith(target));
    const edits = areSwapped(written, target) ? 1 : distance(written, target);
    const apart = isPrefix ? Math.min(edits, 2) : edits;
    if (apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return bestDistance <= Math.max(1, Math.min(4, Math.floor(word.length / 3))) ? best : undefined;
}

/** Whether two words differ by two neighbouring letters that changed places. */
function areSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const differing = [...a].flatMap((letter, index) => (letter === b[index] ? [] : [index]));
  const [first = 0, second = 0] = differing;
  return differing.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
}

/** A list for a sentence, cut after `most` words: `a, b, c (and 12 more)`. */
export function listOf(words: readonly string[], most = 12): string {
  const rest = words.length - most;
  return rest > 0 ? `${words.slice(0, most).join(", ")} (and ${rest} more)` : words.join(", ");
}

/** A number as people read it: thousands grouped, no noise of binary fractions. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "infinity" : "−infinity";
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return String(value);
  const [whole = "", fraction] = String(Number(size.toFixed(6))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

const LONGEST_QUOTE = 60;

/** What a value of the document is, in a few words. */
export function valueText(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "no value";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") {
    const shown = value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value;
    return JSON.stringify(shown);
  }
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : String(value);
}
