import { judgeOne, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { listAt, UNKNOWN } from "../../values";

const KEY = "aws/nat-gateway/elastic-ip-address-quota-per-nat-gateway";

export const natAddresses = rule({
  id: "limits-nat-addresses",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "A NAT gateway has no more addresses than its quota",
  why: "Each address carries 55,000 connections to one destination; those above the quota are refused",
  fix: "Ask for a higher quota (8 at most) and state it in account.quotas, or use a second gateway in the zone",
  sources: [{ quota: KEY }],
  appliesTo: "NAT gateways",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.natGateway).map((at) => {
      const more = listAt(at.inputs, "secondaryAllocationIds");
      const addresses = more === UNKNOWN ? UNKNOWN : 1 + more.length;
      return judgeOne(addresses, quotaInForce(KEY, facts), { at, noun: "addresses" });
    }),
});
