import type { EngineState } from "./pulumi-goals";

/** A create that was under way when its operation was killed: the cloud may have made the thing, the state doesn't know. */
export interface PendingCreate {
  readonly urn: string;
  readonly type: string;
  /** The id under which the provider finds it; null where it can't be told from what was asked for. */
  readonly id: string | null;
}

/**
 * How a provider's import id is put together from inputs, for types whose names we choose. What a service numbers itself (balancers, distributions,
 * templates, records) can't be told in advance.
 * @see the page of each type in the provider's documentation, "Import"
 */
const IDS: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventRule:EventRule": ["name"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn"],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/cluster:Cluster": ["name"],
  "aws:eks/nodeGroup:NodeGroup": ["clusterName", "nodeGroupName"],
  "aws:elasticache/parameterGroup:ParameterGroup": ["name"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId"],
  "aws:elasticache/subnetGroup:SubnetGroup": ["name"],
  "aws:iam/role:Role": ["name"],
  "aws:iam/rolePolicy:RolePolicy": ["role", "name"],
  "aws:kinesis/stream:Stream": ["name"],
  "aws:rds/clusterEndpoint:ClusterEndpoint": ["clusterEndpointIdentifier"],
  "aws:rds/clusterInstance:ClusterInstance": ["identifier"],
  "aws:s3/bucket:Bucket": ["bucket"],
};

/** The creates that an exported state has as pending. @param ids ids by URN that somebody looked up */
export function pendingCreates(
  { deployment }: EngineState,
  ids: Readonly<Record<string, string>> = {},
): readonly PendingCreate[] {
  return (deployment.pending_operations ?? [])
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs = {} } }) => ({ urn, type, id: ids[urn] ?? idOf(type, inputs) }));
}

/**
 * The state with every pending create that has an id as a resource, for a refresh to read: what the cloud doesn't have falls out again.
 * `refresh --import-pending-creates` drops what it is given (seen with 3.274.1).
 */
export function withTakenUp(state: EngineState, pending: readonly PendingCreate[]): EngineState {
  const { resources = [], pending_operations: operations = [] } = state.deployment;
  const taken = operations.flatMap(({ type, resource }) => {
    const id = pending.find(({ urn }) => urn === resource.urn)?.id;
    return type === "creating" && typeof id === "string" ? [{ ...resource, id, outputs: resource.inputs ?? {} }] : [];
  });
  // What was pending depended on what was done, so that it can stand last.
  const deployment = { ...state.deployment, resources: [...resources, ...taken], pending_operations: [] };
  return { ...state, deployment };
}

function idOf(type: string, inputs: Readonly<Record<string, unknown>>): string | null {
  if (type.startsWith("kubernetes:")) return kubernetesId(inputs.metadata);
  const parts = IDS[type]?.map((name) => inputs[name]);
  return parts?.every((part): part is string => typeof part === "string") ? parts.join(":") : null;
}

/** Objects are found by namespace and name, what has no namespace by its name. */
function kubernetesId(metadata: unknown): string | null {
  const { name, namespace } = (metadata ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
  if (typeof name !== "string") return null;
  return typeof namespace === "string" ? `${namespace}/${name}` : name;
}
