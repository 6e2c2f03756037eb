import { rule, violated } from "../../rule";
import { TYPES } from "../../types";

export const noScheduledScaling = rule({
  id: "time-no-scheduled-scaling",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title: "No scheduled action of Auto Scaling",
  why: "What it leaves out is 0, it looks at nothing before it lowers, and past instants are refused at the next deployment",
  fix: "Use the timeline's timers, which start Raise and Lower",
  sources: [{ document: "lifecycle, sections 2.3 and 9.8" }],
  appliesTo: "scheduled actions of Auto Scaling",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.scalingSchedule, TYPES.appScalingSchedule)
      .map((at) => violated(at, "a scheduled action", "timers that start a state machine")),
});
