import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/elasticloadbalancing/rules-per-application-load-balancer";

export const balancerRules = rule({
  id: "limits-balancer-rules",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "An application balancer has no more rules than its quota",
  why: "A route above it is refused, and its requests end at the default action",
  fix: "Join routes, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "listener rules",
  check: ({ graph, facts }) => {
    const counts = new Map<string, number>();
    for (const each of graph.ofType(TYPES.listenerRule)) {
      const listener = graph.sourcesOf(each, "listenerArn", TYPES.listener)[0];
      const balancer = listener && graph.sourcesOf(listener, "loadBalancerArn", TYPES.loadBalancer)[0];
      const urn = balancer?.urn ?? listener?.urn ?? "";
      counts.set(urn, (counts.get(urn) ?? 0) + 1);
    }
    return [...counts].map(([urn, known]) => {
      const at = graph.find(urn);
      const whose = at === undefined ? {} : { at };
      return judge({ known, unknown: [] }, quotaInForce(KEY, facts), { ...whose, noun: "rules" });
    });
  },
});
