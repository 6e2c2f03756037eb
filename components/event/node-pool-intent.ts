import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { EVENT_RULE, KEY_RULE, Requirements } from "../requirements";
import { imageFor } from "./machine-images";
import { groupSizes, groupsFor } from "./node-groups";
import type { NodePoolArgs } from "./node-pool";
import { NODE_SYSCTLS, POD_SYSCTLS, SYSCTL_NAME, SYSCTL_VALUE } from "./node-user-data";

/** What a pool is to be, with every default filled in; plain, so that it stands in state. */
export interface NodePoolIntent extends Inputs {
  readonly event: string;
  readonly pool: string;
  readonly zones: readonly string[];
  readonly nodesPerZone: number;
  readonly groupsPerZone: number;
  readonly maxNodesPerGroup: number;
  /** All nodes of the pool. */
  readonly nodes: number;
  /** Nodes of each group of a zone. */
  readonly groupSizes: readonly number[];
  readonly instanceTypes: readonly string[];
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly amiType: string;
  readonly diskGib: number;
  readonly sizedBy: "deployment" | "timers";
  readonly nodeRepair: "off" | "on";
  readonly metadataHopLimit: number;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly podSysctls: readonly string[];
}

/** Quota L-BD136A63, nodes per managed node group; adjustable. @see capacity facts, quotas of eks */
const NODES_PER_GROUP = 450;
const ZONE_RULE = { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, words: "a zone such as us-east-1a" };
const INSTANCE_RULE = { pattern: /^[a-z]+\d+[a-z0-9-]*\.[a-z0-9-]+$/, words: "an instance type such as m7i.2xlarge" };

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function nodePoolIntent(type: string, name: string, args: NodePoolArgs): NodePoolIntent {
  const { zones, nodesPerZone, instanceTypes, maxNodesPerGroup = NODES_PER_GROUP } = args;
  const needed = groupsFor(nodesPerZone, maxNodesPerGroup);
  const image = imageFor(instanceTypes);
  const intent = {
    event: args.event,
    pool: args.pool,
    zones: zones.map((zone) => zone.name),
    nodesPerZone,
    groupsPerZone: args.groupsPerZone ?? needed,
    maxNodesPerGroup,
    nodes: nodesPerZone * zones.length,
    instanceTypes,
    capacityType: args.capacityType ?? "ON_DEMAND",
    amiType: args.amiType ?? ("amiType" in image ? image.amiType : ""),
    diskGib: args.diskGib ?? 100,
    sizedBy: args.sizedBy ?? "deployment",
    nodeRepair: args.nodeRepair ?? "off",
    metadataHopLimit: args.metadataHopLimit ?? 2,
    sysctls: args.sysctls ?? NODE_SYSCTLS,
    podSysctls: args.podSysctls ?? POD_SYSCTLS,
    ...(args.podsPerNode === undefined ? {} : { podsPerNode: args.podsPerNode }),
  } as const;
  const checks = new Requirements(type, name)
    .text("event", intent.event, EVENT_RULE)
    .text("pool", intent.pool, KEY_RULE)
    .list("zones", intent.zones, { min: 1, max: 6 })
    .whole("nodesPerZone", nodesPerZone, { min: 0 })
    .whole("maxNodesPerGroup", maxNodesPerGroup, { min: 1 })
    .list("instanceTypes", instanceTypes, { min: 1, max: 20 })
    .oneOf("capacityType", intent.capacityType, ["ON_DEMAND", "SPOT"])
    // The image's own snapshot is 20 GiB.
    .whole("diskGib", intent.diskGib, { min: 20, max: 16_384 })
    .oneOf("sizedBy", intent.sizedBy, ["deployment", "timers"])
    .oneOf("nodeRepair", intent.nodeRepair, ["off", "on"])
    .whole("metadataHopLimit", intent.metadataHopLimit, { min: 1, max: 64 })
    // EKS takes no more for machines of any size.
    .whole("podsPerNode", args.podsPerNode, { min: 1, max: 250 });
  for (const [at, zone] of intent.zones.entries()) checks.text(`zones[${at}].name`, zone, ZONE_RULE);
  for (const [at, each] of instanceTypes.entries()) checks.text(`instanceTypes[${at}]`, each, INSTANCE_RULE);
  if ("problem" in image && instanceTypes.length > 0) {
    checks.holds(
      args.amiType !== undefined,
      "instanceTypes",
      image.problem,
      "types that one image runs on, or amiType",
    );
  }
  for (const [key, value] of Object.entries(intent.sysctls)) {
    checks.holds(SYSCTL_NAME.test(key), "sysctls", key, "names such as net.core.somaxconn");
    checks.holds(SYSCTL_VALUE.test(value), `sysctls["${key}"]`, value, "a value on one line");
  }
  checks.enforce();
  checks.holds(
    Number.isInteger(intent.groupsPerZone) && intent.groupsPerZone >= needed,
    "groupsPerZone",
    intent.groupsPerZone,
    `${needed} or more for ${nodesPerZone} nodes at ${maxNodesPerGroup} a group`,
  );
  checks.enforce();
  const sizes = groupSizes({ nodes: nodesPerZone, groups: intent.groupsPerZone, nodesPerGroup: maxNodesPerGroup });
  return { ...intent, groupSizes: sizes, ...overriddenInputs(args) };
}
