import type { Event } from "../event/event";
import { type Occurrence, occurrencesOf } from "../occurrences";
import { type Instants, instantsOf } from "../phases";
import { hash16 } from "./hash";
import { type DraftStep, occurrenceSteps } from "./occurrence-steps";
import type { FullSizes } from "./sizes";
import type { ArmedTimeline, LiveWindow, Milestones, Step } from "./step";
import { ZoneClock } from "./zone-clock";

/** What a timeline is made from. */
export interface ArmedInput {
  readonly event: Event;
  readonly sizes: FullSizes;
  /** Nodes of each pool in each zone between occurrences, and before the first. @default 0 */
  readonly baseNodesPerZone?: number;
  /** Only occurrences that begin within these seconds since 1970, both ends included. @default all of them */
  readonly horizon?: { readonly fromSeconds: number; readonly toSeconds: number };
}

interface Draft {
  readonly occurrence: Occurrence;
  readonly instants: Instants;
  readonly steps: readonly DraftStep[];
}

/**
 * Every step of an armed event, in every occurrence. No clock is read: what has passed is for whoever arms to say.
 *
 * Where the next occurrence's first step comes before this one's last lowering, capacity is held through: neither those lowerings
 * nor the raises that they would need are there. A rehearsal is a deployment of its own, not a step.
 */
export function armedTimeline(input: ArmedInput): ArmedTimeline {
  const { event } = input;
  const clock = new ZoneClock(event.start.zone);
  const all = draftsOf(input);
  const steps = heldThrough(all)
    .flatMap(({ occurrence, steps }) =>
      steps.map((step): Step => ({ ...step, occurrence: occurrence.index, at: clock.momentOf(step.atSeconds) })),
    )
    .sort((a, b) => a.atSeconds - b.atSeconds);
  return {
    event: event.name,
    zone: event.start.zone,
    hash: hash16(identity(event.name, steps)),
    steps,
    milestones: all.map((one) => milestonesOf(one, clock)),
    windows: all.map((one, at) => windowOf(one, all[at + 1])),
  };
}

function draftsOf({ event, sizes, baseNodesPerZone = 0, horizon }: ArmedInput): readonly Draft[] {
  const all = occurrencesOf(event).list;
  const once = all.length === 1 ? "once" : "repeated";
  const nodes = sizes.pools.reduce((sum, pool) => sum + pool.nodes, 0);
  const within = ({ epochSeconds }: Occurrence): boolean =>
    horizon === undefined || (horizon.fromSeconds <= epochSeconds && epochSeconds <= horizon.toSeconds);
  let last: { readonly instants: Instants; readonly steps: readonly DraftStep[] } | undefined;
  return all.filter(within).map((occurrence) => {
    const instants = instantsOf({ event, occurrence, nodes });
    const shift = last === undefined ? null : wholeShift(last.instants, instants);
    const steps =
      last === undefined || shift === null
        ? occurrenceSteps({ event, sizes, baseNodesPerZone, instants, once })
        : last.steps.map((step) => ({ ...step, atSeconds: step.atSeconds + shift }));
    last = { instants, steps };
    return { occurrence, instants, steps };
  });
}

/** By how much an occurrence is a copy of the one before, seconds; null when it isn't one, whole minutes kept. */
function wholeShift(before: Instants, after: Instants): number | null {
  const shift = after.start - before.start;
  const isCopy = (Object.keys(after) as (keyof Instants)[]).every((name) => {
    const [a, b] = [after[name], before[name]];
    return typeof a !== "number" || typeof b !== "number" || a - b === shift;
  });
  return isCopy && shift % 60 === 0 ? shift : null;
}

function firstStepSeconds({ steps, instants }: Draft): number {
  return steps.reduce((first, step) => Math.min(first, step.atSeconds), instants.doors);
}

/** Takes out the lowerings after which the next occurrence would at once be raised again, and those raises. */
function heldThrough(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft, at) => {
    const before = drafts[at - 1];
    const after = drafts[at + 1];
    const isKept = before !== undefined && overlaps(before, draft);
    const keeps = after !== undefined && overlaps(draft, after);
    if (!isKept && !keeps) return draft;
    const steps = draft.steps.filter(({ kind }) => !(isKept && kind === "raise") && !(keeps && kind === "lower"));
    return { ...draft, steps };
  });
}

function overlaps(before: Draft, after: Draft): boolean {
  return firstStepSeconds(after) <= before.instants.gone;
}

function milestonesOf(draft: Draft, clock: ZoneClock): Milestones {
  const { doors, start, peak, end, drained, gone } = draft.instants;
  return {
    occurrence: draft.occurrence.index,
    firstStep: clock.momentOf(firstStepSeconds(draft)),
    doors: clock.momentOf(doors),
    start: clock.momentOf(start),
    peak: clock.momentOf(peak),
    end: clock.momentOf(end),
    close: clock.momentOf(drained),
    gone: clock.momentOf(gone),
  };
}

/** From the first step to the close; to the next one's first step where capacity is held through. */
function windowOf(draft: Draft, next: Draft | undefined): LiveWindow {
  const close = draft.instants.drained;
  const isHeld = next !== undefined && overlaps(draft, next);
  return {
    occurrence: draft.occurrence.index,
    fromSeconds: firstStepSeconds(draft),
    toSeconds: isHeld ? Math.max(close, firstStepSeconds(next)) : close,
  };
}

/** What a timeline's hash covers: what, from, to and when; not the words. */
function identity(event: string, steps: readonly Step[]): string {
  const lines = steps.map(
    ({ kind, subject, from, to, atSeconds, holdsViewers }) =>
      `${atSeconds} ${kind} ${subject} ${from} ${to} ${holdsViewers ?? ""}`,
  );
  return [event, ...lines].join("\n");
}
