import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import { Addon } from "@pulumi/aws/eks/addon";
import { Cluster as EksCluster } from "@pulumi/aws/eks/cluster";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, trustService } from "../iam";
import { Children, type Overridable } from "../overrides";
import { type ClusterIntent, type ControlPlaneTier, clusterIntent } from "./cluster-intent";
import { ClusterServices, type ClusterServicesSettings } from "./cluster-services";
import { kubeconfigFor } from "./kubeconfig";
import { NodeLocalDns } from "./node-local-dns";
import { WARM_PREFIXES_PER_NODE } from "./subnet-plan";
import { SystemNodes, type SystemNodesSettings } from "./system-nodes";

/** The cluster that every event's workloads run on. */
export interface ClusterArgs extends Overridable {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  readonly vpcId: Input<string>;
  /** Private subnets in two zones at least. */
  readonly subnetIds: readonly Input<string>[];
  /** Who may do everything: a name of ours → the ARN of a role or user. Whoever runs the deployment must be among them: nobody else is let in. */
  readonly admins: Readonly<Record<string, Input<string>>>;
  /** The control plane's provisioned capacity: the ceiling's. @default "standard", which scales by itself, but not at once to hundreds of nodes */
  readonly tier?: ControlPlaneTier;
  /** Minor version of Kubernetes. @default "1.35" */
  readonly version?: string;
  /** Who may reach the cluster's API from the internet; still with credentials alone. @default nobody: deployments run inside the VPC */
  readonly publicAccessCidrs?: readonly string[];
  /** Block of the services' addresses, for the cluster's life; apart from every block of the VPC. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /** @default 90 */
  readonly logRetentionDays?: number;
  /** Fewest and most copies of CoreDNS. @default 3 and 100 */
  readonly dnsReplicas?: { readonly min: number; readonly max: number };
  /** Versions of add-ons by name. @default what EKS offers first for the cluster's version, once, when the add-on is made */
  readonly addonVersions?: Readonly<Partial<Record<AddonName, string>>>;
  /** Security groups of the system nodes besides the cluster's own. @default none */
  readonly nodeSecurityGroupIds?: readonly Input<string>[];
  /** @default three small nodes */
  readonly systemNodes?: SystemNodesSettings;
  /** @default two copies of each controller */
  readonly services?: ClusterServicesSettings;
}

type AddonName = "vpc-cni" | "kube-proxy" | "eks-pod-identity-agent" | "coredns";

const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** The EKS cluster with what it needs to run an event: control plane of the ceiling's size, access, add-ons, system nodes, DNS caches and shared services. */
export class Cluster extends ComponentResource {
  static readonly type = "tidegate:compute:Cluster";
  readonly name: Output<string>;
  readonly endpoint: Output<string>;
  /** Base64; with name and endpoint what another stack needs to reach the cluster. */
  readonly certificateAuthority: Output<string>;
  readonly securityGroupId: Output<string>;
  readonly nodeRoleArn: Output<string>;
  readonly instanceProfileName: Output<string>;
  readonly tier: ControlPlaneTier;
  readonly version: string;
  /** For everything that stands in the cluster; ready once nodes and access are. */
  readonly kubernetes: KubernetesProvider;

  constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    const intent = clusterIntent(Cluster.type, name, args);
    super(Cluster.type, name, intent, opts);
    const parts = new ClusterParts(this, name, args, intent);
    const cluster = parts.controlPlane();
    const { nodeRole, nodePolicies } = parts.nodeRole();
    const profile = parts.instanceProfile(nodeRole);
    const access = parts.access(cluster);
    const daemons = parts.daemonAddons(cluster);
    const nodes = parts.systemNodes(cluster, nodeRole, [...nodePolicies, ...daemons]);
    const dns = parts.dnsAddon(cluster, nodes);
    this.kubernetes = parts.kubernetes(cluster, [...access, nodes.nodeGroup, dns]);
    const inside = { parent: this, providers: { kubernetes: this.kubernetes } };
    new NodeLocalDns(`${name}-node-local-dns`, { clusterDnsAddress: intent.dnsAddress }, inside);
    const { region, accountId, partition = "aws", vpcId } = args;
    const surroundings = { region, accountId, partition, vpcId, clusterName: cluster.name };
    new ClusterServices(`${name}-services`, { ...args.services, ...surroundings }, inside);
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.data;
    this.securityGroupId = securityGroupOf(cluster);
    this.nodeRoleArn = nodeRole.arn;
    this.instanceProfileName = profile.name;
    this.tier = intent.tier;
    this.version = intent.version;
    parts.children.publish({ name: this.name, endpoint: this.endpoint, nodeRoleArn: this.nodeRoleArn });
  }
}

