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
  /** The steps as some occurrence has them, in time order. */
  readonly steps: readonly DraftStep[];
  /** How much later this occurrence has them, seconds. */
  readonly shiftSeconds: number;
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
  const steps = all
    .flatMap((draft, at) => stepsOf(draft, { before: all[at - 1], after: all[at + 1] }, clock))
    .sort((a, b) => a.atSeconds - b.atSeconds);
  return {
    event: event.name,
    zone: event.start.zone,
    hash: hash16(identity(event.name, all)),
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
  let template: Omit<Draft, "occurrence" | "shiftSeconds"> | undefined;
  return all.filter(within).map((occurrence): Draft => {
    const instants = instantsOf({ event, occurrence, nodes });
    const shift = template === undefined ? null : wholeShift(template.instants, instants);
    if (template !== undefined && shift !== null) {
      return { occurrence, instants, steps: template.steps, shiftSeconds: shift };
    }
    const steps = occurrenceSteps({ event, sizes, baseNodesPerZone, instants, once });
    template = { instants, steps: [...steps].sort((a, b) => a.atSeconds - b.atSeconds) };
    return { occurrence, ...template, shiftSeconds: 0 };
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

function firstStepSeconds({ steps, instants, shiftSeconds }: Draft): number {
  const [first] = steps;
  return first === undefined ? instants.doors : first.atSeconds + shiftSeconds;
}

interface Neighbours {
  readonly before: Draft | undefined;
  readonly after: Draft | undefined;
}

/** The steps of an occurrence, without the lowerings after which the next would at once be raised again, and without those raises. */
function stepsOf(draft: Draft, { before, after }: Neighbours, clock: ZoneClock): readonly Step[] {
  const isKept = before !== undefined && overlaps(before, draft);
  const keeps = after !== undefined && overlaps(draft, after);
  const occurrence = draft.occurrence.index;
  const steps: Step[] = [];
  for (const step of draft.steps) {
    if ((isKept && step.kind === "raise") || (keeps && step.kind === "lower")) continue;
    const atSeconds = step.atSeconds + draft.shiftSeconds;
    // Field by field: a year has thousands, and a spread costs more than all the rest.
    steps.push({
      kind: step.kind,
      occurrence,
      subject: step.subject,
      from: step.from,
      to: step.to,
      unit: step.unit,
      atSeconds,
      at: clock.momentOf(atSeconds),
      withinMinutes: step.withinMinutes,
      holdsViewers: step.holdsViewers,
      because: step.because,
      undo: step.undo,
    });
  }
  return steps;
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

/**
 * What a timeline's hash covers: what, from, to and when of every step, and what is held through; not the words.
 * Occurrences that are copies are named by their distance from what they copy.
 */
function identity(event: string, drafts: readonly Draft[]): string {
  const lines = [event];
  let template: readonly DraftStep[] | undefined;
  for (const [at, draft] of drafts.entries()) {
    if (draft.steps !== template) {
      template = draft.steps;
      for (const { kind, subject, from, to, atSeconds, withinMinutes, holdsViewers } of template) {
        lines.push(`${atSeconds} ${kind} ${subject} ${from} ${to} ${withinMinutes} ${holdsViewers ?? ""}`);
      }
    }
    const next = drafts[at + 1];
    lines.push(
      `${draft.occurrence.index} ${draft.shiftSeconds}${next !== undefined && overlaps(draft, next) ? " held" : ""}`,
    );
  }
  return lines.join("\n");
}
