import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, textAt, UNKNOWN } from "../../values";

export const appAcl = rule({
  id: "firewall-app-acl",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "Every application balancer of an event that faces the internet stands behind a web ACL",
  why: "A balancer without one is the way past every limit",
  fix: "Name the balancer in resourceArns of the web firewall",
  sources: [
    { document: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html" },
  ],
  appliesTo: "application balancers of an event",
  check: ({ graph, facts }) => {
    if (facts.program !== "event") return [];
    const guarded = new Set(
      graph
        .ofType(TYPES.webAclAssociation)
        .flatMap((each) => graph.sourcesOf(each, "resourceArn", TYPES.loadBalancer))
        .map(({ urn }) => urn),
    );
    return graph.ofType(TYPES.loadBalancer).flatMap((at): readonly Observation[] => {
      const kind = textAt(at.inputs, "loadBalancerType") ?? "application";
      const internal = flagAt(at.inputs, "internal");
      if (kind === UNKNOWN || internal === UNKNOWN) return [unknown(at, "whether it faces the internet")];
      if (kind !== "application" || internal === true) return [];
      return [guarded.has(at.urn) ? fine(at) : violated(at, "an application balancer without a web ACL", "a web ACL")];
    });
  },
});
