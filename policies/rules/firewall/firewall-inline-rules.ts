import { rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, UNKNOWN } from "../../values";

export const inlineRules = rule({
  id: "firewall-inline-rules",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "Rules of security groups stand as resources of their own",
  why: "Rules inside a group and beside it overwrite each other at every deployment, and no rule of ours reads them",
  fix: "Use SecurityGroupIngressRule and SecurityGroupEgressRule",
  sources: [{ document: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/" }],
  appliesTo: "security groups with rules of their own inside",
  check: ({ graph }) =>
    graph.ofType(TYPES.securityGroup).flatMap((at) =>
      ["ingress", "egress"].flatMap((way) => {
        const inside = listAt(at.inputs, way);
        const some = inside === UNKNOWN || inside.length > 0;
        return some ? [violated(at, `${way} rules inside the group`, "rules as resources of their own")] : [];
      }),
    ),
});
