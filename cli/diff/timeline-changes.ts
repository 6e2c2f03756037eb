import type { Moment, Phase, PhaseName, Plan } from "../../capacity/plan-document";
import { type Change, type ChangeKind, changeOf, isSame, kindOf, paired } from "./change";

/** A phase of the first occurrence that moved or was resized. */
export interface PhaseChange {
  readonly phase: PhaseName;
  readonly change: ChangeKind;
  readonly from: Change<Moment>;
  readonly to: Change<Moment>;
  readonly viewers: Change<number>;
  readonly nodes: Change<number>;
}

/** What happens when, on both sides. */
export interface TimelineChanges {
  readonly zone: Change<string>;
  readonly start: Change<Moment>;
  readonly end: Change<Moment>;
  readonly occurrences: Change<number>;
  /** Starts that only one side has, in order. */
  readonly addedOccurrences: readonly Moment[];
  readonly removedOccurrences: readonly Moment[];
  readonly phases: readonly PhaseChange[];
}

function phaseChange(old: Phase | undefined, fresh: Phase | undefined): readonly PhaseChange[] {
  const phase = (fresh ?? old)?.phase;
  if (phase === undefined) return [];
  const field = <T>(of: (side: Phase) => T) => changeOf(old, fresh, of);
  const change: PhaseChange = {
    phase,
    change: kindOf({ old, new: fresh }),
    from: field((side) => side.from),
    to: field((side) => side.to),
    viewers: field((side) => side.viewers),
    nodes: field((side) => side.nodes),
  };
  const fields = [change.from, change.to, change.viewers, change.nodes];
  return fields.some((one) => !isSame(one.old, one.new)) ? [change] : [];
}

/** Starts of one side that the other hasn't, by instant: a zone written differently is no move. */
function onlyIn(these: readonly Moment[], those: readonly Moment[]): readonly Moment[] {
  const known = new Set(those.map((moment) => moment.utc));
  return these.filter((moment) => !known.has(moment.utc));
}

/** Compares two timelines phase by phase; both sides are those of the first occurrence. */
export function diffTimelines(old: Plan | null, fresh: Plan | null): TimelineChanges {
  const starts = { old: old?.event.occurrences ?? [], new: fresh?.event.occurrences ?? [] };
  return {
    zone: changeOf(old, fresh, (plan) => plan.event.zone),
    start: changeOf(old, fresh, (plan) => plan.event.start),
    end: changeOf(old, fresh, (plan) => plan.event.end),
    occurrences: changeOf(old, fresh, (plan) => plan.event.occurrences.length),
    addedOccurrences: onlyIn(starts.new, starts.old),
    removedOccurrences: onlyIn(starts.old, starts.new),
    phases: paired(old?.timeline.phases ?? [], fresh?.timeline.phases ?? [], (phase) => phase.phase).flatMap((pair) =>
      phaseChange(pair.old, pair.new),
    ),
  };
}
