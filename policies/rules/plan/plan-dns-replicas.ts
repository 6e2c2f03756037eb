import { coreDnsReplicas } from "../../../capacity/catalog/limits";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

export const dnsReplicas = rule({
  id: "plan-dns-replicas",
  area: "plan",
  level: "advisory",
  severity: "medium",
  title: "CoreDNS may grow to the copies that the platform's ceiling of nodes needs",
  why: "A raise asks for thousands of names at once; DNS that may not grow is the first thing to time out",
  fix: "Raise dnsReplicas.max of the cluster",
  sources: [{ limit: "aws/eks/coredns-replicas" }],
  appliesTo: "clusters with a network whose ceiling is known",
  check: ({ graph }) => {
    const network = graph.ofType(TYPES.network)[0];
    if (network === undefined) return [];
    const perZone = numberAt(network.inputs, "nodesPerZone");
    const zones = network.inputs.zones;
    return graph.ofType(TYPES.cluster).map((at) => {
      const most = numberAt(at.inputs, "dnsReplicas.max");
      if (typeof perZone !== "number" || !Array.isArray(zones) || most === UNKNOWN || most === undefined)
        return unknown(at, "nodes of the ceiling");
      const needed = coreDnsReplicas(perZone * zones.length, 0);
      return most >= needed
        ? fine(at)
        : violated(
            at,
            `${figure(most)} copies of CoreDNS at most`,
            `${figure(needed)} for ${figure(perZone * zones.length)} nodes`,
          );
    });
  },
});
