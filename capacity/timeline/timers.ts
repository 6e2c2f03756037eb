import { hash16 } from "./hash";
import type { Step } from "./step";

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
  /** Eight hex digits of all of the above: another step, or the same at another time, is another timer. */
  readonly hash: string;
}

/**
 * The timers that a list of steps needs, in time order. The waiting room's opening and the end are no timers.
 *
 * A check's targets are the sizes that all raises of its occurrence before it lead to.
 */
export function timersOf(
  event: string,
  steps: readonly Step[],
  before: Readonly<Record<string, number>> = {},
): readonly Timer[] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.kind === "open" || step.kind === "end") continue;
    const key = `${step.atSeconds} ${step.kind} ${step.occurrence}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  const reached: Record<string, number> = { ...before };
  return [...groups.values()].map((group) => {
    for (const { kind, subject, to } of group) if (kind !== "check") reached[subject] = to;
    return timerOf(event, group, reached);
  });
}

function timerOf(event: string, group: readonly Step[], reached: Readonly<Record<string, number>>): Timer {
  const [first] = group as readonly [Step];
  const action = first.kind as Timer["action"];
  const targets =
    action === "check" ? { ...reached } : Object.fromEntries(group.map(({ subject, to }) => [subject, to]));
  const holds = group.flatMap(({ holdsViewers }) => (holdsViewers === null ? [] : [holdsViewers]));
  const timer = {
    action,
    occurrence: first.occurrence,
    atSeconds: first.atSeconds,
    atUtc: first.at.utc.slice(0, -1),
    targets,
    withinMinutes: Math.max(...group.map(({ withinMinutes }) => withinMinutes)),
    holdsViewers: holds.length === 0 ? null : Math.min(...holds),
  };
  return { ...timer, hash: hash16(JSON.stringify([event, timer])).slice(0, 8) };
}
