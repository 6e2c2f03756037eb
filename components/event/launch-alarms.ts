import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { KEY_RULE, Requirements } from "../requirements";

/** A node group to watch, as a NodePool tells of it. */
export interface WatchedGroup {
  readonly nodeGroupName: string;
  readonly autoscalingGroupName: Input<string>;
}

/** Alarms about machines that should be there and aren't. */
export interface LaunchAlarmsArgs extends Overridable {
  /** Node groups by a name of ours, such as `core-us-east-1a-1`. */
  readonly groups: Readonly<Record<string, WatchedGroup>>;
  /** The platform's topic, whose policy lets EventBridge and CloudWatch publish. */
  readonly topicArn: Input<string>;
  /** How long nodes may be missing before it is an alarm: longer than a machine takes to start. @default 10 */
  readonly missingMinutes?: number;
}

/** A pattern has 2,048 characters at most, a group's prefix up to 70 in it. @see EventBridge PutRule, EventPattern */
const GROUPS_PER_RULE = 20;
const PERIOD_SECONDS = 60;

/** Says when a launch failed, and when a group has fewer nodes than it should: no queue sees either, and capacity that can't be had is the commonest reason. */
export class LaunchAlarms extends ComponentResource {
  static readonly type = "tidegate:guard:LaunchAlarms";

  constructor(name: string, args: LaunchAlarmsArgs, opts?: ComponentResourceOptions) {
    const { groups, missingMinutes = 10, topicArn } = args;
    const checks = new Requirements(LaunchAlarms.type, name)
      .list("groups", Object.keys(groups), { min: 1 })
      .whole("missingMinutes", missingMinutes, { min: 1, max: 120 });
    for (const key of Object.keys(groups)) checks.text("groups", key, KEY_RULE);
    checks.enforce();
    const nodeGroups = Object.values(groups).map(({ nodeGroupName }) => nodeGroupName);
    super(LaunchAlarms.type, name, { missingMinutes, nodeGroups, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    for (const [at, names] of chunks(nodeGroups, GROUPS_PER_RULE).entries()) {
      failedLaunches(children, { key: String(at + 1), names, topicArn });
    }
    for (const [key, { autoscalingGroupName }] of Object.entries(groups)) {
      missingNodes(children, { key, autoscalingGroupName, missingMinutes, topicArn });
    }
    children.publish({});
  }
}

interface LaunchRule {
  readonly key: string;
  readonly names: readonly string[];
  readonly topicArn: Input<string>;
}

function failedLaunches(children: Children, { key, names, topicArn }: LaunchRule): void {
  const role = { role: "failed-launches", key };
  const rule = children.make(EventRule, role, {
    name: children.physicalName(role, { maxLength: 64 }),
    description: "A machine of the event could not be started",
    eventPattern: JSON.stringify({
      source: ["aws.autoscaling"],
      "detail-type": ["EC2 Instance Launch Unsuccessful"],
      // EKS names a node group's Auto Scaling group after it, so that the pattern is known before the group is.
      detail: { AutoScalingGroupName: names.map((name) => ({ prefix: `eks-${name}-` })) },
    }),
  });
  children.make(EventTarget, { role: "topic", key }, { rule: rule.name, targetId: "alarms", arn: topicArn });
}

interface MissingNodes {
  readonly key: string;
  readonly autoscalingGroupName: Input<string>;
  readonly missingMinutes: number;
  readonly topicArn: Input<string>;
}

function missingNodes(children: Children, { key, autoscalingGroupName, missingMinutes, topicArn }: MissingNodes): void {
  const role = { role: "missing-nodes", key };
  const metric = (id: string, metricName: string) => ({
    id,
    metric: {
      namespace: "AWS/AutoScaling",
      metricName,
      stat: "Maximum",
      period: PERIOD_SECONDS,
      dimensions: { AutoScalingGroupName: autoscalingGroupName },
    },
  });
  children.make(MetricAlarm, role, {
    name: children.physicalName(role, { maxLength: 255 }),
    alarmDescription: `Fewer nodes in service than wanted for ${missingMinutes} minutes: raise another group, or take other machine types`,
    metricQueries: [
      metric("wanted", "GroupDesiredCapacity"),
      metric("serving", "GroupInServiceInstances"),
      { id: "missing", expression: "wanted - serving", label: "nodes missing", returnData: true },
    ],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: missingMinutes,
    datapointsToAlarm: missingMinutes,
    // A group nobody hears of isn't known to be there.
    treatMissingData: "breaching",
    alarmActions: [topicArn],
    okActions: [topicArn],
  });
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
