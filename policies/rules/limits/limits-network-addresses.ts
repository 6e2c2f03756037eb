import { rule } from "../../rule";
import { judgePlannedShare } from "./planned-share";

const KEY = "aws/vpc/network-address-usage";

export const networkAddresses = rule({
  id: "limits-network-addresses",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Addresses and address blocks of all nodes fit the VPC's quota, with those of overlapping events",
  why: "Above it the VPC gives out no more addresses, whatever room its subnets have",
  fix: "Turn on prefix delegation, ask for a higher quota and state it in account.quotas, or use a second VPC",
  sources: [{ quota: KEY }],
  appliesTo: "node pools of an event",
  check: (input) => judgePlannedShare(input, KEY, "address units"),
});
