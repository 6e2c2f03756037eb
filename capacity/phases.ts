import { Temporal } from "temporal-polyfill";
import { area, arrivedRatio, type Knot, valueAt } from "./curve";
import type { Event } from "./event/event";
import { eventParameter, expectedOf } from "./event-parameter";
import { momentOf, utcOf } from "./moment";
import type { Occurrence } from "./occurrences";
import type { CurvePoint, Moment, Phase, PhaseName } from "./plan-document";
import type { Finding } from "./problems";
import { plannedPace, type RaiseStep, raiseSteps, scaleOutSeconds } from "./scale-out";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "./units";

/** What a timeline is made for. */
export interface TimelineInput {
  readonly event: Event;
  readonly occurrence: Occurrence;
  /** Viewers the plan is for. */
  readonly viewers: number;
  /** Nodes of the event's pools at full size. */
  readonly nodes: number;
}

/** A phase in numbers, for the bill and for deadlines. */
export interface PhaseSpan {
  readonly phase: PhaseName;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly viewerHours: number;
  /** Node hours of all pools together; a pool's part is its part of the nodes. */
  readonly nodeHours: number;
}

/** A raise of the event's machines, at an instant. */
export interface Raise {
  readonly at: Moment;
  /** Nodes of all pools together after the raise. */
  readonly nodes: number;
}

export interface Timeline {
  readonly occurrence: Moment;
  readonly phases: readonly Phase[];
  readonly spans: readonly PhaseSpan[];
  readonly curve: readonly CurvePoint[];
  readonly raises: readonly Raise[];
  /** Room an autoscaler would have to keep free to survive the steepest growth, viewers. */
  readonly reactiveBufferViewers: number;
  readonly nodeHours: {
    readonly owned: number;
    /** What the viewers present would have needed at every moment. */
    readonly needed: number;
    /** needed ÷ owned, 0 to 1; null when nothing is owned. */
    readonly usedRatio: number | null;
  };
  readonly findings: readonly Finding[];
}

/** Instants that bound the phases of one occurrence, seconds since 1970. */
export interface Instants {
  readonly rehearsal: { readonly from: number; readonly to: number } | null;
  readonly preScale: number;
  readonly doors: number;
  readonly start: number;
  readonly peak: number;
  readonly end: number;
  readonly drained: number;
  readonly gone: number;
}

/** Pieces into which a bent stretch of the curve is cut. */
const PIECES = 12;

