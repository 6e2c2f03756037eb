import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

const KEYS = {
  application: "aws/elasticloadbalancing/application-load-balancers-per-region",
  network: "aws/elasticloadbalancing/network-load-balancers-per-region",
} as const;

export const loadBalancers = rule({
  id: "limits-load-balancers",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Application and network balancers fit the region's quotas, with those of overlapping events",
  why: "A balancer above the quota is refused, and its share of viewers has no way in",
  fix: "Ask for a higher quota and state it in account.quotas, or put more targets behind each balancer",
  sources: Object.values(KEYS).map((quota) => ({ quota })),
  appliesTo: "load balancers",
  check: ({ graph, facts }) =>
    Object.entries(KEYS).flatMap(([kind, key]) => {
      const all = graph.ofType(TYPES.loadBalancer).map((at) => ({ at, kind: textAt(at.inputs, "loadBalancerType") }));
      const known = all.filter((each) => (each.kind ?? "application") === kind).length;
      const open = all.filter((each) => each.kind === UNKNOWN).map(({ at }) => at);
      if (known + open.length === 0) return [];
      const amount = { known, unknown: open };
      return [judge(amount, quotaInForce(key, facts), { noun: `${kind} balancers`, inUse: facts.inUse[key] ?? 0 })];
    }),
});
