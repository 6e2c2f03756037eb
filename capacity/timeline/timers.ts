import { hash16 } from "./hash";
import type { LiveWindow, Step } from "./step";
import { groupsOf, type StepGroup } from "./step-groups";

/** Something that becomes one timer: steps of one kind at one instant of one occurrence. */
export interface Timer {
  /** `raise`: sizes up and waits. `check`: a raise to what should be there, whose answer people hear. `lower`: sizes down under guard. */
  readonly action: "raise" | "check" | "lower";
  readonly occurrence: number;
  readonly atSeconds: number;
  /** `at(…)` takes this, with zone UTC: `2027-01-31T00:00:00`. */
  readonly atUtc: string;
  /** Target sizes by subject, in the steps' order. */
  readonly targets: Readonly<Record<string, number>>;
  readonly withinMinutes: number;
  /** Lowering: the most live viewers with which it goes on; null otherwise. */
  readonly holdsViewers: number | null;
  /** Lowering: from then on it must not, since the next occurrence rises, seconds since 1970; null: nothing follows, or it is no lowering. */
  readonly notAfterSeconds: number | null;
  /** Eight hex digits of all of the above: another step, or the same at another time, is another timer. */
  readonly hash: string;
}

/** What a list of steps doesn't say itself. */
export interface TimerContext {
  readonly event: string;
  /** When the event is live: a lowering ends before the next window. */
  readonly windows: readonly LiveWindow[];
  /** Sizes that stand before the first step. */
  readonly before: Readonly<Record<string, number>>;
}

/**
 * The timers that a list of steps needs, in time order. The waiting room's opening and the end are no timers.
 *
 * A check's targets are the sizes that all steps before it lead to.
 */
export function timersOf(steps: readonly Step[], context: TimerContext): readonly Timer[] {
  const groups = groupsOf(steps.filter(({ kind }) => kind !== "open" && kind !== "end"));
  const reached: Record<string, number> = { ...context.before };
  return groups.map((group) => {
    for (const { kind, subject, to } of group.steps) if (kind !== "check") reached[subject] = to;
    return timerOf(group, reached, context);
  });
}

function timerOf(
  { first, steps }: StepGroup,
  reached: Readonly<Record<string, number>>,
  { event, windows }: TimerContext,
): Timer {
  const action = first.kind as Timer["action"];
  const targets = action === "check" ? reached : Object.fromEntries(steps.map(({ subject, to }) => [subject, to]));
  const holds = steps.flatMap(({ holdsViewers }) => (holdsViewers === null ? [] : [holdsViewers]));
  const next = windows.find(({ fromSeconds }) => fromSeconds > first.atSeconds);
  const timer = {
    action,
    occurrence: first.occurrence,
    atSeconds: first.atSeconds,
    atUtc: first.at.utc.slice(0, -1),
    targets: { ...targets },
    withinMinutes: Math.max(...steps.map(({ withinMinutes }) => withinMinutes)),
    holdsViewers: holds.length === 0 ? null : Math.min(...holds),
    notAfterSeconds: action === "lower" ? (next?.fromSeconds ?? null) : null,
  };
  return { ...timer, hash: hash16(JSON.stringify([event, timer])).slice(0, 8) };
}
