import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
  output,
} from "@pulumi/pulumi";
import { Children, type Overridable } from "../overrides";
import { nameTag } from "../tags";
import { CREATE_FIRST } from "./create-first";
import { EVENT_LABEL, POOL_LABEL } from "./event-labels";
import { type NodePoolIntent, nodePoolIntent } from "./node-pool-intent";
import { nodeUserData } from "./node-user-data";

/** Machines of an event that are sized together. */
export interface NodePoolArgs extends Overridable {
  /** The event's name: label, and taint that keeps other events' pods off. */
  readonly event: string;
  /** The pool's name in the plan, such as `core`. */
  readonly pool: string;
  /** Zones by name, each with the subnet of its nodes. */
  readonly zones: readonly { readonly name: string; readonly subnetId: Input<string> }[];
  /** Nodes in service in each zone. */
  readonly nodesPerZone: number;
  /** Interchangeable types, best first; the plan's pods fit on the weakest of them. */
  readonly instanceTypes: readonly string[];
  readonly clusterName: Input<string>;
  readonly nodeRoleArn: Input<string>;
  /** Node groups in each zone, for more nodes than one may hold. @default as many as hold the nodes */
  readonly groupsPerZone?: number;
  /** The account's quota of nodes in one group, and every group's maximum from the start: nothing but us sizes these groups. @default 450 */
  readonly maxNodesPerGroup?: number;
  /** @default "ON_DEMAND" */
  readonly capacityType?: "ON_DEMAND" | "SPOT";
  /** @default the Amazon Linux 2023 image that fits all instance types */
  readonly amiType?: string;
  /** Version of the image; naming one keeps a later deployment from taking another. @default the newest, once, when a group is made */
  readonly releaseVersion?: string;
  /** The cluster's minor version. @default what the cluster runs when a group is made */
  readonly version?: string;
  /** Security groups of the nodes, the cluster's own first: a template that names any gets no other. @default the cluster's own */
  readonly securityGroupIds?: readonly Input<string>[];
  /** Size of each node's disk. @default 100 */
  readonly diskGib?: number;
  /** Most pods on a node. @default what EKS computes for the machine type */
  readonly podsPerNode?: number;
  /** Kernel settings of the nodes by name. @default queues and ports for bursts of new connections, see NODE_SYSCTLS */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Kernel settings that a pod may set for itself, besides the safe ones. @default net.core.somaxconn */
  readonly podSysctls?: readonly string[];
  /** Who changes sizes after the groups are made: this program, or an armed timeline whose sizes it then leaves alone. @default "deployment" */
  readonly sizedBy?: "deployment" | "timers";
  /** Whether EKS replaces nodes that it finds unhealthy; in an event it would act on its own judgement. @default "off" */
  readonly nodeRepair?: "off" | "on";
  /** Network hops to the metadata service: 1 keeps it from pods. @default 2: pods may ask for their zone; the namespace's policies keep them from it */
  readonly metadataHopLimit?: number;
  /** Tags of machines and disks, which the provider's default tags don't reach; nothing that changes, since a change rolls every node. @default none besides their name */
  readonly machineTags?: Readonly<Record<string, string>>;
}

/** A managed node group, for whoever watches or raises it. */
export interface PoolGroup {
  readonly zone: string;
  /** From 1 in each zone. */
  readonly number: number;
  /** Plain: known before anything is deployed. */
  readonly nodeGroupName: string;
  readonly autoscalingGroupName: Output<string>;
  readonly nodes: number;
}

/** A tenth at once: larger steps are what EKS warns of. @see EKS best practices, "Kubernetes Control Plane" */
const UPDATE_PERCENTAGE = 10;

/** The machines of one workload class: managed node groups in each zone, sized by the plan. */
export class NodePool extends ComponentResource {
  static readonly type = "tidegate:compute:NodePool";
  readonly groups: readonly PoolGroup[];
  /** The groups as resources, for what must wait until the nodes are there. */
  readonly nodeGroups: readonly NodeGroup[];

  constructor(name: string, args: NodePoolArgs, opts?: ComponentResourceOptions) {
    const intent = nodePoolIntent(NodePool.type, name, args);
    super(NodePool.type, name, intent, opts);
    const parts = new NodePoolParts(new Children(this, name, args), args, intent);
    const template = parts.template();
    const groups = args.zones.flatMap((zone) =>
      intent.groupSizes.map((nodes, at) => parts.group({ zone, number: at + 1, nodes }, template)),
    );
    this.groups = groups.map(({ facts }) => facts);
    this.nodeGroups = groups.map(({ group }) => group);
    parts.children.publish({ groups: this.groups });
  }
}

interface GroupPlace {
  readonly zone: NodePoolArgs["zones"][number];
  readonly number: number;
  readonly nodes: number;
}

class NodePoolParts {
  constructor(
    readonly children: Children,
    readonly args: NodePoolArgs,
    readonly intent: NodePoolIntent,
  ) {}

  template(): LaunchTemplate {
    const { event, diskGib, metadataHopLimit } = this.intent;
    const { securityGroupIds, machineTags } = this.args;
    const tags = { ...machineTags, ...nameTag(this.children.nameOf("node")), "tidegate:event": event };
    return this.children.make(LaunchTemplate, "template", {
      name: this.children.physicalName("template", { maxLength: 125 }),
      userData: Buffer.from(nodeUserData(this.intent)).toString("base64"),
      ...(securityGroupIds === undefined ? {} : { vpcSecurityGroupIds: [...securityGroupIds] }),
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: diskGib, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: metadataHopLimit },
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
    });
  }

  group({ zone, number, nodes }: GroupPlace, template: LaunchTemplate) {
    const { event, pool, instanceTypes, amiType, capacityType, maxNodesPerGroup, sizedBy, nodeRepair } = this.intent;
    const { clusterName, nodeRoleArn, version, releaseVersion } = this.args;
    const role = { role: "group", key: `${zone.name}-${number}` };
    // What would replace a group is part of its name, so that the new one can stand before the old one goes, nodes and all.
    const scope = [...instanceTypes, amiType, capacityType].join("-");
    const nodeGroupName = this.children.physicalName(role, { scope, maxLength: 63 });
    const inputs = {
      clusterName,
      nodeGroupName,
      nodeRoleArn,
      subnetIds: [zone.subnetId],
      instanceTypes: [...instanceTypes],
      amiType,
      capacityType,
      scalingConfig: { minSize: nodes, desiredSize: nodes, maxSize: maxNodesPerGroup },
      updateConfig: { maxUnavailablePercentage: UPDATE_PERCENTAGE },
      nodeRepairConfig: { enabled: nodeRepair === "on" },
      labels: { [POOL_LABEL]: pool, [EVENT_LABEL]: event },
      taints: [{ key: EVENT_LABEL, value: event, effect: "NO_SCHEDULE" }],
      launchTemplate: { id: template.id, version: interpolate`${template.latestVersion}` },
      ...(version === undefined ? {} : { version }),
      ...(releaseVersion === undefined ? {} : { releaseVersion }),
    };
    const ignored = sizedBy === "timers" ? { ignoreChanges: ["scalingConfig"] } : {};
    const group = this.children.make(NodeGroup, role, inputs, { ...CREATE_FIRST, ...ignored });
    // A group whose making was refused half-way has no resources in the state.
    const autoscalingGroupName = output(group.resources).apply(
      (resources) => resources?.[0]?.autoscalingGroups?.[0]?.name ?? "",
    );
    const facts: PoolGroup = { zone: zone.name, number, nodeGroupName, autoscalingGroupName, nodes };
    return { group, facts };
  }
}
