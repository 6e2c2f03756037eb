import { Temporal } from "temporal-polyfill";
import type { Event } from "../event/event";
import { expectedOf } from "../event-parameter";
import { epochSecondsOf } from "../moment";
import { SECONDS_PER_MINUTE } from "../units";
import type { ArmedTimeline } from "./step";
import { ZoneClock } from "./zone-clock";

/** When pods' floors hold by the cluster's own clock, as KEDA's cron trigger takes it: five fields, no year. */
export interface FloorWindow {
  readonly zone: string;
  readonly start: string;
  readonly end: string;
}

const MINUTES_PER_DAY = 1440;
const MS = 1000;

/**
 * The window of the floor under pods: from the first raise of pods until long after the close.
 *
 * One occurrence has dates, repeats have hours of the day: the earliest start and the latest end of all of them, so that a change
 * of daylight saving shortens none. Days between occurrences get the floor, too; the ceiling that each lowering leaves keeps it down.
 * Repeats so close that no end comes before the next start have a floor from midnight to midnight, but for one minute, which is far
 * shorter than an autoscaler waits before it gives back.
 * @returns null when no step raises pods
 */
export function floorWindowOf(event: Event, timeline: ArmedTimeline): FloorWindow | null {
  const { zone } = timeline;
  const spans = spansOf(event, timeline);
  const [only, ...others] = spans;
  if (only === undefined) return null;
  if (others.length === 0) return { zone, start: dated(only.from, zone), end: dated(only.to, zone) };
  const clock = new ZoneClock(zone);
  const starts = spans.map(({ from }) => clock.minuteOfDay(from));
  const start = extreme(starts, "earliest");
  const end = extreme(
    spans.map(({ to }) => clock.minuteOfDay(to)),
    "latest",
  );
  const longest = Math.max(...spans.map(({ from, to }) => to - from)) / SECONDS_PER_MINUTE;
  const moved = Math.max(...starts.map((one) => after(start, one)));
  if (longest + moved >= MINUTES_PER_DAY) return { zone, start: daily(0), end: daily(MINUTES_PER_DAY - 1) };
  return { zone, start: daily(start), end: daily(end) };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** From each first raise of pods until far after the close; an occurrence that is held through belongs to the one before. */
function spansOf(event: Event, timeline: ArmedTimeline): readonly Span[] {
  const far = expectedOf(event, "timeline.floorEndSeconds");
  const raised = new Map<number, number>();
  for (const { kind, subject, occurrence, atSeconds } of timeline.steps) {
    if (kind === "raise" && subject.startsWith("pods:") && !raised.has(occurrence)) raised.set(occurrence, atSeconds);
  }
  const spans: Span[] = [];
  for (const { occurrence, close } of timeline.milestones) {
    const to = Math.ceil(epochSecondsOf(close) + far);
    const from = raised.get(occurrence) ?? spans.pop()?.from;
    if (from !== undefined) spans.push({ from, to });
  }
  return spans;
}

function dated(seconds: number, zone: string): string {
  const { minute, hour, day, month } = Temporal.Instant.fromEpochMilliseconds(seconds * MS).toZonedDateTimeISO(zone);
  return `${minute} ${hour} ${day} ${month} *`;
}

function daily(minuteOfDay: number): string {
  return `${minuteOfDay % 60} ${Math.floor(minuteOfDay / 60)} * * *`;
}

/** Minutes from one time of the day to another, going forward. */
function after(from: number, to: number): number {
  return (to - from + MINUTES_PER_DAY) % MINUTES_PER_DAY;
}

/** The first or last of times of the day that lie close together, midnight or not. */
function extreme(minutes: readonly number[], which: "earliest" | "latest"): number {
  const [reference = 0] = minutes;
  const half = MINUTES_PER_DAY / 2;
  const shifts = minutes
    .map((minute) => after(reference, minute))
    .map((shift) => (shift > half ? shift - MINUTES_PER_DAY : shift));
  const shift = which === "earliest" ? Math.min(...shifts) : Math.max(...shifts);
  return (reference + shift + MINUTES_PER_DAY) % MINUTES_PER_DAY;
}
