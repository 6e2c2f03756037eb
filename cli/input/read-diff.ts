import type { Finding, Outcome } from "../../capacity/problems";
import type { Diff } from "../diff/diff";
import { diffSchema } from "../diff/diff-schema";
import { readTextFile } from "./read-file";

/** A change of thousands of resources takes more than an input that people write. */
const LARGEST_BYTES = 20_000_000;
const MOST_NAMED = 3;

/** Reads comparisons that `tidegate diff --format json` wrote; a file of another run is material, not trusted. */
export function readDiff(file: string): Outcome<Diff> {
  const text = readTextFile(file, { largestBytes: LARGEST_BYTES, kind: "a saved comparison" });
  if (!text.ok) return text;
  let document: unknown;
  try {
    document = JSON.parse(text.value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, findings: [refusal(file, "the file", "text that is not JSON")] };
  }
  const parsed = diffSchema.safeParse(document);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, MOST_NAMED);
    return {
      ok: false,
      findings: issues.map((issue) => refusal(file, issue.path.join(".") || "the file", issue.message)),
    };
  }
  // The schema is wider than the type in the names of units only, which are shown as texts.
  return { ok: true, value: parsed.data as Diff, findings: [] };
}

function refusal(file: string, where: string, found: string): Finding {
  return {
    id: "diff-unreadable",
    severity: "error",
    where,
    file,
    found,
    expected: "a comparison as this version writes it",
    fix: "Write it again: tidegate diff A B --format json --out diff.json",
  };
}
