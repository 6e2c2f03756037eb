import { createHash } from "node:crypto";
import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { type ResourceGraph, redact } from "../engine/resource-graph";

/** What a fingerprint is made of, so that two that differ say in what. */
export const FINGERPRINT_PARTS = [
  "event",
  "layers",
  "nodePools",
  "quotas",
  "timeline",
  "cost",
  "assumptions",
  "findings",
  "resources",
] as const;
export type FingerprintPart = (typeof FINGERPRINT_PARTS)[number];

/** What was approved, in short: equal when the same is planned and the cloud is told the same, whatever the day. */
export interface Fingerprint {
  /** 16 hexadecimal digits over all parts. */
  readonly whole: string;
  /** 12 hexadecimal digits each; a part that isn't there has none. */
  readonly parts: Readonly<Partial<Record<FingerprintPart, string>>>;
}

const WHOLE_DIGITS = 16;
const PART_DIGITS = 12;

/** Findings that come or go with the day on which a plan is judged. */
function isOfTheClock({ id }: Finding): boolean {
  return id === "quota-raise" || id === "quota-tight" || id === "quota-late" || id.startsWith("deadline-");
}

function partsOf(plan: Plan): Readonly<Partial<Record<FingerprintPart, unknown>>> {
  return {
    event: plan.event,
    layers: plan.layers,
    nodePools: plan.nodePools,
    // Late, tight or to be raised: that depends on the day. What is needed and in force does not.
    quotas: plan.quotas.map(({ status: _, ...quota }) => quota),
    timeline: plan.timeline,
    cost: plan.cost,
    assumptions: plan.assumptions,
    findings: plan.findings.filter((finding) => !isOfTheClock(finding)),
  };
}

/**
 * The fingerprint of what is planned and of what the cloud is told.
 *
 * A secret counts by being there, never by its value: a digest of a short secret would give it away.
 */
export function fingerprintOf(plan: Plan | null, graph: ResourceGraph | null): Fingerprint {
  const values = {
    ...(plan === null ? {} : partsOf(plan)),
    ...(graph === null ? {} : { resources: redact(graph) }),
  };
  const parts: Partial<Record<FingerprintPart, string>> = {};
  for (const part of FINGERPRINT_PARTS) {
    if (part in values) parts[part] = digest(canonical(values[part]), PART_DIGITS);
  }
  return { whole: digest(canonical(parts), WHOLE_DIGITS), parts };
}

/** Parts in which two fingerprints differ; a part that only one has differs too. */
export function differingParts(old: Fingerprint, fresh: Fingerprint): readonly FingerprintPart[] {
  return FINGERPRINT_PARTS.filter((part) => old.parts[part] !== fresh.parts[part]);
}

function digest(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** JSON with keys in code-unit order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
