import { judge, quotaInForce } from "../../allowed";
import { rule, unknown } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional";

export const webAclRequests = rule({
  id: "limits-web-acl-requests",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Requests to the app host fit the quota of its web ACLs",
  why: "Above it the web ACL refuses requests, however few each viewer makes",
  fix: "Ask for a higher quota and state it in account.quotas, or stand the app on more balancers with a web ACL each",
  sources: [{ quota: KEY }],
  appliesTo: "web ACLs",
  check: ({ graph, facts }) => {
    const acls = graph.ofType(TYPES.webAcl);
    if (acls.length === 0) return [];
    const planned = facts.plan?.quotas.find(({ key }) => key === KEY)?.needed;
    if (planned === undefined) return [unknown(undefined, "requests to the app host: the plan doesn't count them")];
    const perAcl = planned / acls.length;
    return [judge({ known: perAcl, unknown: [] }, quotaInForce(KEY, facts), { noun: "requests/s to one web ACL" })];
  },
});
