import { type Input, interpolate, type Output } from "@pulumi/pulumi";
import type { Statement } from "../iam";
import type { ScalingTimersArgs } from "./scaling-timers";

/** What the Raise machine may do: look at and size the event's own groups and balancers, and tell people. */
export function raisingRights(args: ScalingTimersArgs): readonly Statement[] {
  return [...groupRights(args), ...balancerRights(args), ...tellingRights(args)];
}

/** What the Lower machine may do besides: look at holds, arming and live load. */
export function loweringRights(args: ScalingTimersArgs, parameterNames: readonly string[]): readonly Statement[] {
  return [
    ...raisingRights(args),
    {
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: parameterNames.map((name) => arnOf(args, "ssm", `parameter${name}`)),
    },
    { Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" },
  ];
}

function arnOf(
  { partition = "aws", region, accountId }: ScalingTimersArgs,
  service: string,
  resource: Input<string>,
): Output<string> {
  return interpolate`arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

function groupRights(args: ScalingTimersArgs): readonly Statement[] {
  const { clusterName, pools } = args;
  const groups = Object.values(pools)
    .flat()
    .map(({ nodeGroupName }) => arnOf(args, "eks", interpolate`nodegroup/${clusterName}/${nodeGroupName}/*`));
  const cluster: Statement = {
    Effect: "Allow",
    Action: "eks:DescribeCluster",
    Resource: arnOf(args, "eks", interpolate`cluster/${clusterName}`),
  };
  if (groups.length === 0) return [cluster];
  return [
    cluster,
    { Effect: "Allow", Action: ["eks:DescribeNodegroup", "eks:UpdateNodegroupConfig"], Resource: groups },
    { Effect: "Allow", Action: "autoscaling:DescribeAutoScalingGroups", Resource: "*" },
  ];
}

function balancerRights({ balancers = {} }: ScalingTimersArgs): readonly Statement[] {
  const arns = [...(balancers.alb ?? []), ...(balancers.nlb ?? [])];
  if (arns.length === 0) return [];
  return [
    { Effect: "Allow", Action: "elasticloadbalancing:DescribeCapacityReservation", Resource: "*" },
    { Effect: "Allow", Action: "elasticloadbalancing:ModifyCapacityReservation", Resource: arns },
  ];
}

function tellingRights({ topicArn, topicKeyArn }: ScalingTimersArgs): readonly Statement[] {
  return [
    { Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: topicKeyArn },
    // Deliveries of logs have no resources of their own. @see Step Functions developer guide, "IAM policies for logging"
    { Effect: "Allow", Action: LOG_DELIVERY, Resource: "*" },
  ];
}

const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
