import type { CurvePoint, Plan } from "../../capacity/plan-document";
import type { ArmedDeployment, ArmedTimeline, Step } from "../../capacity/timeline";

/** What is shown: a timeline alone, or as it would be deployed by an instant. */
export interface TimelineView {
  readonly timeline: ArmedTimeline;
  /** Null: nobody says by when it is deployed, so all steps are still to come. */
  readonly deployment: ArmedDeployment | null;
  /** Viewers and capacity of the first occurrence. */
  readonly curve: readonly CurvePoint[];
  /** Occurrences whose steps are listed; the others are only named. */
  readonly shown: number;
}

/** A timeline of a plan, and of a deployment of it if there is one. */
export function timelineView(
  plan: Plan,
  timeline: ArmedTimeline,
  options: { readonly deployment?: ArmedDeployment; readonly shown: number },
): TimelineView {
  const from = timeline.milestones[0]?.firstStep.utc ?? "";
  return {
    timeline,
    deployment: options.deployment ?? null,
    // The rehearsal is a deployment of its own.
    curve: plan.timeline.curve.filter((point) => point.utc >= from),
    shown: options.shown,
  };
}

export const KIND_WORDS: Readonly<Record<Step["kind"], string>> = {
  raise: "raise",
  open: "open",
  check: "go or no-go",
  lower: "lower",
  end: "end",
};
