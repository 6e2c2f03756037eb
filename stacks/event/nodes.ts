import { nodesPerGroup } from "../../capacity/compute";
import { required } from "../../capacity/problems";
import { LaunchAlarms } from "../../components/event/launch-alarms";
import { NodePool } from "../../components/event/node-pool";
import type { EventContext } from "./event-context";

/** The plan's node pools, and the alarms about machines that don't come. */
export function buildNodes({ event, plan, platform, opts }: EventContext): readonly NodePool[] {
  const { cluster, network, firewall } = platform;
  const zones = event.cluster.zones.map((name) => {
    const zone = required(
      network.zones.find((zone) => zone.name === name),
      `zone ${name} of the platform`,
    );
    return { name, subnetId: zone.privateSubnetId };
  });
  const securityGroupIds = [cluster.securityGroupId, ...(firewall?.nodesGroupId ? [firewall.nodesGroupId] : [])];
  const pools = plan.nodePools.map(
    (pool) =>
      new NodePool(
        `nodes-${pool.name}`,
        {
          event: event.name,
          pool: pool.name,
          zones,
          nodesPerZone: pool.nodesPerZone,
          groupsPerZone: pool.groupsPerZone,
          maxNodesPerGroup: nodesPerGroup(event),
          instanceTypes: pool.instanceTypes,
          capacityType: pool.purchaseOption === "spot" ? "SPOT" : "ON_DEMAND",
          clusterName: cluster.name,
          nodeRoleArn: cluster.nodeRoleArn,
          securityGroupIds,
          ...(cluster.version === undefined ? {} : { version: cluster.version }),
        },
        opts,
      ),
  );
  if (platform.alarms !== undefined) {
    const groups = plan.nodePools.flatMap(({ name }, at) =>
      (pools[at]?.groups ?? []).map((group) => [`${name}-${group.zone}-${group.number}`, group] as const),
    );
    new LaunchAlarms("launches", { groups: Object.fromEntries(groups), topicArn: platform.alarms.topicArn }, opts);
  }
  return pools;
}
