import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { UNKNOWN } from "../../values";
import { instantOf, instantText, purposeOf } from "./timers";

export const lowering = rule({
  id: "time-lowering",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title: "After every raise comes a guarded lowering",
  why: "An event that never scales down is paid for until somebody notices the bill",
  fix: "Add the lowering step of the timeline, which starts the Lower state machine",
  sources: [{ document: "lifecycle, section 9.5" }],
  appliesTo: "timers that raise",
  check: ({ graph }) => {
    const timers = graph
      .ofType(TYPES.schedule)
      .map((at) => ({ at, purpose: purposeOf(graph, at), when: instantOf(at) }));
    const lowerings = timers.filter(({ purpose }) => purpose === "lower").map(({ when }) => when);
    const known = lowerings.filter((when) => typeof when === "number");
    const last = Math.max(Number.NEGATIVE_INFINITY, ...known);
    return timers
      .filter(({ purpose }) => purpose === "raise")
      .map(({ at, when }): Observation => {
        if (lowerings.length === 0) return violated(at, "a raise, and nothing that lowers", "a lowering after it");
        if (when === UNKNOWN || lowerings.includes(UNKNOWN)) return unknown(at, "when it fires");
        if (typeof when !== "number" || when < last) return fine(at);
        return violated(at, `a raise at ${instantText(when)}, after the last lowering`, "a lowering after it");
      });
  },
});
