import { judge, quotaInForce } from "../../allowed";
import type { PolicyResource } from "../../graph";
import { rule, unknown } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

const KEY = "aws/nat-gateway/nat-gateways-per-availability-zone";

export const natGateways = rule({
  id: "limits-nat-gateways",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "NAT gateways of each zone fit the quota",
  why: "A gateway above it is refused, and its subnets have no way out",
  fix: "Give a gateway more addresses instead, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "NAT gateways",
  check: ({ graph, facts }) => {
    const byZone = new Map<string, PolicyResource[]>();
    const unplaced: PolicyResource[] = [];
    for (const gateway of graph.ofType(TYPES.natGateway)) {
      const subnet = graph.sourcesOf(gateway, "subnetId", TYPES.subnet)[0];
      const zone = subnet === undefined ? UNKNOWN : (textAt(subnet.inputs, "availabilityZone") ?? UNKNOWN);
      if (zone === UNKNOWN) unplaced.push(gateway);
      else byZone.set(zone, [...(byZone.get(zone) ?? []), gateway]);
    }
    const allowed = quotaInForce(KEY, facts);
    return [
      ...[...byZone].map(([zone, gateways]) =>
        judge({ known: gateways.length, unknown: unplaced }, allowed, { noun: `NAT gateways in ${zone}` }),
      ),
      ...(byZone.size === 0 ? unplaced.map((at) => unknown(at, "which zone the gateway stands in")) : []),
    ];
  },
});
