import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

export const keptTimers = rule({
  id: "time-kept-timers",
  area: "time",
  level: "mandatory",
  severity: "high",
  title: "Timers are kept after they have fired",
  why: "A timer that deletes itself is missing at the next refresh; the next deployment makes it again, with an instant in the past, and fails",
  fix: "Set actionAfterCompletion to NONE",
  sources: [{ document: "lifecycle, section 0.5" }],
  appliesTo: "timers",
  check: ({ graph }) =>
    graph.ofType(TYPES.schedule).map((at) => {
      const after = textAt(at.inputs, "actionAfterCompletion");
      if (after === UNKNOWN) return unknown(at, "what becomes of it");
      return after === undefined || after === "NONE"
        ? fine(at)
        : violated(at, `a timer with ${after} after completion`, "NONE");
    }),
});
