import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, type Statement, trustPods } from "../iam";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, REGION_RULE, Requirements } from "../requirements";
import { BALANCER_CONTROLLER_CHART, type HelmChart, KEDA_CHART, METRICS_SERVER_CHART } from "./helm-charts";

/** What a platform says about its shared services. */
export interface ClusterServicesSettings extends Overridable {
  /** Copies of each controller: one works, the others wait. @default 2 */
  readonly replicas?: number;
  /** How many target-group bindings the balancer controller works on at once; it does 3 unless told, too few when every pod starts together. @default 10 */
  readonly concurrentBindings?: number;
}

export interface ClusterServicesArgs extends ClusterServicesSettings {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  readonly clusterName: Input<string>;
  readonly vpcId: Input<string>;
}

const SYSTEM = "kube-system";
const CONTROLLER = "aws-load-balancer-controller";
/** Helm's wait for a chart's pods; the first pull on fresh nodes is the longest part. */
const HELM_TIMEOUT_SECONDS = 600;

/**
 * What the controller may do: bind pods to target groups that Pulumi made, nothing more. It makes no balancers, so it needs no right to.
 * @see AWS Load Balancer Controller documentation, "TargetGroupBinding"
 */
function bindTargets({ partition = "aws", region, accountId }: ClusterServicesArgs): readonly Statement[] {
  const describe = [
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
  ];
  const register = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
  const targetGroups = `arn:${partition}:elasticloadbalancing:${region}:${accountId}:targetgroup/*/*`;
  return [
    { Effect: "Allow", Action: describe, Resource: "*" },
    { Effect: "Allow", Action: register, Resource: targetGroups },
  ];
}

/** Autoscaling by event (KEDA), targets for balancers, and metrics for autoscalers, at pinned versions. */
export class ClusterServices extends ComponentResource {
  static readonly type = "tidegate:compute:ClusterServices";

  constructor(name: string, args: ClusterServicesArgs, opts?: ComponentResourceOptions) {
    const { replicas = 2, concurrentBindings = 10 } = args;
    new Requirements(ClusterServices.type, name)
      .text("region", args.region, REGION_RULE)
      .text("accountId", args.accountId, ACCOUNT_RULE)
      .whole("replicas", replicas, { min: 2, max: 10 })
      .whole("concurrentBindings", concurrentBindings, { min: 1, max: 100 })
      .enforce();
    const charts = [KEDA_CHART, BALANCER_CONTROLLER_CHART, METRICS_SERVER_CHART];
    const versions = Object.fromEntries(charts.map(({ chart, version }) => [chart, version]));
    super(ClusterServices.type, name, { replicas, concurrentBindings, versions, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const association = controllerIdentity(children, args);
    children.make(Release, "metrics-server", release(METRICS_SERVER_CHART, SYSTEM, metricsServerValues(replicas)));
    children.make(Release, "keda", { ...release(KEDA_CHART, "keda", kedaValues(replicas)), createNamespace: true });
    const values = controllerValues(args, replicas, concurrentBindings);
    // A pod gets its credentials when it starts, or not at all.
    const afterIdentity = { dependsOn: [association] };
    children.make(Release, "balancer-controller", release(BALANCER_CONTROLLER_CHART, SYSTEM, values), afterIdentity);
    children.publish({});
  }
}

function controllerIdentity(children: Children, args: ClusterServicesArgs): PodIdentityAssociation {
  const role = children.make(Role, "balancer-controller-role", {
    name: children.physicalName("balancer-controller-role", { maxLength: ROLE_NAME_LENGTH }),
    assumeRolePolicy: trustPods(),
  });
  const policy = children.make(RolePolicy, "balancer-controller-policy", {
    name: children.physicalName("balancer-controller-policy", { maxLength: ROLE_POLICY_NAME_LENGTH }),
    role: role.name,
    policy: policyDocument(bindTargets(args)),
  });
  const inputs = { clusterName: args.clusterName, namespace: SYSTEM, serviceAccount: CONTROLLER, roleArn: role.arn };
  // A second association for one account is refused, so a replacement can't be made first.
  const opts = { deleteBeforeReplace: true, dependsOn: [policy] };
  return children.make(PodIdentityAssociation, "balancer-controller-identity", inputs, opts);
}

function release({ chart, version, repository }: HelmChart, namespace: string, values: Record<string, unknown>) {
  // Atomic: a failed install leaves no half release that blocks the next run.
  const waiting = { atomic: true, timeout: HELM_TIMEOUT_SECONDS };
  return { name: chart, chart, version, namespace, repositoryOpts: { repo: repository }, values, ...waiting };
}

function metricsServerValues(replicas: number) {
  // The resizer gives the server 1 millicore and 2 MiB more per node, so no ceiling is written down here.
  return { replicas, podDisruptionBudget: { enabled: true, minAvailable: 1 }, addonResizer: { enabled: true } };
}

function kedaValues(replicas: number) {
  const parts = ["operator", "metricServer", "webhooks"];
  return {
    operator: { replicaCount: replicas },
    metricsServer: { replicaCount: replicas },
    webhooks: { replicaCount: replicas },
    priorityClassName: "system-cluster-critical",
    podDisruptionBudget: Object.fromEntries(parts.map((part) => [part, { minAvailable: 1 }])),
  };
}

function controllerValues(args: ClusterServicesArgs, replicas: number, concurrentBindings: number) {
  return {
    clusterName: args.clusterName,
    region: args.region,
    vpcId: args.vpcId,
    replicaCount: replicas,
    serviceAccount: { create: true, name: CONTROLLER },
    podDisruptionBudget: { maxUnavailable: 1 },
    targetgroupbindingMaxConcurrentReconciles: concurrentBindings,
    // Balancers are made by Pulumi: services and ingresses are not the controller's business.
    enableServiceMutatorWebhook: false,
    createIngressClassResource: false,
  };
}
