import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { ParameterGroup } from "@pulumi/aws/elasticache/parameterGroup";
import { ReplicationGroup } from "@pulumi/aws/elasticache/replicationGroup";
import { SubnetGroup } from "@pulumi/aws/elasticache/subnetGroup";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Input, Output } from "@pulumi/pulumi";
import { type Children, type Overridable, overriddenInputs } from "../overrides";
import { KEY_RULE, Requirements } from "../requirements";
import { CREATE_FIRST } from "./create-first";

/** A sharded Valkey cluster of an event. */
export interface ValkeyClusterArgs extends Overridable {
  /** Parts of the keys, each with a node that writes; the plan's number. */
  readonly shards: number;
  /** Further nodes of each shard, 1 to 5: without one a lost node is a lost shard. @default 1 */
  readonly replicasPerShard?: number;
  /** Such as cache.r7g.large. */
  readonly nodeType: string;
  readonly vpcId: Input<string>;
  /** Private subnets in two zones at least. */
  readonly subnetIds: readonly Input<string>[];
  /** Whose members may connect, by a name of ours: the nodes' group. */
  readonly clientSecurityGroupIds: Readonly<Record<string, Input<string>>>;
  /** Major and minor version of Valkey. @default "8.0" */
  readonly engineVersion?: string;
  /** Parameters of the engine besides those of the component. @default none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A secret that clients must know, 16 to 128 characters. @default none: whoever is in a client's group may connect */
  readonly authToken?: Input<string>;
  /** A weekly hour in UTC for what AWS must do, such as "tue:03:00-tue:04:00": away from the event. @default AWS chooses */
  readonly maintenanceWindow?: string;
}

/** What a cluster is to be, with every default filled in; plain, so that it stands in state. */
export interface ValkeyIntent {
  readonly shards: number;
  readonly replicasPerShard: number;
  /** All nodes. */
  readonly nodes: number;
  readonly nodeType: string;
  readonly engineVersion: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const PORT = 6379;
/** @see capacity facts, limits and quotas of elasticache: shards per cluster, replicas per shard, nodes per cluster */
const LIMITS = { shards: 500, replicas: 5, nodes: 500 };
const WINDOW = /^(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d-(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d$/;

/**
 * Fills in the defaults and checks them.
 * @param own parameters that the component sets
 * @throws RunError with every problem
 */
export function valkeyIntent(
  type: string,
  name: string,
  args: ValkeyClusterArgs,
  own: Readonly<Record<string, string>>,
): ValkeyIntent {
  const { shards, replicasPerShard = 1, nodeType, engineVersion = "8.0" } = args;
  const clients = Object.keys(args.clientSecurityGroupIds);
  const nodes = shards * (1 + replicasPerShard);
  const checks = new Requirements(type, name)
    .whole("shards", shards, { min: 1, max: LIMITS.shards })
    .whole("replicasPerShard", replicasPerShard, { min: 1, max: LIMITS.replicas })
    .holds(!(nodes > LIMITS.nodes), "shards", `${nodes} nodes with their replicas`, `at most ${LIMITS.nodes} nodes`)
    .text("nodeType", nodeType, {
      pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
      words: "a node type such as cache.r7g.large",
    })
    .text("engineVersion", engineVersion, { pattern: /^[789]\.\d+$/, words: "a version of Valkey such as 8.0" })
    .text("maintenanceWindow", args.maintenanceWindow, {
      pattern: WINDOW,
      words: "a window such as tue:03:00-tue:04:00",
    })
    .holds(args.subnetIds.length >= 2, "subnetIds", `${args.subnetIds.length} in all`, "subnets in two zones at least")
    .list("clientSecurityGroupIds", clients, { min: 1 });
  for (const key of clients) checks.text("clientSecurityGroupIds", key, KEY_RULE);
  checks.enforce();
  const parameters = { "cluster-enabled": "yes", ...own, ...args.parameters };
  return { shards, replicasPerShard, nodes, nodeType, engineVersion, parameters, ...overriddenInputs(args) };
}

/** Makes the cluster's resources: reached from its clients' groups alone, encrypted, and without copies on disk, since it goes with the event. */
export function valkeyCluster(
  children: Children,
  args: ValkeyClusterArgs,
  { intent, description }: { readonly intent: ValkeyIntent; readonly description: string },
): { readonly endpoint: Output<string>; readonly port: number } {
  const firewall = clientFirewall(children, args, description);
  const subnets = children.make(SubnetGroup, "subnets", {
    name: children.physicalName("subnets", { maxLength: 255 }),
    description,
    subnetIds: [...args.subnetIds],
  });
  const { parameters, engineVersion } = intent;
  const family = `valkey${engineVersion.split(".")[0]}`;
  const groupInputs = {
    // By family, so that another major version's group can stand before the old one goes.
    name: children.physicalName("parameters", { scope: family, maxLength: 255 }),
    description,
    family,
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
  };
  const group = children.make(ParameterGroup, "parameters", groupInputs, CREATE_FIRST);
  const { authToken, maintenanceWindow } = args;
  const cluster = children.make(ReplicationGroup, "cluster", {
    replicationGroupId: children.physicalName("cluster", { maxLength: 40 }),
    description,
    engine: "valkey",
    engineVersion,
    nodeType: intent.nodeType,
    clusterMode: "enabled",
    numNodeGroups: intent.shards,
    replicasPerNodeGroup: intent.replicasPerShard,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    port: PORT,
    subnetGroupName: subnets.name,
    parameterGroupName: group.name,
    securityGroupIds: [firewall.id],
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    snapshotRetentionLimit: 0,
    // Nothing changes by itself in an event; what we change, changes now.
    autoMinorVersionUpgrade: false,
    applyImmediately: true,
    ...(authToken === undefined ? {} : { authToken }),
    ...(maintenanceWindow === undefined ? {} : { maintenanceWindow }),
  });
  return { endpoint: cluster.configurationEndpointAddress, port: PORT };
}

function clientFirewall(children: Children, args: ValkeyClusterArgs, description: string): SecurityGroup {
  const firewall = children.make(SecurityGroup, "firewall", {
    name: children.physicalName("firewall", { maxLength: 255, pattern: /^(?!sg-)/ }),
    description,
    vpcId: args.vpcId,
  });
  for (const [key, referencedSecurityGroupId] of Object.entries(args.clientSecurityGroupIds)) {
    const inputs = {
      securityGroupId: firewall.id,
      ipProtocol: "tcp",
      fromPort: PORT,
      toPort: PORT,
      referencedSecurityGroupId,
    };
    children.make(SecurityGroupIngressRule, { role: "from", key }, inputs);
  }
  return firewall;
}
