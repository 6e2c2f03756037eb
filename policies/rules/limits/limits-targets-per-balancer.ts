import { judgeOne, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { listAt, numberAt, UNKNOWN } from "../../values";

const APPLICATION = "aws/elasticloadbalancing/targets-per-application-load-balancer";
const NETWORK = "aws/elasticloadbalancing/targets-per-availability-zone-per-network-load-balancer";

export const targetsPerBalancer = rule({
  id: "limits-targets-per-balancer",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title: "A balancer has no more targets than its quota, at the workloads' largest size",
  why: "Pods above it run, cost money and get no requests",
  fix: "Use more balancers with as many shards, larger pods, or a higher quota stated in account.quotas",
  sources: [{ quota: APPLICATION }, { quota: NETWORK }],
  appliesTo: "ingresses",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.ingress).flatMap((at) => {
      const balancer = graph.ofType(TYPES.loadBalancer).find(({ parent }) => parent === at.urn);
      const subnets = balancer === undefined ? UNKNOWN : listAt(balancer.inputs, "subnets");
      const network = quotaInForce(NETWORK, facts);
      const zones = subnets === UNKNOWN ? 1 : Math.max(1, subnets.length);
      const perBalancer = { ...network, value: network.value === null ? null : network.value * zones };
      return [
        judgeOne(numberAt(at.inputs, "requests.targetsOfOneBalancer"), quotaInForce(APPLICATION, facts), {
          at,
          noun: "targets of one application balancer",
        }),
        judgeOne(numberAt(at.inputs, "connections.targetsOfOneBalancer"), perBalancer, {
          at,
          noun: "targets of one network balancer",
        }),
      ];
    }),
});