/** When the phases of one occurrence begin and end, for a fleet of so many nodes. */
export function instantsOf(input: Omit<TimelineInput, "viewers">): Instants {
  const { event, occurrence } = input;
  const start = occurrence.epochSeconds;
  const doors = start - expectedOf(event, "timeline.doorsLeadSeconds");
  const beforeDoors =
    scaleOutSeconds(input.nodes, plannedPace(event)) +
    eventParameter(event, "timeline.warmUpSeconds").interval.high +
    expectedOf(event, "timeline.lastRaiseLeadSeconds") +
    expectedOf(event, "timeline.marginSeconds");
  // Timers have minutes: earlier rather than later.
  const preScale = Math.floor((doors - beforeDoors) / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
  const end = start + event.durationSeconds;
  const drained = end + expectedOf(event, "timeline.drainSeconds");
  return {
    rehearsal: occurrence.index === 0 ? rehearsalBefore(event, occurrence, preScale) : null,
    preScale,
    doors,
    start,
    peak: Math.min(end, start + expectedOf(event, "audience.rampSeconds")),
    end,
    drained,
    gone: drained + expectedOf(event, "timeline.teardownSeconds"),
  };
}

/** At the event's local time the day before; earlier where the scale-out would overlap. */
function rehearsalBefore(event: Event, occurrence: Occurrence, preScale: number): Instants["rehearsal"] {
  const seconds = expectedOf(event, "timeline.rehearsalSeconds");
  if (seconds === 0) return null;
  const dayBefore = Temporal.Instant.fromEpochMilliseconds(occurrence.epochSeconds * 1000)
    .toZonedDateTimeISO(occurrence.zone)
    .subtract({ days: 1 });
  const from = Math.min(dayBefore.epochMilliseconds / 1000, preScale - SECONDS_PER_HOUR - seconds);
  return { from, to: from + seconds };
}

function viewerKnots(input: TimelineInput, at: Instants): readonly Knot[] {
  const { event, viewers } = input;
  const early = viewers * expectedOf(event, "timeline.doorsViewersRatio");
  const steepness = expectedOf(event, "audience.rampSteepness");
  const ramp: Knot[] = Array.from({ length: PIECES }, (_, i) => {
    const part = (i + 1) / PIECES;
    return [at.start + (at.peak - at.start) * part, early + (viewers - early) * arrivedRatio(part, steepness)];
  });
  const exitSeconds = Math.min(expectedOf(event, "audience.exitSeconds"), (at.drained - at.end) / 2);
  return [
    [at.doors, 0],
    [at.start, early],
    ...ramp,
    [at.end, viewers],
    [at.end + exitSeconds, viewers * (1 - expectedOf(event, "audience.exitShareRatio"))],
    [at.drained, 0],
  ];
}

function nodeKnots(
  input: TimelineInput,
  at: Instants,
  steps: readonly RaiseStep[],
  readySeconds: number,
): readonly Knot[] {
  const knots: Knot[] = [];
  if (at.rehearsal) {
    const nodes = Math.ceil(input.nodes * expectedOf(input.event, "timeline.rehearsalNodesRatio"));
    const { from, to } = at.rehearsal;
    const edge = Math.min(SECONDS_PER_MINUTE, (to - from) / 2);
    knots.push([from, 0], [from + edge, nodes], [to - edge, nodes], [to, 0]);
  }
  let nodes = 0;
  for (const step of steps) {
    knots.push([at.preScale + step.askSeconds + readySeconds, nodes], [at.preScale + step.servingSeconds, step.nodes]);
    nodes = step.nodes;
  }
  if (nodes > 0) knots.push([at.drained, nodes], [at.gone, 0]);
  return knots;
}

function spansOf(at: Instants, viewers: readonly Knot[], nodes: readonly Knot[]): readonly PhaseSpan[] {
  const bounds: readonly (readonly [PhaseName, number, number])[] = [
    ...(at.rehearsal ? [["rehearsal", at.rehearsal.from, at.rehearsal.to] as const] : []),
    ["preScale", at.preScale, at.doors],
    ["doors", at.doors, at.start],
    ["ramp", at.start, at.peak],
    ["peak", at.peak, at.end],
    ["drain", at.end, at.drained],
    ["teardown", at.drained, at.gone],
  ];
  return bounds.map(([phase, fromSeconds, toSeconds]) => ({
    phase,
    fromSeconds,
    toSeconds,
    viewerHours: area(viewers, fromSeconds, toSeconds) / SECONDS_PER_HOUR,
    nodeHours: area(nodes, fromSeconds, toSeconds) / SECONDS_PER_HOUR,
  }));
}

/**
 * The phases of one occurrence, with what is in service when.
 *
 * preScale starts at doors − (scale-out at the slow end + warm-up at the slow end + the last raise's lead + margin); doors are
 * the start − the doors' lead. Only the first occurrence is rehearsed. No clock is read.
 *
 * @returns phases in time order, without gaps from preScale to teardown
 */
export function planTimeline(input: TimelineInput): Timeline {
  const { event, occurrence } = input;
  const at = instantsOf(input);
  const pace = plannedPace(event);
  const steps = raiseSteps(input.nodes, pace);
  const viewers = viewerKnots(input, at);
  const nodes = nodeKnots(input, at, steps, pace.nodeReadySeconds);
  const spans = spansOf(at, viewers, nodes);
  const owned = spans.reduce((sum, span) => sum + span.nodeHours, 0);
  const needed =
    input.viewers === 0 ? 0 : (spans.reduce((sum, span) => sum + span.viewerHours, 0) / input.viewers) * input.nodes;
  // Neighbouring phases share an instant, and looking a zone's offset up is the slow part.
  const moments = new Map<number, Moment>();
  const moment = (seconds: number): Moment => {
    const known = moments.get(seconds) ?? momentOf(seconds, occurrence.zone);
    moments.set(seconds, known);
    return known;
  };
  return {
    occurrence: moment(at.start),
    phases: spans.map((span) => ({
      phase: span.phase,
      from: moment(span.fromSeconds),
      to: moment(span.toSeconds),
      viewers: Math.round(valueAt(viewers, span.toSeconds)),
      nodes: nodesIn(span, input),
    })),
    spans,
    curve: curveOf(input, viewers, nodes),
    raises: steps.map((step) => ({ at: moment(at.preScale + step.askSeconds), nodes: step.nodes })),
    reactiveBufferViewers: reactiveBufferViewers(input),
    nodeHours: { owned, needed, usedRatio: owned === 0 ? null : needed / owned },
    findings: timelineFindings(input),
  };
}

/** The most nodes of the phase: what has to be paid and allowed for. */
function nodesIn(span: PhaseSpan, input: TimelineInput): number {
  if (span.phase !== "rehearsal") return input.nodes;
  return Math.ceil(input.nodes * expectedOf(input.event, "timeline.rehearsalNodesRatio"));
}

function curveOf(input: TimelineInput, viewers: readonly Knot[], nodes: readonly Knot[]): readonly CurvePoint[] {
  const times = [...new Set([...viewers, ...nodes].map(([seconds]) => Math.round(seconds)))].sort((a, b) => a - b);
  return times.map((seconds) => {
    const inService = Math.round(valueAt(nodes, seconds));
    return {
      utc: utcOf(seconds),
      viewers: Math.round(valueAt(viewers, seconds)),
      nodes: inService,
      capacityViewers: input.nodes === 0 ? input.viewers : Math.floor((input.viewers * inService) / input.nodes),
    };
  });
}

/** Growth at its steepest × the time from a signal to a machine that serves. */
function reactiveBufferViewers(input: TimelineInput): number {
  const { event, viewers } = input;
  const growthPerSecond =
    (viewers / expectedOf(event, "audience.rampSeconds")) * expectedOf(event, "audience.rampSteepness");
  return Math.min(viewers, growthPerSecond * expectedOf(event, "timeline.signalToServingSeconds"));
}

function timelineFindings(input: TimelineInput): readonly Finding[] {
  if (input.nodes === 0) return [];
  const { event } = input;
  const buffer = Math.round(reactiveBufferViewers(input));
  const minutes = expectedOf(event, "timeline.signalToServingSeconds") / SECONDS_PER_MINUTE;
  return [
    {
      id: "reactive-buffer",
      severity: "note",
      where: "timeline",
      found: `the audience grows by ${buffer.toLocaleString("en-US")} viewers while an autoscaler answers once (${minutes} min)`,
      expected: "capacity in service before doors; a reacting fleet would have to keep that many viewers of room free",
      fix: "Let the timers raise, and let no growth of the fleet depend on load between doors and drain",
      source: "assumption timeline.signalToServingSeconds",
    },
  ];
}
