import { Temporal } from "temporal-polyfill";
import type { Plan } from "../../capacity/plan-document";
import type { Finding, Outcome } from "../../capacity/problems";
import { planSchema } from "../report/plan-schema";
import { readTextFile } from "./read-file";

/** A plan of many services and occurrences takes more than an input that people write. */
const LARGEST_BYTES = 20_000_000;
/** How many places of a broken file are named. */
const MOST_NAMED = 5;

/** Reads a plan that `tidegate plan --format json` wrote; anything else is refused with the places that don't fit. */
export function readPlan(file: string): Outcome<Plan> {
  const text = readTextFile(file, { largestBytes: LARGEST_BYTES, kind: "a saved plan" });
  if (!text.ok) return text;
  return parsePlan(text.value, file);
}

/** Reads a plan from the text of a file. */
export function parsePlan(text: string, file: string): Outcome<Plan> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, findings: [refusal(file, "the file", "text that is not JSON")] };
  }
  const parsed = planSchema.safeParse(document);
  if (!parsed.success) {
    const { issues } = parsed.error;
    const named = issues
      .slice(0, MOST_NAMED)
      .map((issue) => refusal(file, issue.path.join(".") || "the file", issue.message));
    return { ok: false, findings: named };
  }
  const { $schema: _, ...plan } = parsed.data;
  if (!isZone(plan.event.zone))
    return { ok: false, findings: [refusal(file, "event.zone", "a zone that nobody knows")] };
  // The schema is wider than the type only in names: of layers, units and resources, which are compared as texts.
  return { ok: true, value: plan as Plan, findings: [] };
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function refusal(file: string, where: string, found: string): Finding {
  return {
    id: "plan-unreadable",
    severity: "error",
    where,
    file,
    found,
    expected: "a plan as this version writes it",
    fix: "Write it again: tidegate plan FILE --format json --out plan.json",
  };
}
