import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { NodeGroup, type NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Resource,
} from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { Requirements } from "../requirements";
import { nameTag } from "../tags";

/** What a platform says about its own nodes. */
export interface SystemNodesSettings extends Overridable {
  /** @default 3, one per zone of three */
  readonly nodes?: number;
  /** Interchangeable machine types, best first. @default m7i.xlarge, m7a.xlarge, m6i.xlarge: 4 vCPU, 16 GiB */
  readonly instanceTypes?: readonly string[];
  /** @default "AL2023_x86_64_STANDARD" */
  readonly amiType?: string;
  /** Size of each node's disk. @default 50 */
  readonly diskGib?: number;
  /** Tags of machines and disks, which the provider's default tags don't reach. @default none besides their name */
  readonly machineTags?: Readonly<Record<string, string>>;
}

export interface SystemNodesArgs extends SystemNodesSettings {
  readonly clusterName: Input<string>;
  /** The cluster's minor version; the nodes follow it. */
  readonly version: string;
  readonly nodeRoleArn: Input<string>;
  readonly subnetIds: readonly Input<string>[];
  /** The cluster's own group first; a launch template that names any gets no other. */
  readonly securityGroupIds: readonly Input<string>[];
  /** What must be there before the first node: its role's policies and the add-ons that run on every node. */
  readonly after: readonly Resource[];
}

const INSTANCE_TYPES = ["m7i.xlarge", "m7a.xlarge", "m6i.xlarge"];

/** The nodes of what the cluster itself needs: DNS, autoscalers, controllers. Without taints; an event's nodes have them. */
export class SystemNodes extends ComponentResource {
  static readonly type = "tidegate:compute:SystemNodes";
  readonly nodeGroup: NodeGroup;

  constructor(name: string, args: SystemNodesArgs, opts?: ComponentResourceOptions) {
    const { nodes = 3, instanceTypes = INSTANCE_TYPES, amiType = "AL2023_x86_64_STANDARD", diskGib = 50 } = args;
    new Requirements(SystemNodes.type, name)
      // Two are the fewest of which one may be lost; 450 is a node group's quota.
      .whole("nodes", nodes, { min: 2, max: 450 })
      .list("instanceTypes", instanceTypes, { min: 1, max: 20 })
      // The image's own snapshot is 20 GiB.
      .whole("diskGib", diskGib, { min: 20, max: 16_384 })
      .enforce();
    super(SystemNodes.type, name, { nodes, instanceTypes, amiType, diskGib, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const tags = { ...args.machineTags, ...nameTag(children.nameOf("node")) };
    const template = children.make(LaunchTemplate, "template", {
      name: children.physicalName("template", { maxLength: 125 }),
      vpcSecurityGroupIds: [...args.securityGroupIds],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: diskGib, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      // One hop: pods can't reach the node's role, only what pod identity gives them.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
    });
    const inputs: NodeGroupArgs = {
      clusterName: args.clusterName,
      nodeGroupName: children.physicalName("group", { maxLength: 63 }),
      nodeRoleArn: args.nodeRoleArn,
      subnetIds: [...args.subnetIds],
      amiType,
      capacityType: "ON_DEMAND",
      instanceTypes: [...instanceTypes],
      scalingConfig: { minSize: nodes, desiredSize: nodes, maxSize: nodes },
      updateConfig: { maxUnavailable: 1 },
      labels: { "tidegate/pool": "system" },
      launchTemplate: { id: template.id, version: interpolate`${template.latestVersion}` },
      version: args.version,
    };
    this.nodeGroup = children.make(NodeGroup, "group", inputs, { dependsOn: [...args.after] });
    children.publish({ nodeGroupName: this.nodeGroup.nodeGroupName });
  }
}
