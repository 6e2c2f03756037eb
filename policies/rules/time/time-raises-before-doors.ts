import { z } from "zod";
import type { PlanFacts } from "../../facts";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { UNKNOWN } from "../../values";
import { instantOf, instantText, purposeOf } from "./timers";

/** Scheduler fires within its minute. */
const PRECISION_SECONDS = 60;
const MINUTE_SECONDS = 60;

export const raisesBeforeDoors = rule({
  id: "time-raises-before-doors",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title:
    "Of every occurrence, the first raise is as early as the plan's pre-scaling, and the last one is over before doors",
  why: "Machines, pods and caches take the time that the plan counted; a raise under way at doors is too late",
  fix: "Arm the stack again: tidegate arm --rearm makes the timers from the event file's timeline",
  sources: [{ document: "plan: timeline, phases preScale and doors" }],
  appliesTo: "timers that raise",
  config: z.strictObject({
    minutesBeforeDoors: z
      .number()
      .min(0)
      .max(720)
      .default(0)
      .describe("How long before doors the last raise must fire."),
  }),
  check: ({ graph, facts, config }) => {
    const raises = graph.ofType(TYPES.schedule).filter((at) => purposeOf(graph, at) === "raise");
    if (facts.plan === null || raises.length === 0) return [];
    const offsets = offsetsOf(facts.plan);
    const times = raises.map((at) => ({ at, when: instantOf(at) }));
    const open = times.filter(({ when }) => when === UNKNOWN).map(({ at }) => unknown(at, "when it fires"));
    const known = times.flatMap(({ when }) => (typeof when === "number" ? [when] : []));
    const starts = facts.plan.event.occurrences.map(seconds);
    const judged = starts.map((start, index): Observation => {
      const after = index === 0 ? Number.NEGATIVE_INFINITY : (starts[index - 1] ?? Number.NEGATIVE_INFINITY);
      const own = known.filter((when) => when > after && when <= start);
      const preScale = start + offsets.preScale;
      const latest = start + offsets.doors - config.minutesBeforeDoors * MINUTE_SECONDS;
      const name = instantText(start);
      // Raised before it was armed, or not yet told.
      if (own.length === 0) {
        return index === 0 || open.length > 0
          ? fine()
          : violated(undefined, `no raise before ${name}`, `one by ${instantText(preScale)}`);
      }
      const [first, last] = [Math.min(...own), Math.max(...own)];
      if (last > latest)
        return violated(
          undefined,
          `the last raise before ${name} at ${instantText(last)}`,
          `${instantText(latest)} or earlier`,
        );
      const isLate = index > 0 && first > preScale + PRECISION_SECONDS;
      return isLate
        ? violated(
            undefined,
            `the first raise before ${name} at ${instantText(first)}`,
            `${instantText(preScale)}, as planned`,
          )
        : fine();
    });
    return [...open, ...judged];
  },
});

function seconds(utc: string): number {
  return Date.parse(utc) / 1000;
}

/** Begin of pre-scaling and of doors, in seconds from the start. */
function offsetsOf({ event, phases }: PlanFacts): { readonly preScale: number; readonly doors: number } {
  const start = seconds(event.start);
  const from = (name: string) => phases.find(({ phase }) => phase === name)?.from;
  const offset = (utc: string | undefined) => (utc === undefined ? 0 : seconds(utc) - start);
  return { preScale: offset(from("preScale")), doors: offset(from("doors")) };
}
