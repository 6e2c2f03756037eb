import { figure } from "../../figure";
import { settingsOf } from "../../planned";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, listAt, numberAt, textAt, UNKNOWN, valueAt } from "../../values";

/** What AWS counts over when nobody says. */
const DEFAULT_WINDOW_SECONDS = 300;

export const officeLimit = rule({
  id: "firewall-office-limit",
  area: "firewall",
  level: "mandatory",
  severity: "critical",
  title: "Limits for one address are above the office that the event declares",
  why: "Hundreds of colleagues behind one address look like an attack to a limit that was made for one viewer, and none of them gets in",
  fix: "Raise the limit to the plan's perAddressLimit (layer firewall), or declare audience.viewersBehindOneAddress as it is",
  sources: [{ document: "event file: audience.viewersBehindOneAddress; plan: layer firewall" }],
  appliesTo: "limits for one address of an event with a plan",
  check: ({ graph, facts }) => {
    const planned = settingsOf(facts.plan, "firewall");
    if (planned === undefined) return [];
    const { perAddressLimit = 0, windowSeconds = DEFAULT_WINDOW_SECONDS, viewersBehindOneAddress = 0 } = planned;
    return [
      ...graph.ofType(TYPES.webAcl).flatMap((at): readonly Observation[] => {
        const rules = listAt(at.inputs, "rules");
        if (rules === UNKNOWN) return [unknown(at, "its rules")];
        return rules.flatMap((each): readonly Observation[] => {
          const statement = valueAt(each, "statement.rateBasedStatement");
          // A rule that only counts locks nobody out.
          if (statement === undefined || valueAt(each, "action.count") !== undefined) return [];
          const limit = numberAt(statement, "limit");
          const window = numberAt(statement, "evaluationWindowSec") ?? DEFAULT_WINDOW_SECONDS;
          if (limit === UNKNOWN || window === UNKNOWN) return [unknown(at, "the limit of a rate rule")];
          const perSecond = (limit ?? 0) / window;
          if (perSecond >= perAddressLimit / windowSeconds) return [fine(at)];
          const name = textAt(each, "name");
          const found = `${figure(limit ?? 0)} requests in ${figure(window)} s in rule ${typeof name === "string" ? name : ""}`;
          return [
            violated(
              at,
              found,
              `${figure(perAddressLimit)} in ${figure(windowSeconds)} s at least, for an office of ${figure(viewersBehindOneAddress)}`,
            ),
          ];
        });
      }),
      ...graph
        .ofType(TYPES.ruleset)
        .filter(({ inputs }) => textAt(inputs, "phase") === "http_ratelimit")
        .flatMap((at): readonly Observation[] => {
          const rules = listAt(at.inputs, "rules");
          if (rules === UNKNOWN) return [unknown(at, "its rules")];
          return rules.flatMap((each): readonly Observation[] => {
            if (flagAt(each, "enabled") === false) return [];
            const requests = numberAt(each, "ratelimit.requestsPerPeriod");
            if (requests === UNKNOWN) return [unknown(at, "the limit of a rate rule")];
            if ((requests ?? 0) >= viewersBehindOneAddress) return [fine(at)];
            const name = textAt(each, "description");
            const found = `${figure(requests ?? 0)} requests in rule ${typeof name === "string" ? name : ""}`;
            return [violated(at, found, `${figure(viewersBehindOneAddress)} at least, one for each of an office`)];
          });
        }),
    ];
  },
});
