import { describe, expect, it } from "vitest";
import { Secret, UNKNOWN } from "../../../cli/engine/property-value";
import { ChatBroker } from "../../../components/event/chat-broker";
import { SessionCache } from "../../../components/event/session-cache";
import type { ValkeyClusterArgs } from "../../../components/event/valkey-cluster";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: ValkeyClusterArgs = {
  shards: 12,
  nodeType: "cache.r7g.large",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  clientSecurityGroupIds: { nodes: "sg-nodes" },
};

describe.each([
  ["SessionCache", SessionCache, "volatile-lru"],
  ["ChatBroker", ChatBroker, "noeviction"],
] as const)("%s", (type, Cache, policy) => {
  const graphWith = (changes: Partial<ValkeyClusterArgs> = {}) =>
    graphOf(() => new Cache("c", { ...MINIMAL, ...changes }));

  it("is a sharded cluster with its own network, parameters and firewall", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "aws:ec2/securityGroup:SecurityGroup c-firewall",
      "aws:elasticache/parameterGroup:ParameterGroup c-parameters",
      "aws:elasticache/replicationGroup:ReplicationGroup c-cluster",
      "aws:elasticache/subnetGroup:SubnetGroup c-subnets",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule c-from-nodes",
      `tidegate:data:${type} c`,
    ]);
  });

  it("is as large as the plan says, encrypted, over zones, and leaves nothing behind", async () => {
    const graph = await graphWith();
    expect(named(graph, "c-cluster").inputs).toMatchObject({
      replicationGroupId: "platform-c-cluster",
      engine: "valkey",
      engineVersion: "8.0",
      nodeType: "cache.r7g.large",
      clusterMode: "enabled",
      numNodeGroups: 12,
      replicasPerNodeGroup: 1,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: 6379,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      snapshotRetentionLimit: 0,
      autoMinorVersionUpgrade: false,
      applyImmediately: true,
    });
    expect(named(graph, "c-parameters").inputs).toMatchObject({
      family: "valkey8",
      parameters: [
        { name: "cluster-enabled", value: "yes" },
        { name: "maxmemory-policy", value: policy },
      ],
    });
    expect(named(graph, "c-from-nodes").inputs).toMatchObject({
      referencedSecurityGroupId: "sg-nodes",
      fromPort: 6379,
      toPort: 6379,
    });
    expect(named(graph, "c").inputs).toMatchObject({ shards: 12, replicasPerShard: 1, nodes: 24 });
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      replicasPerShard: 2,
      engineVersion: "7.2",
      parameters: { "maxmemory-policy": "allkeys-lru", timeout: "300" },
      authToken: "a-secret-of-16-characters",
      maintenanceWindow: "tue:03:00-tue:04:00",
      clientSecurityGroupIds: { nodes: "sg-nodes", jobs: "sg-jobs" },
    });
    expect(named(graph, "c-cluster").inputs).toMatchObject({
      replicasPerNodeGroup: 2,
      engineVersion: "7.2",
      maintenanceWindow: "tue:03:00-tue:04:00",
    });
    expect(named(graph, "c-parameters").inputs).toMatchObject({
      family: "valkey7",
      parameters: [
        { name: "cluster-enabled", value: "yes" },
        { name: "maxmemory-policy", value: "allkeys-lru" },
        { name: "timeout", value: "300" },
      ],
    });
    expect(named(graph, "c-parameters").options.deleteBeforeReplace).toBe(false);
    expect(named(graph, "c-from-jobs").inputs.referencedSecurityGroupId).toBe("sg-jobs");
    expect(named(graph, "c-cluster").inputs.authToken).toBeInstanceOf(Secret);
    expect(JSON.stringify(named(graph, "c").inputs)).not.toContain("secret");
  });

  it("takes ids that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const id = unknownText("some");
      new Cache("c", { ...MINIMAL, vpcId: id, subnetIds: [id, "b"], clientSecurityGroupIds: { nodes: id } });
    });
    expect(named(graph, "c-subnets").inputs.subnetIds).toEqual([UNKNOWN, "b"]);
  });

  it("keeps names within limits for the longest names", async () => {
    const graph = await graphOf(() => new Cache(LONG, MINIMAL), { stack: LONG });
    expect(String(named(graph, `${LONG}-cluster`).inputs.replicationGroupId)).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(String(named(graph, `${LONG}-cluster`).inputs.replicationGroupId).length).toBeLessThanOrEqual(40);
    expect(String(named(graph, `${LONG}-subnets`).inputs.name).length).toBeLessThanOrEqual(255);
  });

  it.each<[string, Partial<ValkeyClusterArgs>, string]>([
    ["no shard", { shards: 0 }, "shards is 0, expected a whole number from 1 to 500"],
    [
      "shards that are lost with a node",
      { replicasPerShard: 0 },
      "replicasPerShard is 0, expected a whole number from 1 to 5",
    ],
    [
      "more nodes than a cluster has",
      { shards: 251 },
      "shards is 502 nodes with their replicas, expected at most 500 nodes",
    ],
    ["a type that isn't a cache's", { nodeType: "r7g.large" }, "nodeType is r7g.large, expected a node type"],
    ["one zone", { subnetIds: ["a"] }, "subnetIds is 1 in all, expected subnets in two zones at least"],
    ["nobody to connect", { clientSecurityGroupIds: {} }, "clientSecurityGroupIds is 0 entries"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Cache("c", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
