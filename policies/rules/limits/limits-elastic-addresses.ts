import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/ec2/ec2-vpc-elastic-ips";

export const elasticAddresses = rule({
  id: "limits-elastic-addresses",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Elastic addresses fit the account's quota in the region",
  why: "Five in a new account: the NAT gateway of the last zone can't be made, and that zone has no way out",
  fix: "Ask for a higher quota and state it in account.quotas, or use fewer addresses for each gateway",
  sources: [{ quota: KEY }],
  appliesTo: "elastic addresses",
  check: ({ graph, facts }) => {
    const addresses = graph.ofType(TYPES.elasticIp).length;
    const inUse = facts.inUse[KEY] ?? 0;
    if (addresses === 0) return [];
    return [judge({ known: addresses, unknown: [] }, quotaInForce(KEY, facts), { noun: "elastic addresses", inUse })];
  },
});