/** Known no sooner than the cluster's id: where an engine shows a new cluster's inputs as its outputs, this one is missing and not unknown. */
function securityGroupOf(cluster: EksCluster): Output<string> {
  return all([cluster.id, cluster.vpcConfig]).apply(([, { clusterSecurityGroupId }]) => clusterSecurityGroupId);
}

class ClusterParts {
  readonly children: Children;
  readonly #physicalName: string;
  readonly #iam: string;

  constructor(
    readonly component: Cluster,
    readonly name: string,
    readonly args: ClusterArgs,
    readonly intent: ClusterIntent,
  ) {
    this.children = new Children(component, name, args);
    this.#physicalName = this.children.physicalName("eks", { maxLength: 100 });
    this.#iam = `arn:${args.partition ?? "aws"}:iam`;
  }

  controlPlane(): EksCluster {
    const { tier, version, serviceCidr, publicAccessCidrs, logRetentionDays } = this.intent;
    // EKS would make this group itself, without an end to what it keeps.
    const logs = this.children.make(
      LogGroup,
      "log-group",
      { name: `/aws/eks/${this.#physicalName}/cluster`, retentionInDays: logRetentionDays },
      { retainOnDelete: true },
    );
    const role = this.role("control-plane-role", "eks.amazonaws.com");
    const allowed = this.attach("control-plane-policy", role, "AmazonEKSClusterPolicy");
    const key = this.secretsKey(role);
    const isPublic = publicAccessCidrs.length > 0;
    return this.children.make(
      EksCluster,
      "eks",
      {
        name: this.#physicalName,
        version,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: [...this.args.subnetIds],
          endpointPrivateAccess: true,
          endpointPublicAccess: isPublic,
          ...(isPublic ? { publicAccessCidrs: [...publicAccessCidrs] } : {}),
        },
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: serviceCidr },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        controlPlaneScalingConfig: { tier },
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
        enabledClusterLogTypes: LOG_TYPES,
        // The add-ons below, and no unmanaged twins of them.
        bootstrapSelfManagedAddons: false,
        // The end of standard support must not upgrade a cluster by itself, least of all during an event.
        upgradePolicy: { supportType: "EXTENDED" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: true,
      },
      { protect: true, dependsOn: [logs, allowed] },
    );
  }

  nodeRole(): { readonly nodeRole: Role; readonly nodePolicies: readonly Resource[] } {
    const nodeRole = this.role("node-role", "ec2.amazonaws.com");
    const nodePolicies = NODE_POLICIES.map((key) => this.attach({ role: "node-policy", key }, nodeRole, key));
    return { nodeRole, nodePolicies };
  }

  instanceProfile(role: Role): InstanceProfile {
    const name = this.children.physicalName("node-profile", { maxLength: ROLE_POLICY_NAME_LENGTH });
    return this.children.make(InstanceProfile, "node-profile", { name, role: role.name });
  }

  access(cluster: EksCluster): readonly Resource[] {
    const policyArn = `arn:${this.args.partition ?? "aws"}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
    return Object.entries(this.args.admins).map(([key, principalArn]) => {
      const who = { clusterName: cluster.name, principalArn };
      const entry = this.children.make(AccessEntry, { role: "admin", key }, { ...who, type: "STANDARD" });
      const inputs = { ...who, policyArn, accessScope: { type: "cluster" } };
      // The same policy of the same principal: made first, the old one's delete would take the new one away.
      const opts = { dependsOn: [entry], deleteBeforeReplace: true };
      return this.children.make(AccessPolicyAssociation, { role: "admin-policy", key }, inputs, opts);
    });
  }

  /** What runs on every node, and so must be there before the first. */
  daemonAddons(cluster: EksCluster): readonly Addon[] {
    const env = {
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: String(WARM_PREFIXES_PER_NODE),
      // NAT gateways translate; nodes doing it as well would track every connection twice.
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "true",
    };
    // Without an enforcer a network policy is accepted and does nothing.
    const cni = this.addon(cluster, "vpc-cni", { env, enableNetworkPolicy: "true" });
    return [cni, this.addon(cluster, "kube-proxy"), this.addon(cluster, "eks-pod-identity-agent")];
  }

  systemNodes(cluster: EksCluster, nodeRole: Role, after: readonly Resource[]): SystemNodes {
    const { subnetIds, nodeSecurityGroupIds = [], systemNodes } = this.args;
    const args = {
      ...systemNodes,
      clusterName: cluster.name,
      version: this.intent.version,
      nodeRoleArn: nodeRole.arn,
      subnetIds,
      securityGroupIds: [securityGroupOf(cluster), ...nodeSecurityGroupIds],
      after,
    };
    return new SystemNodes(`${this.name}-system`, args, { parent: this.component });
  }

  /** CoreDNS counts as degraded while it has no node, and its creation waits. */
  dnsAddon(cluster: EksCluster, nodes: SystemNodes): Addon {
    const { min: minReplicas, max: maxReplicas } = this.intent.dnsReplicas;
    const settings = { autoScaling: { enabled: true, minReplicas, maxReplicas } };
    return this.addon(cluster, "coredns", settings, [nodes.nodeGroup]);
  }

  kubernetes(cluster: EksCluster, ready: readonly Resource[]): KubernetesProvider {
    const kubeconfig = kubeconfigFor({
      name: cluster.name,
      region: this.args.region,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority.data,
    });
    // By its name: a kubeconfig that reads differently is still the same cluster, and replaces nothing in it.
    const inputs = { kubeconfig, clusterIdentifier: this.#physicalName, enableServerSideApply: true };
    return this.children.make(KubernetesProvider, "kubernetes", inputs, { dependsOn: [...ready] });
  }

  private secretsKey(controlPlaneRole: Role): Key {
    const use = ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"];
    const root = `${this.#iam}::${this.args.accountId}:root`;
    const key = this.children.make(
      Key,
      "secrets-key",
      {
        description: `Secrets of the cluster ${this.#physicalName}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument([
          { Sid: "Account", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
          { Sid: "Cluster", Effect: "Allow", Principal: { AWS: controlPlaneRole.arn }, Action: use, Resource: "*" },
        ]),
      },
      { protect: true },
    );
    const name = `alias/${this.children.physicalName("secrets-key", { maxLength: 200 })}`;
    this.children.make(Alias, "secrets-key-alias", { name, targetKeyId: key.keyId });
    return key;
  }

  private addon(
    cluster: EksCluster,
    addonName: AddonName,
    settings?: object,
    dependsOn: readonly Resource[] = [],
  ): Addon {
    const addonVersion = this.args.addonVersions?.[addonName];
    const inputs = {
      clusterName: cluster.name,
      addonName,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(addonVersion === undefined ? {} : { addonVersion }),
      ...(settings === undefined ? {} : { configurationValues: JSON.stringify(settings) }),
    };
    return this.children.make(Addon, { role: "addon", key: addonName }, inputs, { dependsOn: [...dependsOn] });
  }

  private role(role: string, service: string): Role {
    const name = this.children.physicalName(role, { maxLength: ROLE_NAME_LENGTH });
    return this.children.make(Role, role, { name, assumeRolePolicy: trustService(service) });
  }

  private attach(
    role: string | { readonly role: string; readonly key: string },
    to: Role,
    policy: string,
  ): RolePolicyAttachment {
    return this.children.make(RolePolicyAttachment, role, {
      role: to.name,
      policyArn: `${this.#iam}::aws:policy/${policy}`,
    });
  }
}
