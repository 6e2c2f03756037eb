import type { Event } from "../event/event";
import { eventParameter, expectedOf } from "../event-parameter";
import { leadHours } from "../lead-time";
import type { Instants } from "../phases";
import { required } from "../problems";
import { type Pace, plannedPace } from "../scale-out";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../units";
import { baseNodes, ladderOf, type Rung } from "./ladder";
import type { FullSizes, WorkloadSize } from "./sizes";
import type { Step, StepKind, Subject } from "./step";

/** A step before its place in time is written: relative to one occurrence. */
export type DraftStep = Omit<Step, "at" | "occurrence">;

/** What the steps of one occurrence are made from. */
export interface OccurrenceInput {
  readonly event: Event;
  readonly sizes: FullSizes;
  readonly baseNodesPerZone: number;
  readonly instants: Instants;
  /** Whether it is the only one: then the waiting room opens by an event of its own, else it always stands. */
  readonly once: "once" | "repeated";
}

/** An autoscaler by CPU alone can't come back from nothing. */
export const BASE_PODS = 1;

/** Everything that happens for one occurrence, in time order within each part; steps that change nothing are not there. */
export function occurrenceSteps(input: OccurrenceInput): readonly DraftStep[] {
  const pace = plannedPace(input.event);
  const ladder = ladderOf({ ...input.sizes, baseNodesPerZone: input.baseNodesPerZone }, pace);
  return [
    ...balancerRaises(input),
    ...nodeRaises(input, ladder, pace),
    ...podRaises(input, ladder),
    ...roomOpening(input),
    goNoGo(input),
    ...lowerings(input, ladder),
    ending(input),
  ];
}

