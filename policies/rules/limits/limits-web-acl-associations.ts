import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/wafv2/maximum-number-of-alb-associations-per-web-acl-in-waf-for-regional";

export const webAclAssociations = rule({
  id: "limits-web-acl-associations",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "A web ACL stands before no more balancers than its quota",
  why: "The balancers above it are open, unfiltered, to whoever finds them",
  fix: "Use a second web ACL, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "web ACL associations",
  check: ({ graph, facts }) => {
    const counts = new Map<string, number>();
    for (const each of graph.ofType(TYPES.webAclAssociation)) {
      const urn = graph.sourcesOf(each, "webAclArn", TYPES.webAcl)[0]?.urn ?? "";
      counts.set(urn, (counts.get(urn) ?? 0) + 1);
    }
    return [...counts].map(([urn, known]) => {
      const at = graph.find(urn);
      const whose = at === undefined ? {} : { at };
      return judge({ known, unknown: [] }, quotaInForce(KEY, facts), { ...whose, noun: "balancers" });
    });
  },
});
