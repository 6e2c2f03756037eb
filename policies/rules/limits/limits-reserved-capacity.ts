import { judge, quotaInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt } from "../../values";

const KEYS = {
  application: "aws/elasticloadbalancing/reserved-application-load-balancer-capacity-units-lcu-per-region",
  network: "aws/elasticloadbalancing/reserved-network-load-balancer-capacity-units-lcu-per-region",
} as const;

export const reservedCapacity = rule({
  id: "limits-reserved-capacity",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title: "Capacity reserved for balancers fits the region's quotas, which are 0 in a new account",
  why: "The reservation is refused, and balancers grow by themselves: minutes too slowly for an audience that comes at once",
  fix: "Ask for the reservation quota weeks ahead (tidegate quotas), and state the applied value in account.quotas",
  sources: Object.values(KEYS).map((quota) => ({ quota })),
  appliesTo: "balancers with reserved capacity",
  check: ({ graph, facts }) =>
    Object.entries(KEYS).flatMap(([kind, key]) => {
      const reserved = graph
        .ofType(TYPES.loadBalancer)
        .filter(({ inputs }) => (textAt(inputs, "loadBalancerType") ?? "application") === kind)
        .filter(({ inputs }) => numberAt(inputs, "minimumLoadBalancerCapacity.capacityUnits") !== undefined);
      if (reserved.length === 0) return [];
      const units = sum(reserved, ({ inputs }) => numberAt(inputs, "minimumLoadBalancerCapacity.capacityUnits"));
      const noun = `reserved units of ${kind} balancers`;
      return [judge(units, quotaInForce(key, facts), { noun, inUse: facts.inUse[key] ?? 0 })];
    }),
});
