import type { PlanFacts, StackFacts } from "./facts";
import { figure } from "./figure";
import type { PolicyResource } from "./graph";
import { fine, type Observation, unknown, violated } from "./rule";
import { UNKNOWN, type Unknown } from "./values";

/** Settings of a layer of the plan; undefined when the event has no such layer. */
export function settingsOf(plan: PlanFacts | null, id: string): Readonly<Record<string, number>> | undefined {
  return plan?.layers.find((layer) => layer.id === id)?.settings;
}

/** Below a hundredth of a percent, two computations of one number are the same. */
const TOLERANCE = 1e-4;

interface Compared {
  /** What is compared, in the plural. */
  readonly noun: string;
  /** `exactly`: as planned. `at-most`: a trial, or a timeline's first size, may be smaller. @default "exactly" */
  readonly how?: "exactly" | "at-most";
}

/** Compares what a component says with what the plan says. */
export function asPlanned(
  at: PolicyResource,
  value: number | Unknown | undefined,
  planned: number | undefined,
  { noun, how = "exactly" }: Compared,
): Observation {
  if (value === UNKNOWN) return unknown(at, noun);
  if (planned === undefined) {
    return value === undefined || value === 0
      ? fine(at)
      : violated(at, `${figure(value)} ${noun}`, "none: the plan doesn't know them");
  }
  const has = value ?? 0;
  const near = Math.abs(has - planned) <= Math.abs(planned) * TOLERANCE;
  if (near || (how === "at-most" && has < planned)) return fine(at);
  const words = how === "at-most" ? `${figure(planned)} at most, as planned` : `${figure(planned)}, as planned`;
  return violated(at, `${figure(has)} ${noun}`, words);
}

/** A stack that holds its full size at once must have it all; others begin smaller. */
export function howSized({ mode }: StackFacts): "exactly" | "at-most" {
  return mode === "now" ? "exactly" : "at-most";
}
