import { asPlanned, settingsOf } from "../../planned";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const INPUTS = {
  totalActiveUsers: "active users",
  newUsersPerMinute: "new users a minute",
  sessionDurationMinutes: "minutes of a session",
} as const;

export const admission = rule({
  id: "plan-admission",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title: "The waiting room lets in what the plan holds: no more at once, and no more a minute",
  why: "A room that admits more than the chain holds protects nothing; one that admits less makes people wait for nothing",
  fix: "Take the three numbers from the plan's layer admission",
  sources: [{ document: "plan: layer admission" }, { limit: "cloudflare/waiting-room/total-active-users" }],
  appliesTo: "waiting rooms of an event",
  check: ({ graph, facts }) => {
    if (facts.plan === null) return [];
    const planned = settingsOf(facts.plan, "admission");
    return graph
      .ofType(TYPES.admission)
      .flatMap((at) =>
        Object.entries(INPUTS).map(([input, noun]) =>
          asPlanned(at, numberAt(at.inputs, input), planned?.[input], { noun }),
        ),
      );
  },
});
