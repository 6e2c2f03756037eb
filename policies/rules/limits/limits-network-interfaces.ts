import { rule } from "../../rule";
import { judgePlannedShare } from "./planned-share";

const KEY = "aws/vpc/network-interfaces-per-region";

export const networkInterfaces = rule({
  id: "limits-network-interfaces",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Interfaces of all nodes in a zone fit the quota, with those of overlapping events",
  why: "A node without a further interface runs no further pods, and nothing says why",
  fix: "Ask for a higher quota and state it in account.quotas, or use fewer, larger nodes",
  sources: [{ quota: KEY }],
  appliesTo: "node pools of an event",
  check: (input) => judgePlannedShare(input, KEY, "interfaces in a zone"),
});
