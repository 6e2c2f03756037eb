import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";
import { targetMachine } from "./timers";

const START_EXECUTION = /:aws-sdk:sfn:startExecution$/;
const STATE_MACHINE = /^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:/;

export const guardedTimers = rule({
  id: "time-guarded-timers",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title: "No timer changes capacity by itself: each starts a state machine that looks before it acts",
  why: "An event that overruns would be cut in the middle of the show by a timer that only knows the hour",
  fix: "Let the timer start the Raise or the Lower state machine",
  sources: [{ document: "lifecycle, sections 0.3 and 9.5: nothing lowers by a bare timer" }],
  appliesTo: "timers",
  check: ({ graph }) =>
    graph.ofType(TYPES.schedule).map((at): Observation => {
      const arn = textAt(at.inputs, "target.arn");
      if (targetMachine(graph, at) !== undefined) return fine(at);
      if (arn === UNKNOWN) return unknown(at, "what it starts");
      if (arn !== undefined && (STATE_MACHINE.test(arn) || START_EXECUTION.test(arn))) return fine(at);
      return violated(at, `a timer that calls ${arn ?? "nothing"} itself`, "the start of a state machine");
    }),
});
