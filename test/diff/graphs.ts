import type { PropertyMap } from "../../cli/engine/property-value";
import type { GraphResource, ResourceGraph } from "../../cli/engine/resource-graph";
import { STACK_TYPE, urnOf } from "../../cli/engine/urn";

export const PROJECT = "tidegate";
export const STACK = "event-1m";

export const TYPES = {
  bucket: "aws:s3/bucket:Bucket",
  cluster: "aws:eks/cluster:Cluster",
  database: "aws:rds/cluster:Cluster",
  group: "aws:eks/nodeGroup:NodeGroup",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  parameter: "aws:ssm/parameter:Parameter",
  policy: "aws:iam/policy:Policy",
  role: "aws:iam/role:Role",
  subnet: "aws:ec2/subnet:Subnet",
  vpc: "aws:ec2/vpc:Vpc",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  serverless: "aws:elasticache/serverlessCache:ServerlessCache",
  deployment: "kubernetes:apps/v1:Deployment",
  pool: "tidegate:compute:NodePool",
} as const;

export const UNKNOWN: PropertyMap = { $unknown: true };

type Fields = Partial<Omit<GraphResource, "urn" | "type" | "name">>;

/** A resource of the stack; `parent` is the URN of a component. */
export function resource(type: string, name: string, inputs: PropertyMap = {}, fields: Fields = {}): GraphResource {
  return {
    urn: urnOf({ project: PROJECT, stack: STACK, parent: fields.parent, type, name }),
    type,
    name,
    custom: !type.startsWith("tidegate:") && type !== STACK_TYPE,
    inputs,
    options: {},
    dependencies: [],
    propertyDependencies: {},
    ...fields,
  };
}

export function graph(...resources: readonly GraphResource[]): ResourceGraph {
  const stack = resource(STACK_TYPE, `${PROJECT}-${STACK}`);
  return { project: PROJECT, stack: STACK, resources: [stack, ...resources], outputs: {}, invokes: [] };
}

/** The graph as if another stack had asked for it. */
export function asStack(original: ResourceGraph, stack: string): ResourceGraph {
  const text = JSON.stringify(original).replaceAll(`pulumi:${STACK}::`, `pulumi:${stack}::`);
  const copy = JSON.parse(text.replaceAll(`${PROJECT}-${STACK}`, `${PROJECT}-${stack}`)) as ResourceGraph;
  return { ...copy, stack };
}