const wholeMinute = (seconds: number): number => Math.floor(seconds / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
const minutes = (seconds: number): number => Math.ceil(seconds / SECONDS_PER_MINUTE);

interface Change {
  readonly kind: StepKind;
  readonly subject: Subject;
  readonly from: number;
  readonly to: number;
  readonly unit: Step["unit"];
  readonly atSeconds: number;
  readonly because: string;
  readonly undo: string;
  readonly withinMinutes?: number;
  readonly holdsViewers?: number;
}

function draft({ withinMinutes = 0, holdsViewers, ...change }: Change): DraftStep {
  return {
    ...change,
    // Timers have minutes: earlier rather than later, except where earlier is a shrink.
    atSeconds:
      change.kind === "lower" || change.kind === "end"
        ? minutes(change.atSeconds) * SECONDS_PER_MINUTE
        : wholeMinute(change.atSeconds),
    withinMinutes,
    holdsViewers: holdsViewers ?? null,
  };
}

function balancerRaises({ event, sizes, instants }: OccurrenceInput): readonly DraftStep[] {
  const ready = instants.doors - expectedOf(event, "timeline.lastRaiseLeadSeconds");
  const raise = (subject: "units:alb" | "units:nlb", to: number): readonly DraftStep[] => {
    if (to === 0) return [];
    const alb = subject === "units:alb";
    const key = alb ? "aws.albCapacityReservation" : "aws.nlbCapacityReservation";
    const lead = required(leadHours(key).high, `highest lead time ${key}`);
    return [
      draft({
        kind: "raise",
        subject,
        from: 0,
        to,
        unit: "LCU",
        atSeconds: Math.min(instants.preScale, ready - lead * SECONDS_PER_HOUR),
        withinMinutes: lead * 60,
        because: `a reservation takes up to ${lead} h to be provisioned, and stands an hour before doors`,
        undo: "lowered once after the close: a balancer takes two decreases a day",
      }),
    ];
  };
  return [...raise("units:alb", sizes.albUnits), ...raise("units:nlb", sizes.nlbUnits)];
}

function nodeRaises(
  { event, sizes, baseNodesPerZone, instants }: OccurrenceInput,
  ladder: readonly Rung[],
  pace: Pace,
): readonly DraftStep[] {
  const size = { zones: sizes.zones, baseNodesPerZone };
  const now = new Map(sizes.pools.map((pool) => [pool.name, baseNodes(pool, size)]));
  const warmUp = minutes(eventParameter(event, "timeline.warmUpSeconds").interval.high);
  return ladder.flatMap((rung, at) =>
    sizes.pools.flatMap((pool) => {
      const from = now.get(pool.name) ?? 0;
      const to = rung.nodes[pool.name] ?? 0;
      if (to <= from) return [];
      now.set(pool.name, to);
      return [
        draft({
          kind: "raise",
          subject: `nodes:${pool.name}`,
          from,
          to,
          unit: "nodes",
          atSeconds: instants.preScale + rung.askSeconds,
          withinMinutes: minutes(rung.servingSeconds - rung.askSeconds),
          because: `step ${at + 1} of ${ladder.length}: min(${pace.stepNodesMaximum}, max(${pace.stepNodesMinimum}, a tenth of the cluster)) nodes at most, ${pace.nodesPerMinute} a minute at the slow end, and ${warmUp} min to warm up after the last`,
          undo: "lowered in steps after the close; hold keeps it, and a raise by hand is never undone before",
        }),
      ];
    }),
  );
}

/** When a pool's last node serves, seconds after the first raise. */
function filledSeconds(pool: string, ladder: readonly Rung[]): number {
  const full = ladder.at(-1)?.nodes[pool] ?? 0;
  return ladder.find((rung) => (rung.nodes[pool] ?? 0) >= full)?.servingSeconds ?? 0;
}

function podRaises({ event, sizes, instants }: OccurrenceInput, ladder: readonly Rung[]): readonly DraftStep[] {
  const bootMinutes = minutes(eventParameter(event, "timeline.warmUpSeconds").interval.high);
  return sizes.workloads.flatMap((workload): readonly DraftStep[] => {
    if (workload.pods <= BASE_PODS) return [];
    return [
      draft({
        kind: "raise",
        subject: `pods:${workload.id}`,
        from: BASE_PODS,
        to: workload.pods,
        unit: "pods",
        atSeconds: instants.preScale + filledSeconds(workload.pool, ladder),
        withinMinutes: bootMinutes,
        because: `its nodes serve by then, and caches, connections and code take up to ${bootMinutes} min to warm up`,
        undo: "lowered before its nodes are; the floor ends by itself long after the close",
      }),
    ];
  });
}

function roomOpening({ event, sizes, instants, once }: OccurrenceInput): readonly DraftStep[] {
  if (sizes.room === null || once === "repeated") return [];
  const lead = expectedOf(event, "timeline.prequeueSeconds");
  return [
    draft({
      kind: "open",
      subject: "room",
      from: 0,
      to: sizes.room.totalActiveUsers,
      unit: "users",
      atSeconds: instants.doors - lead,
      because: `who comes up to ${minutes(lead)} min before doors waits in the room and is let in by lot at doors`,
      undo: "ends by itself at the close",
    }),
  ];
}

function goNoGo({ event, sizes, instants }: OccurrenceInput): DraftStep {
  const lead = expectedOf(event, "timeline.lastRaiseLeadSeconds");
  return draft({
    kind: "check",
    subject: "event",
    from: sizes.viewers,
    to: sizes.viewers,
    unit: "viewers",
    atSeconds: instants.doors - lead,
    because: `${minutes(lead)} min before doors everything is at full size, or people are told while another machine type or zone can still be raised`,
    undo: "nothing to undo",
  });
}

/** Fewest steps down: one alone would keep everything until hardly anybody is there. A quarter of an hour each is what EKS drains for. */
const LEAST_STEPS_DOWN = 4;

/** Nodes of all pools from full size down to the base, every pool by the same part each time: what is left serves everything. */
function rungsDown({ sizes, baseNodesPerZone }: OccurrenceInput, ladder: readonly Rung[]): readonly Rung["nodes"][] {
  const { zones } = sizes;
  // As many steps as it rose, so that none is larger than the largest way up.
  const count = Math.max(LEAST_STEPS_DOWN, ladder.length);
  return Array.from({ length: count + 1 }, (_, at) =>
    Object.fromEntries(
      sizes.pools.map((pool) => {
        const left = Math.ceil((pool.nodes * (count - at)) / count / zones) * zones;
        return [pool.name, Math.max(Math.min(pool.nodes, left), baseNodes(pool, { zones, baseNodesPerZone }))];
      }),
    ),
  );
}

/** Down in steps: at each first the pods, then the nodes; the balancers once, with the last. */
function lowerings(input: OccurrenceInput, ladder: readonly Rung[]): readonly DraftStep[] {
  const { event, sizes, instants } = input;
  const rungs = rungsDown(input, ladder);
  const count = rungs.length - 1;
  const stride = (instants.gone - instants.drained) / count;
  const stray = Math.floor(sizes.viewers * expectedOf(event, "timeline.strayViewersRatio"));
  const steps: DraftStep[] = [];
  for (let at = 1; at <= count; at++) {
    const before = rungs[at - 1] ?? {};
    const after = rungs[at] ?? {};
    // The pool that is left with the smallest part holds fewest.
    const left = Math.min(1, ...sizes.pools.map((pool) => (after[pool.name] ?? 0) / Math.max(1, pool.nodes)));
    const last = at === count;
    const holdsViewers = last ? stray : Math.max(stray, Math.floor(sizes.viewers * left));
    const common = { kind: "lower", atSeconds: instants.drained + (at - 1) * stride, holdsViewers } as const;
    const because = `step ${at} of ${count} after the close: what is left holds ${holdsViewers.toLocaleString("en-US")} live viewers, and with more it waits`;
    for (const workload of sizes.workloads) {
      const from = podsOn(workload, before, sizes);
      const to = last ? Math.min(BASE_PODS, workload.pods) : podsOn(workload, after, sizes);
      if (to >= from) continue;
      const undo = "raise by hand, or the next occurrence's raise";
      steps.push(draft({ ...common, subject: `pods:${workload.id}`, from, to, unit: "pods", because, undo }));
    }
    for (const pool of sizes.pools) {
      const from = before[pool.name] ?? 0;
      const to = after[pool.name] ?? 0;
      if (to >= from) continue;
      const undo = "raise by hand, or the next occurrence's raise: machines take minutes to come back";
      steps.push(draft({ ...common, subject: `nodes:${pool.name}`, from, to, unit: "nodes", because, undo }));
    }
    if (last) steps.push(...balancerLowerings(sizes, common));
  }
  return steps;
}

function balancerLowerings(
  sizes: FullSizes,
  common: { readonly kind: "lower"; readonly atSeconds: number; readonly holdsViewers: number },
): readonly DraftStep[] {
  const because = "in one go with the last step: a balancer takes two decreases of its reservation a day";
  const undo = "reserve again: hours";
  return (["units:alb", "units:nlb"] as const).flatMap((subject) => {
    const from = subject === "units:alb" ? sizes.albUnits : sizes.nlbUnits;
    return from === 0 ? [] : [draft({ ...common, subject, from, to: 0, unit: "LCU", because, undo })];
  });
}

/** Pods of a workload while its pool has so many nodes: their share, rounded up, and one at least. */
function podsOn(workload: WorkloadSize, nodes: Readonly<Record<string, number>>, sizes: FullSizes): number {
  const full = sizes.pools.find((pool) => pool.name === workload.pool)?.nodes ?? 0;
  if (full === 0) return workload.pods;
  const share = Math.min(1, (nodes[workload.pool] ?? 0) / full);
  return Math.max(Math.min(BASE_PODS, workload.pods), Math.ceil(workload.pods * share));
}

function ending({ sizes, instants }: OccurrenceInput): DraftStep {
  return draft({
    kind: "end",
    subject: "event",
    from: sizes.viewers,
    to: 0,
    unit: "viewers",
    atSeconds: instants.gone,
    because: "everything is lowered; after the last occurrence the stack may go",
    undo: "nothing to undo",
  });
}
