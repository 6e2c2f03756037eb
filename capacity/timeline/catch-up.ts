import type { Event } from "../event/event";
import { plannedPace } from "../scale-out";
import { SECONDS_PER_MINUTE } from "../units";
import { ladderOf } from "./ladder";
import type { FullSizes } from "./sizes";
import type { ArmedTimeline, Step } from "./step";
import { ZoneClock } from "./zone-clock";

/** What the raises that make good are made from. */
export interface CatchUpInput {
  readonly event: Event;
  readonly sizes: FullSizes;
  readonly timeline: ArmedTimeline;
  /** Sizes that should stand at `deployBy`. */
  readonly initial: Readonly<Record<string, number>>;
  /** Sizes before the first raise: what isn't above them needs no raise. */
  readonly base: Readonly<Record<string, number>>;
  readonly deploySeconds: number;
}

/**
 * Raises from `deployBy` on to the sizes that should stand by then.
 *
 * What is deployed for the first time is made at those sizes and the raises find nothing to do. What was deployed before keeps its
 * sizes whatever the program says, so a re-armed event reaches its new ones through these, at the cluster's pace. There are none
 * while nothing is live, and none once the occurrence has closed.
 */
export function catchUpSteps(input: CatchUpInput): readonly Step[] {
  const { event, sizes, timeline, initial, base, deploySeconds } = input;
  const window = timeline.windows.findLast(
    ({ fromSeconds, toSeconds }) => fromSeconds <= deploySeconds && deploySeconds < toSeconds,
  );
  if (window === undefined) return [];
  const pools = sizes.pools.map((pool) => ({ name: pool.name, nodes: initial[`nodes:${pool.name}`] ?? 0 }));
  const ladder = ladderOf({ pools, zones: sizes.zones, baseNodesPerZone: 0 }, plannedPace(event));
  const clock = new ZoneClock(timeline.zone);
  const reached: Record<string, number> = { ...base };
  const steps: Step[] = [];
  const first = Math.ceil(deploySeconds / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
  const raise = (
    subject: Step["subject"],
    to: number,
    unit: Step["unit"],
    askSeconds: number,
    withinSeconds: number,
  ): void => {
    const from = reached[subject] ?? 0;
    const atSeconds = first + Math.ceil(askSeconds / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
    if (to <= from || atSeconds >= window.toSeconds) return;
    reached[subject] = to;
    steps.push({
      kind: "raise",
      occurrence: window.occurrence,
      subject,
      from,
      to,
      unit,
      atSeconds,
      at: clock.momentOf(atSeconds),
      withinMinutes: Math.ceil(withinSeconds / SECONDS_PER_MINUTE),
      holdsViewers: null,
      because:
        "its time has passed when this is deployed: what stands is brought up to it, and what stands higher stays",
      undo: "lowered in steps after the close",
    });
  };
  for (const unit of ["units:alb", "units:nlb"] as const) {
    const step = timeline.steps.find(({ kind, subject }) => kind === "raise" && subject === unit);
    raise(unit, initial[unit] ?? 0, "LCU", 0, (step?.withinMinutes ?? 0) * SECONDS_PER_MINUTE);
  }
  for (const rung of ladder) {
    for (const [pool, nodes] of Object.entries(rung.nodes)) {
      raise(`nodes:${pool}`, nodes, "nodes", rung.askSeconds, rung.servingSeconds - rung.askSeconds);
    }
  }
  const served = ladder.at(-1)?.servingSeconds ?? 0;
  for (const { id } of sizes.workloads) {
    const step = timeline.steps.find(({ kind, subject }) => kind === "raise" && subject === `pods:${id}`);
    raise(`pods:${id}`, initial[`pods:${id}`] ?? 0, "pods", served, (step?.withinMinutes ?? 0) * SECONDS_PER_MINUTE);
  }
  return steps.sort((a, b) => a.atSeconds - b.atSeconds);
}
