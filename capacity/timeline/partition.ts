import { type ArmedInput, armedTimeline } from "./armed";
import { catchUpSteps } from "./catch-up";
import type { ArmedTimeline, Step } from "./step";
import { type Timer, timersOf } from "./timers";

/** Sizes by subject, as steps name them. */
export type Sizes = Readonly<Record<string, number>>;

/** A timeline as it is deployed: what is done at once, and what timers do. */
export interface ArmedDeployment {
  readonly timeline: ArmedTimeline;
  /** Steps at or before `deployBy`: in the initial sizes. */
  readonly done: readonly Step[];
  /** Raises from `deployBy` on that bring up what was deployed smaller before; none while nothing is live. */
  readonly catchUp: readonly Step[];
  /** Steps after `deployBy`: timers for good, whatever time it is when the program runs. */
  readonly timed: readonly Step[];
  /** What catches up and what is timed, as timers. */
  readonly timers: readonly Timer[];
  /** Sizes at `deployBy`: what the program builds and then leaves alone. */
  readonly initial: Sizes;
  /** The largest size of each subject from `deployBy` on: what maxima and protection are for. */
  readonly largest: Sizes;
}

/**
 * Splits the timeline of an armed event at the instant by which it is deployed.
 *
 * Pure: the same before, during and after the event, so that a second `up` plans nothing.
 * @param deploySeconds `deployBy`, seconds since 1970
 */
export function armedDeployment(input: ArmedInput, deploySeconds: number): ArmedDeployment {
  const timeline = armedTimeline(input);
  const done = timeline.steps.filter((step) => step.atSeconds <= deploySeconds);
  const timed = timeline.steps.filter((step) => step.atSeconds > deploySeconds);
  const initial = sizesAt(timeline, deploySeconds);
  const base = sizesAt(timeline, Number.NEGATIVE_INFINITY);
  const { event, sizes } = input;
  const catchUp = catchUpSteps({ event, sizes, timeline, initial, base, deploySeconds });
  const context = { event: event.name, windows: timeline.windows };
  const timers = [
    ...timersOf(catchUp, { ...context, before: base }),
    ...timersOf(timed, { ...context, before: initial }),
  ];
  return { timeline, done, catchUp, timed, timers, initial, largest: largestOf(initial, timed) };
}

function largestOf(initial: Sizes, timed: readonly Step[]): Sizes {
  const largest: Record<string, number> = { ...initial };
  for (const { subject, to, kind } of timed) {
    if (changesSize(kind)) largest[subject] = Math.max(largest[subject] ?? 0, to);
  }
  return largest;
}

/** Whether steps of a kind change what stands. The room opens and ends by itself, and a check changes nothing. */
export function changesSize(kind: Step["kind"]): boolean {
  return kind === "raise" || kind === "lower";
}

/** The size of everything that steps change, at an instant: after all steps that are due by then. */
export function sizesAt(timeline: ArmedTimeline, atSeconds: number): Sizes {
  const sizes: Record<string, number> = {};
  for (const { kind, subject, from, to, atSeconds: due } of timeline.steps) {
    if (!changesSize(kind)) continue;
    // What hasn't changed yet is what its first step starts from.
    if (due <= atSeconds) sizes[subject] = to;
    else sizes[subject] ??= from;
  }
  return sizes;
}
