import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/vpc/ipv4-cidr-blocks-per-vpc";

export const vpcBlocks = rule({
  id: "limits-vpc-blocks",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "A VPC has no more address blocks than its quota",
  why: "The block above it is refused, and with it the subnets of the last zones",
  fix: "Use larger blocks, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "VPCs",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.vpc).map((at) => {
      const added = graph
        .ofType(TYPES.vpcBlock)
        .filter((block) => graph.sourcesOf(block, "vpcId", TYPES.vpc)[0]?.urn === at.urn);
      return judge({ known: 1 + added.length, unknown: [] }, quotaInForce(KEY, facts), { at, noun: "address blocks" });
    }),
});
