import { findQuota } from "../../../capacity/catalog/quotas";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, UNKNOWN } from "../../values";

const KEYS: Readonly<Record<string, string>> = {
  http_request_firewall_custom: "cloudflare/waf/custom-rules-per-zone",
  http_ratelimit: "cloudflare/waf/rate-limiting-rules-per-zone",
};

export const rulesetRules = rule({
  id: "limits-ruleset-rules",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Cloudflare's rule sets have no more rules than the zone's plan allows, all declared events together",
  why: "Cloudflare refuses the whole rule set, so that no event's rules change",
  fix: "Declare fewer events at a time, join rules, or take a larger plan",
  sources: ["free", "pro", "business", "enterprise"].flatMap((plan) =>
    Object.values(KEYS).map((key) => ({ quota: `${key}-${plan}` })),
  ),
  appliesTo: "Cloudflare rule sets",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.ruleset).flatMap((at) => {
      const phase = textAt(at.inputs, "phase");
      const key = typeof phase === "string" ? KEYS[phase] : undefined;
      if (key === undefined) return [];
      const rules = listAt(at.inputs, "rules");
      if (rules === UNKNOWN) return [unknown(at, "the rules of the set")];
      if (facts.cloudflarePlan === null)
        return [unknown(at, "how many rules the zone's plan allows: nobody says which plan it is")];
      const row = findQuota(`${key}-${facts.cloudflarePlan}`);
      const most = row?.defaultValue ?? null;
      if (most === null) return [unknown(at, "how many rules the zone's plan allows: nobody publishes it")];
      if (rules.length <= most) return [fine(at)];
      return [violated(at, `${figure(rules.length)} rules`, `${figure(most)} (plan ${facts.cloudflarePlan})`)];
    }),
});
