import { limit } from "../../../capacity/catalog/limits";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, numberAt, textAt, UNKNOWN } from "../../values";

const KEY = "aws/wafv2/rate-based-rule-limit";
const LIMIT = "statement.rateBasedStatement.limit";

export const webAclRate = rule({
  id: "limits-web-acl-rate",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "Rate rules of a web ACL count to what AWS accepts",
  why: "AWS refuses the ACL, and the app host stands without one",
  fix: "Set perAddressLimit within the range",
  sources: [{ limit: KEY }],
  appliesTo: "rate rules of web ACLs",
  check: ({ graph }) => {
    const { min, max } = limit(KEY);
    return graph.ofType(TYPES.webAcl).flatMap((at) => {
      const rules = listAt(at.inputs, "rules");
      if (rules === UNKNOWN) return [unknown(at, "the web ACL's rules")];
      return rules.flatMap((each) => {
        const value = numberAt(each, LIMIT);
        if (value === undefined) return [];
        if (value === UNKNOWN) return [unknown(at, "the limit of a rate rule")];
        if (value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY)) return [fine(at)];
        const name = textAt(each, "name");
        const found = `${figure(value)} requests in rule ${typeof name === "string" ? name : "without a name"}`;
        return [violated(at, found, `${figure(min ?? 0)} to ${figure(max ?? 0)} (the provider's limit)`)];
      });
    });
  },
});
