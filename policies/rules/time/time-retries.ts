import { z } from "zod";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN, valueAt } from "../../values";

export const retries = rule({
  id: "time-retries",
  area: "time",
  level: "mandatory",
  severity: "high",
  title: "A timer that fails is tried again for minutes, then put where an alarm sees it",
  why: "Retried for a day, which is the default, a raise lands after the show; without a dead-letter queue nobody hears that it never came",
  fix: "Set maximumEventAgeInSeconds and deadLetterConfig on the timer's target",
  sources: [{ document: "lifecycle, section 1.1: retries last 24 hours by default" }],
  appliesTo: "timers",
  config: z.strictObject({
    longestSeconds: z.number().int().min(60).max(3600).default(600).describe("How long a failed start may be retried."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.schedule).map((at) => {
      const letters = valueAt(at.inputs, "target.deadLetterConfig.arn");
      const age = numberAt(at.inputs, "target.retryPolicy.maximumEventAgeInSeconds");
      // That there is one is known, also before its address is.
      if (letters === undefined) return violated(at, "no dead-letter queue", "one");
      if (age === UNKNOWN) return unknown(at, "how long it is retried");
      if (age === undefined) return violated(at, "retries for 24 hours", `${figure(config.longestSeconds)} s at most`);
      return age <= config.longestSeconds
        ? fine(at)
        : violated(at, `retries for ${figure(age)} s`, `${figure(config.longestSeconds)} s at most`);
    }),
});
