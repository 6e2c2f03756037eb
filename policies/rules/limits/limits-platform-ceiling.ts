import { judge, sum } from "../../allowed";
import { rule, unknown } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

export const platformCeiling = rule({
  id: "limits-platform-ceiling",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "An event's nodes, with those of overlapping events, fit the ceiling that the platform is built for",
  why: "Subnets, NAT and control plane are sized by the ceiling; beyond it pods find no address",
  fix: "Raise the platform's ceiling by pull request and deploy it first, or move one of the events",
  sources: [
    { document: "design, section 2: what events share is checked over the sum of overlapping declared events" },
  ],
  appliesTo: "node pools of an event",
  check: ({ graph, facts }) => {
    const pools = graph.ofType(TYPES.nodePool);
    if (pools.length === 0) return [];
    if (facts.ceilingNodes === null) return [unknown(undefined, "the ceiling: the platform's outputs don't name one")];
    const nodes = sum(pools, ({ inputs }) => numberAt(inputs, "nodes"));
    const inUse = facts.inUse["aws/eks/nodes-per-cluster-without-talking-to-aws"] ?? 0;
    return [
      judge(nodes, { value: facts.ceilingNodes, unit: "nodes", basis: "ceiling" }, { noun: "event nodes", inUse }),
    ];
  },
});
