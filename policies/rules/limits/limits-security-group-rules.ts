import { z } from "zod";
import { judge, quotaInForce, sum } from "../../allowed";
import type { PolicyResource } from "../../graph";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { inputAt, textAt, UNKNOWN } from "../../values";

const KEY = "aws/vpc/inbound-or-outbound-rules-per-security-group";

export const securityGroupRules = rule({
  id: "limits-security-group-rules",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title:
    "A security group has no more rules each way than its quota; a prefix list counts as many as it may have entries",
  why: "Rules above it are refused, and what they would let in stays out",
  fix: "Join blocks, use a second group, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "rules of security groups",
  config: z.strictObject({
    prefixListEntries: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(55)
      .describe("Entries that a prefix list counts as; CloudFront's origin-facing list counts 55."),
  }),
  check: ({ graph, facts, config }) => {
    const allowed = quotaInForce(KEY, facts);
    return [TYPES.ingressRule, TYPES.egressRule].flatMap((type) => {
      const byGroup = new Map<string, PolicyResource[]>();
      for (const each of graph.ofType(type)) {
        const group = groupOf(graph.sourcesOf(each, "securityGroupId", TYPES.securityGroup)[0], each);
        byGroup.set(group, [...(byGroup.get(group) ?? []), each]);
      }
      return [...byGroup].map(([group, rules]) => {
        const count = sum(rules, (each) => {
          const list = inputAt(each, "prefixListId");
          return list === undefined ? 1 : config.prefixListEntries;
        });
        const at = graph.find(group);
        const whose = at === undefined ? {} : { at };
        return judge(count, allowed, { ...whose, noun: type === TYPES.ingressRule ? "rules in" : "rules out" });
      });
    });
  },
});

/** The group in this graph, or the id of one outside. */
function groupOf(own: PolicyResource | undefined, each: PolicyResource): string {
  if (own !== undefined) return own.urn;
  const id = textAt(each.inputs, "securityGroupId");
  return id === UNKNOWN || id === undefined ? "" : id;
}
