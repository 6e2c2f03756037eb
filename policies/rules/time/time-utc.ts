import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

export const utc = rule({
  id: "time-utc",
  area: "time",
  level: "mandatory",
  severity: "high",
  title: "Timers fire once, at an instant in UTC",
  why: "A recurring expression or a local zone meets the change of the clocks: a skipped hour doesn't fire at all",
  fix: "Write at(yyyy-mm-ddThh:mm:ss) with the zone UTC; the program has the local time turned into UTC already",
  sources: [{ document: "lifecycle, section 1.1" }],
  appliesTo: "timers",
  check: ({ graph }) =>
    graph.ofType(TYPES.schedule).map((at) => {
      const expression = textAt(at.inputs, "scheduleExpression");
      const zone = textAt(at.inputs, "scheduleExpressionTimezone");
      if (expression === UNKNOWN || zone === UNKNOWN) return unknown(at, "when it fires");
      if (!/^at\(/.test(expression ?? ""))
        return violated(at, `a timer by ${expression ?? "nothing"}`, "one instant, at(…)");
      return zone === undefined || zone === "UTC" ? fine(at) : violated(at, `a timer in ${zone}`, "UTC");
    }),
});
