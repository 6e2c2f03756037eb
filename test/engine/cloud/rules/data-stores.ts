import { cited, fact, modelled, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text, texts, textsAt } from "../values";
import { inUse, itemsLimited, limited, mustExist, neighbours, rule, target, unique } from "./builders";
import { SECURITY_GROUP, SUBNET } from "./network";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
const CACHE_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const CACHE_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";
const CACHE_USER = "aws:elasticache/user:User";
const CACHE_USERS = "aws:elasticache/userGroup:UserGroup";
const CLUSTER = "aws:rds/cluster:Cluster";
const INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
const DB_SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const ENDPOINT = "aws:rds/clusterEndpoint:ClusterEndpoint";

const REPLICAS_PER_SHARD = 5;

/** The nodes of a replication group. */
export function cacheNodes(inputs: Props): number {
  const shards = number(inputs.numNodeGroups);
  if (shards !== undefined) return shards * (1 + (number(inputs.replicasPerNodeGroup) ?? 0));
  return number(inputs.numCacheClusters) ?? 1;
}

function zonesOf(asked: Parameters<Refusal["find"]>[0], ids: readonly string[]): number {
  const zones = asked.cloud
    .objects(SUBNET)
    .filter((subnet) => ids.includes(subnet.id))
    .map((subnet) => subnet.outputs.availabilityZone);
  return new Set(zones).size;
}

