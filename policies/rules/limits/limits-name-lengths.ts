import { limit } from "../../../capacity/catalog/limits";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

/** Where a name stands, and the row that says how long it may be. */
const NAMES: readonly (readonly [type: string, input: string, key: string])[] = [
  [TYPES.nodeGroup, "nodeGroupName", "aws/eks/managed-node-group-name-length"],
  [TYPES.eksCluster, "name", "aws/eks/cluster-name-length"],
  [TYPES.launchTemplate, "name", "aws/ec2/launch-template-name-length"],
  [TYPES.securityGroup, "name", "aws/ec2/security-group-name-length"],
  [TYPES.loadBalancer, "name", "aws/elasticloadbalancing/application-or-network-load-balancer-name-length"],
  [TYPES.targetGroup, "name", "aws/elasticloadbalancing/target-group-name-length"],
  [TYPES.replicationGroup, "replicationGroupId", "aws/elasticache/replication-group-name-length"],
  [TYPES.role, "name", "aws/iam/role-name-length"],
  [TYPES.bucket, "bucket", "aws/s3/bucket-name-length"],
  [TYPES.queue, "name", "aws/sqs/queue-name-length"],
  [TYPES.topic, "name", "aws/sns/topic-name-length"],
  [TYPES.schedule, "name", "aws/scheduler/schedule-name-length"],
  [TYPES.scheduleGroup, "name", "aws/scheduler/schedule-group-name-length"],
  [TYPES.webAcl, "name", "aws/wafv2/web-acl-rule-group-ip-set-name-length"],
  [TYPES.namespace, "metadata.name", "kubernetes/names/dns-label-name-namespace-service-container"],
  [TYPES.service, "metadata.name", "kubernetes/names/dns-label-name-namespace-service-container"],
];

export const nameLengths = rule({
  id: "limits-name-lengths",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "No physical name is longer than its service takes",
  why: "The deployment stops at that resource, half of the event made",
  fix: "Let the component make the name (physicalName), or give it a shorter one",
  sources: [...new Set(NAMES.map(([, , key]) => key))].map((key) => ({ limit: key })),
  appliesTo: "named resources",
  check: ({ graph }) =>
    NAMES.flatMap(([type, input, key]) => {
      const { defaultValue, max } = limit(key);
      const most = max ?? defaultValue ?? Number.POSITIVE_INFINITY;
      return graph.ofType(type).flatMap((at) => {
        const name = textAt(at.inputs, input);
        if (name === undefined) return [];
        if (name === UNKNOWN) return [unknown(at, `its ${input}`)];
        if (name.length <= most) return [fine(at)];
        return [violated(at, `a name of ${name.length} characters`, `${most} (the provider's limit)`)];
      });
    }),
});