/** What ElastiCache and RDS refuse. */
export const DATA_REFUSALS: readonly Refusal[] = [
  unique(
    GROUP,
    { by: "replicationGroupId", scope: "location", ignoreCase: true },
    fact(GROUP, "ReplicationGroupAlreadyExists"),
  ),
  mustExist(
    GROUP,
    "subnetGroupName",
    target(CACHE_SUBNETS),
    modelled(GROUP, "create", "CacheSubnetGroupNotFoundFault", "the subnet group does not exist"),
  ),
  mustExist(
    GROUP,
    "parameterGroupName",
    target(CACHE_PARAMETERS),
    modelled(GROUP, "create", "CacheParameterGroupNotFound", "the parameter group does not exist"),
    (name) => name.startsWith("default."),
  ),
  mustExist(
    GROUP,
    "userGroupIds",
    target(CACHE_USERS),
    modelled(GROUP, "create", "UserGroupNotFound", "the user group does not exist"),
  ),
  mustExist(
    GROUP,
    "securityGroupIds",
    target(SECURITY_GROUP),
    modelled(GROUP, "create", "InvalidParameterValue", "a security group does not exist"),
  ),
  rule(
    "replicationGroup.region-nodes",
    [GROUP],
    ["create", "update"],
    fact(GROUP, "NodeQuotaForCustomerExceeded"),
    (asked) => {
      const nodes =
        cacheNodes(asked.inputs) + neighbours(asked).reduce((sum, object) => sum + cacheNodes(object.inputs), 0);
      const allowed = asked.cloud.quota("L-DFE45DF3") ?? Infinity;
      return nodes <= allowed ? undefined : `${nodes} nodes in the Region, ${allowed} are allowed (quota L-DFE45DF3)`;
    },
  ),
  rule(
    "replicationGroup.cluster-nodes",
    [GROUP],
    ["create", "update"],
    fact(GROUP, "NodeQuotaForClusterExceeded"),
    (asked) => {
      const allowed = asked.cloud.quota("L-AF354865") ?? Infinity;
      return cacheNodes(asked.inputs) <= allowed
        ? undefined
        : `${cacheNodes(asked.inputs)} nodes in the cluster, ${allowed} are allowed (quota L-AF354865)`;
    },
  ),
  rule(
    "replicationGroup.shards",
    [GROUP],
    ["create", "update"],
    fact(GROUP, "NodeGroupsPerReplicationGroupQuotaExceeded"),
    (asked) => {
      const shards = number(asked.inputs.numNodeGroups) ?? 1;
      const allowed = asked.cloud.quota("elasticache: Shards per cluster") ?? Infinity;
      return shards <= allowed ? undefined : `${shards} shards, ${allowed} are allowed`;
    },
  ),
  rule(
    "replicationGroup.combination",
    [GROUP],
    ["create", "update"],
    fact(GROUP, "InvalidParameterCombination"),
    (asked) => {
      const { inputs } = asked;
      const perShard = cacheNodes(inputs) / (number(inputs.numNodeGroups) ?? 1);
      if (inputs.automaticFailoverEnabled === true && perShard < 2)
        return "Replication group with automatic failover enabled must have at least 2 nodes per shard";
      if (
        isGiven(inputs.numNodeGroups) &&
        (number(inputs.numNodeGroups) ?? 0) > 1 &&
        inputs.automaticFailoverEnabled !== true
      )
        return "Cluster mode requires automatic failover";
      if (isGiven(inputs.authToken) && inputs.transitEncryptionEnabled !== true)
        return "AuthToken requires transit encryption";
      return (number(inputs.replicasPerNodeGroup) ?? 0) > REPLICAS_PER_SHARD
        ? `at most ${REPLICAS_PER_SHARD} replicas per shard`
        : undefined;
    },
  ),
  rule(
    "replicationGroup.shortage",
    [GROUP],
    ["create", "update"],
    fact(GROUP, "InsufficientCacheClusterCapacity", "in a zone"),
    (asked) =>
      asked.cloud.faults.isShort(text(asked.inputs.nodeType) ?? "", undefined)
        ? `The requested cache node type ${text(asked.inputs.nodeType)} is not available`
        : undefined,
  ),
  rule(
    "replicationGroup.multi-az",
    [GROUP],
    ["check"],
    { ...fact(GROUP, "provider check before create"), code: "provider" },
    (asked) =>
      asked.inputs.multiAzEnabled === true && asked.inputs.automaticFailoverEnabled !== true
        ? "automaticFailoverEnabled must be true if multiAzEnabled is true"
        : undefined,
  ),

  unique(
    SERVERLESS,
    { by: "name", scope: "location", ignoreCase: true },
    fact(SERVERLESS, "ServerlessCacheAlreadyExistsFault"),
  ),
  limited(SERVERLESS, { quota: "L-BBCDAECC" }, fact(SERVERLESS, "ServerlessCacheQuotaForCustomerExceededFault")),
  mustExist(SERVERLESS, "userGroupId", target(CACHE_USERS), fact(SERVERLESS, "UserGroupNotFound")),
  rule(
    "serverlessCache.limits",
    [SERVERLESS],
    ["create", "update"],
    fact(SERVERLESS, "InvalidParameterValue"),
    (asked) => {
      const limits = props(asked.inputs.cacheUsageLimits);
      for (const name of ["dataStorage", "ecpuPerSeconds"]) {
        for (const item of Array.isArray(limits[name]) ? list(limits[name]) : [limits[name] ?? {}]) {
          const low = number(props(item).minimum);
          const high = number(props(item).maximum);
          if (low !== undefined && high !== undefined && low > high)
            return `${name}: minimum ${low} is above maximum ${high}`;
        }
      }
      return undefined;
    },
  ),

  unique(
    CACHE_SUBNETS,
    { by: "name", scope: "location", ignoreCase: true },
    fact(CACHE_SUBNETS, "CacheSubnetGroupAlreadyExists"),
  ),
  limited(CACHE_SUBNETS, { quota: "L-3E7F7726" }, fact(CACHE_SUBNETS, "CacheSubnetGroupQuotaExceeded")),
  itemsLimited(CACHE_SUBNETS, "subnetIds", "L-A87EE522", fact(CACHE_SUBNETS, "CacheSubnetQuotaExceededFault")),
  mustExist(
    CACHE_SUBNETS,
    "subnetIds",
    target(SUBNET),
    modelled(CACHE_SUBNETS, "create", "InvalidSubnet", "a subnet does not exist"),
  ),
  inUse(CACHE_SUBNETS, [{ type: GROUP, path: "subnetGroupName" }], fact(CACHE_SUBNETS, "CacheSubnetGroupInUse")),
  unique(
    CACHE_PARAMETERS,
    { by: "name", scope: "location", ignoreCase: true },
    fact(CACHE_PARAMETERS, "CacheParameterGroupAlreadyExists"),
  ),
  limited(CACHE_PARAMETERS, { quota: "L-3F15A733" }, fact(CACHE_PARAMETERS, "CacheParameterGroupQuotaExceeded")),
  inUse(
    CACHE_PARAMETERS,
    [{ type: GROUP, path: "parameterGroupName" }],
    fact(CACHE_PARAMETERS, "InvalidCacheParameterGroupState"),
  ),
  unique(CACHE_USER, { by: "userId", scope: "location" }, fact(CACHE_USER, "UserAlreadyExists")),
  rule(
    "elasticache-user.default",
    [CACHE_USER],
    ["delete"],
    fact(CACHE_USER, "DefaultUserAssociatedToUserGroup"),
    (asked) =>
      asked.inputs.userName === "default" &&
      asked.cloud.objects(CACHE_USERS).some((group) => texts(group.inputs.userIds).includes(asked.object?.id ?? ""))
        ? "a default user that is in a user group can't be deleted"
        : undefined,
  ),
  unique(CACHE_USERS, { by: "userGroupId", scope: "location" }, fact(CACHE_USERS, "UserGroupAlreadyExists")),
  mustExist(
    CACHE_USERS,
    "userIds",
    target(CACHE_USER),
    modelled(CACHE_USERS, "create", "UserNotFound", "a user does not exist"),
    (id) => id === "default",
  ),
  rule(
    "userGroup.default-user",
    [CACHE_USERS],
    ["create", "update"],
    fact(CACHE_USERS, "DefaultUserRequired"),
    (asked) => {
      if (text(asked.inputs.engine)?.toLowerCase() !== "redis") return undefined;
      const names = userNames(asked);
      return names.includes("default") ? undefined : "User group must contain a user with the username default";
    },
  ),
  rule(
    "userGroup.duplicate-name",
    [CACHE_USERS],
    ["create", "update"],
    fact(CACHE_USERS, "DuplicateUserName"),
    (asked) => {
      const names = userNames(asked);
      return new Set(names).size === names.length ? undefined : "two users of the group have one user name";
    },
  ),
  inUse(
    CACHE_USERS,
    [
      { type: GROUP, path: "userGroupIds" },
      { type: SERVERLESS, path: "userGroupId" },
    ],
    fact(CACHE_USERS, "InvalidUserGroupState"),
  ),

  unique(CLUSTER, { by: "clusterIdentifier", scope: "location" }, fact(CLUSTER, "DBClusterAlreadyExistsFault")),
  limited(CLUSTER, { quota: "L-952B80B8" }, fact(CLUSTER, "DBClusterQuotaExceededFault")),
  mustExist(
    CLUSTER,
    "dbSubnetGroupName",
    target(DB_SUBNETS),
    modelled(CLUSTER, "create", "DBSubnetGroupNotFoundFault", "the subnet group does not exist"),
  ),
  rule(
    "rds-cluster.final-snapshot",
    [CLUSTER],
    ["delete"],
    { ...fact(CLUSTER, "provider: final_snapshot"), code: "provider" },
    (asked) =>
      asked.inputs.skipFinalSnapshot !== true && !isGiven(asked.inputs.finalSnapshotIdentifier)
        ? "final_snapshot_identifier is required when skip_final_snapshot is false"
        : undefined,
  ),
  rule(
    "rds-cluster.deletion-protection",
    [CLUSTER],
    ["delete"],
    fact(CLUSTER, "InvalidParameterCombination"),
    (asked) =>
      asked.inputs.deletionProtection === true
        ? "Cannot delete protected Cluster, please disable deletion protection and try again"
        : undefined,
  ),
  inUse(
    CLUSTER,
    [{ type: INSTANCE, path: "clusterIdentifier" }],
    fact(CLUSTER, "InvalidDBClusterStateFault", "delete while instances"),
  ),
  rule(
    "rds-cluster.serverless-capacity",
    [CLUSTER],
    ["create", "update"],
    cited(
      "InvalidParameterValue",
      "serverless v2 capacities out of order, out of range or not in steps of 0.5",
      "resource facts, limits: Serverless v2 capacity 0 to 256 ACU in steps of 0.5",
    ),
    (asked) => {
      const scaling = props(asked.inputs.serverlessv2ScalingConfiguration);
      const low = number(scaling.minCapacity);
      const high = number(scaling.maxCapacity);
      if (low === undefined || high === undefined) return undefined;
      const fine = low <= high && low >= 0 && high <= 256 && Number.isInteger(low * 2) && Number.isInteger(high * 2);
      return fine ? undefined : `ServerlessV2ScalingConfiguration ${low} to ${high} is not valid`;
    },
  ),

  unique(INSTANCE, { by: "identifier", scope: "location" }, fact(INSTANCE, "DBInstanceAlreadyExists")),
  limited(INSTANCE, { quota: "L-7B6409FD" }, fact(INSTANCE, "InstanceQuotaExceeded")),
  mustExist(
    INSTANCE,
    "clusterIdentifier",
    target(CLUSTER),
    modelled(INSTANCE, "create", "DBClusterNotFoundFault", "the cluster does not exist"),
  ),
  rule(
    "clusterInstance.readers",
    [INSTANCE],
    ["create"],
    { ...fact(INSTANCE, "InstanceQuotaExceeded"), when: "more readers than a cluster may have" },
    (asked) => {
      const siblings = neighbours(asked).filter(
        (object) => object.inputs.clusterIdentifier === asked.inputs.clusterIdentifier,
      ).length;
      const allowed = (asked.cloud.quota("L-5BC124EF") ?? Infinity) + 1;
      return siblings < allowed
        ? undefined
        : `${siblings} instances in the cluster, a writer and ${allowed - 1} readers are allowed (quota L-5BC124EF)`;
    },
  ),
  rule(
    "clusterInstance.engine",
    [INSTANCE],
    ["create"],
    {
      ...fact(INSTANCE, "InvalidDBClusterStateFault"),
      code: "InvalidParameterCombination",
      when: "another engine than the cluster's",
    },
    (asked) => {
      const cluster = asked.cloud.objects(CLUSTER).find((object) => object.id === asked.inputs.clusterIdentifier);
      return cluster === undefined || cluster.inputs.engine === asked.inputs.engine
        ? undefined
        : "The engine name requested for your DB instance doesn't match the engine name of your DB cluster";
    },
  ),
  rule("clusterInstance.shortage", [INSTANCE], ["create"], fact(INSTANCE, "InsufficientDBInstanceCapacity"), (asked) =>
    asked.cloud.faults.isShort(text(asked.inputs.instanceClass) ?? "", text(asked.inputs.availabilityZone))
      ? `The requested class ${text(asked.inputs.instanceClass)} is not available`
      : undefined,
  ),

  unique(
    DB_SUBNETS,
    { by: "name", scope: "location", ignoreCase: true },
    fact(DB_SUBNETS, "DBSubnetGroupAlreadyExists"),
  ),
  limited(DB_SUBNETS, { quota: "L-48C6BF61" }, fact(DB_SUBNETS, "DBSubnetGroupQuotaExceeded")),
  mustExist(
    DB_SUBNETS,
    "subnetIds",
    target(SUBNET),
    modelled(DB_SUBNETS, "create", "InvalidSubnet", "a subnet does not exist"),
  ),
  rule(
    "rds-subnetGroup.zones",
    [DB_SUBNETS],
    ["create", "update"],
    fact(DB_SUBNETS, "DBSubnetGroupDoesNotCoverEnoughAZs"),
    (asked) =>
      zonesOf(asked, textsAt(asked.inputs, "subnetIds")) >= 2
        ? undefined
        : "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement: add subnets to cover at least 2 AZs",
  ),
  inUse(DB_SUBNETS, [{ type: CLUSTER, path: "dbSubnetGroupName" }], fact(DB_SUBNETS, "InvalidDBSubnetGroupStateFault")),

  unique(
    ENDPOINT,
    { by: "clusterEndpointIdentifier", scope: "location" },
    fact(ENDPOINT, "DBClusterEndpointAlreadyExistsFault"),
  ),
  mustExist(
    ENDPOINT,
    "clusterIdentifier",
    target(CLUSTER),
    modelled(ENDPOINT, "create", "DBClusterNotFoundFault", "the cluster does not exist"),
  ),
  ...["staticMembers", "excludedMembers"].map((path) =>
    mustExist(ENDPOINT, path, target(INSTANCE), fact(ENDPOINT, "DBInstanceNotFound")),
  ),
];

function userNames(asked: Parameters<Refusal["find"]>[0]): readonly string[] {
  const ids = texts(asked.inputs.userIds);
  const found = asked.cloud
    .objects(CACHE_USER)
    .filter((user) => ids.includes(user.id))
    .map((user) => text(user.inputs.userName) ?? "");
  return ids.includes("default") ? [...found, "default"] : found;
}
