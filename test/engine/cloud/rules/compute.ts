import { cited, fact, modelled, type Refusal } from "../refusal";
import { compareVersions } from "../replacements";
import { isGiven, list, number, type Props, props, text, texts, valuesAt } from "../values";
import { inUse, limited, mustExist, neighbours, rule, target, unique } from "./builders";
import { instanceFamilyQuota, instanceVcpu } from "./instances";
import { isClusterGroup, SECURITY_GROUP, SUBNET } from "./network";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ADDON = "aws:eks/addon:Addon";
const ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry";
const ACCESS_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const RESERVATION = "aws:ec2/capacityReservation:CapacityReservation";
export const ROLE = "aws:iam/role:Role";

const toCluster = target(CLUSTER, "id");
const toRole = target(ROLE, "arn");

/** Whether an ARN belongs to another account or to AWS, so that nothing here can tell whether it exists. */
export function isForeign(arn: string, account: string): boolean {
  const owner = arn.split(":")[4];
  return owner !== undefined && owner !== "" && owner !== account;
}

/** Whether a role's trust policy lets a service assume it. */
export function trusts(role: Props | undefined, service: string): boolean {
  return role === undefined || JSON.stringify(role.assumeRolePolicy ?? "").includes(service);
}

const noCluster = (type: string) =>
  cited(
    "ResourceNotFoundException",
    "the cluster does not exist",
    `Amazon EKS API reference, common errors of ${type.split(":")[2]}: no cluster found for name`,
  );

/** The machines that a node group asks for, and the quota that counts their vCPUs. */
export interface VcpuDemand {
  readonly quota: string;
  readonly vcpu: number;
}

/** The vCPUs of a node group at its desired size, by the largest of its machine types: any of them may be launched. */
export function vcpuDemand(inputs: Props): VcpuDemand | undefined {
  const types = texts(inputs.instanceTypes);
  const desired = number(props(inputs.scalingConfig).desiredSize) ?? 0;
  const [first = "t3.medium"] = types;
  const quota = instanceFamilyQuota(first, text(inputs.capacityType) === "SPOT" ? "spot" : "on-demand");
  const each = Math.max(...(types.length > 0 ? types : [first]).map((type) => instanceVcpu(type) ?? 0));
  return quota === undefined ? undefined : { quota, vcpu: desired * each };
}

/** What EKS, EC2 launch templates and capacity reservations refuse. */
export const COMPUTE_REFUSALS: readonly Refusal[] = [
  unique(
    LAUNCH_TEMPLATE,
    { by: "name", scope: "location" },
    fact(LAUNCH_TEMPLATE, "InvalidLaunchTemplateName.AlreadyExistsException"),
  ),
  rule(
    "launchTemplate.user-data",
    [LAUNCH_TEMPLATE],
    ["create", "update"],
    cited(
      "InvalidUserData.Malformed",
      "userData is not base64 or is above 16 KB",
      "resource facts, limits: User data in a launch specification; EC2 API reference, error codes",
    ),
    (asked) => {
      const data = text(asked.inputs.userData);
      if (data === undefined || data === "") return undefined;
      if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data)) return "Invalid BASE64 encoding of user data.";
      const bytes = Buffer.from(data, "base64").length;
      return bytes > 16_384 ? `User data is limited to 16384 bytes, got ${bytes}` : undefined;
    },
  ),
  rule(
    "capacityReservation.end-date",
    [RESERVATION],
    ["create", "update"],
    fact(RESERVATION, "refused: EndDate"),
    (asked) => {
      const limitedType = asked.inputs.endDateType === "limited";
      return limitedType === isGiven(asked.inputs.endDate)
        ? undefined
        : "EndDate is required with limited and not allowed with unlimited";
    },
  ),
  rule(
    "capacityReservation.vcpu",
    [RESERVATION],
    ["create", "update"],
    fact(RESERVATION, "VcpuLimitExceeded"),
    (asked) => {
      const type = text(asked.inputs.instanceType) ?? "";
      const quota = instanceFamilyQuota(type, "on-demand");
      const allowed = quota === undefined ? undefined : asked.cloud.quota(quota);
      const needed = (number(asked.inputs.instanceCount) ?? 0) * (instanceVcpu(type) ?? 0);
      return allowed === undefined || needed <= allowed
        ? undefined
        : `You have requested more vCPU capacity than your current vCPU limit of ${allowed} allows (quota ${quota})`;
    },
  ),
  rule(
    "capacityReservation.shortage",
    [RESERVATION],
    ["create", "update"],
    fact(RESERVATION, "InsufficientInstanceCapacity"),
    (asked) =>
      asked.cloud.faults.isShort(text(asked.inputs.instanceType) ?? "", text(asked.inputs.availabilityZone))
        ? "There is no Spot or On-Demand capacity available that matches your request"
        : undefined,
  ),

  unique(CLUSTER, { by: "name", scope: "location" }, fact(CLUSTER, "ResourceInUseException", "of that name")),
  limited(CLUSTER, { quota: "L-1194D53C" }, fact(CLUSTER, "ResourceLimitExceededException")),
  mustExist(
    CLUSTER,
    "vpcConfig.subnetIds",
    target(SUBNET),
    modelled(CLUSTER, "create", "InvalidParameterException", "a subnet does not exist"),
  ),
  mustExist(
    CLUSTER,
    "vpcConfig.securityGroupIds",
    target(SECURITY_GROUP),
    modelled(CLUSTER, "create", "InvalidParameterException", "a security group does not exist"),
  ),
  mustExist(CLUSTER, "roleArn", toRole, fact(CLUSTER, "InvalidParameterException", "role missing"), (arn, asked) =>
    isForeign(arn, asked.place.account),
  ),
  rule(
    "eks-cluster.role-trust",
    [CLUSTER],
    ["create"],
    fact(CLUSTER, "InvalidParameterException", "role missing"),
    (asked) => {
      const role = asked.cloud.objects(ROLE).find((object) => object.outputs.arn === asked.inputs.roleArn);
      return trusts(role?.inputs, "eks.amazonaws.com")
        ? undefined
        : `Role with arn: ${text(asked.inputs.roleArn)}, could not be assumed because the trust policy does not allow eks.amazonaws.com`;
    },
  ),
  rule(
    "eks-cluster.subnet-zones",
    [CLUSTER],
    ["create"],
    cited(
      "InvalidParameterException",
      "subnets of fewer than two zones",
      "Amazon EKS API reference, CreateCluster, VpcConfigRequest.subnetIds",
    ),
    (asked) => {
      const subnets = texts(props(asked.inputs.vpcConfig).subnetIds);
      const zones = new Set(
        asked.cloud
          .objects(SUBNET)
          .filter((subnet) => subnets.includes(subnet.id))
          .map((subnet) => subnet.outputs.availabilityZone),
      );
      return zones.size >= 2 ? undefined : "Subnets specified must be in at least two different AZs";
    },
  ),
  rule(
    "eks-cluster.version-step",
    [CLUSTER],
    ["update"],
    fact(CLUSTER, "InvalidParameterException", "version lowered"),
    (asked) => {
      const before = text(asked.object?.outputs.version);
      const after = text(asked.inputs.version);
      if (before === undefined || after === undefined || before === after) return undefined;
      const steps = Number(after.split(".")[1]) - Number(before.split(".")[1]);
      return compareVersions(after, before) > 0 && steps === 1
        ? undefined
        : `Unsupported Kubernetes minor version update from ${before} to ${after}`;
    },
  ),
  inUse(
    CLUSTER,
    [{ type: NODE_GROUP, path: "clusterName" }],
    fact(CLUSTER, "ResourceInUseException", "delete while node groups"),
  ),
  rule("eks-cluster.deletion-protection", [CLUSTER], ["delete"], fact(CLUSTER, "InvalidRequestException"), (asked) =>
    asked.inputs.deletionProtection === true ? "Cluster has deletion protection enabled" : undefined,
  ),
  rule(
    "eks-cluster.controller-settings",
    [CLUSTER],
    ["create", "update"],
    cited(
      "InvalidParameterException",
      "controller settings on a standard control plane",
      "lifecycle facts, 2.3: kubeControllerManagerConfig needs tier-xl or more",
    ),
    (asked) => {
      const tier = text(props(asked.inputs.controlPlaneScalingConfig).tier) ?? "standard";
      return isGiven(asked.inputs.kubeControllerManagerConfig) && tier === "standard"
        ? "kubeControllerManagerConfig needs a provisioned control plane of tier-xl or more"
        : undefined;
    },
  ),

  mustExist(NODE_GROUP, "clusterName", toCluster, noCluster(NODE_GROUP)),
  mustExist(
    NODE_GROUP,
    "subnetIds",
    target(SUBNET),
    modelled(NODE_GROUP, "create", "InvalidParameterException", "a subnet does not exist"),
  ),
  mustExist(
    NODE_GROUP,
    "nodeRoleArn",
    toRole,
    modelled(NODE_GROUP, "create", "InvalidParameterException", "the node role does not exist"),
    (arn, asked) => isForeign(arn, asked.place.account),
  ),
  mustExist(
    NODE_GROUP,
    "launchTemplate.id",
    target(LAUNCH_TEMPLATE),
    modelled(NODE_GROUP, "create", "InvalidParameterException", "the launch template does not exist"),
  ),
  unique(
    NODE_GROUP,
    { by: "nodeGroupName", within: ["clusterName"], scope: "location" },
    fact(NODE_GROUP, "ResourceInUseException", "of that name"),
  ),
  limited(NODE_GROUP, { quota: "L-6D54EA21", per: "clusterName" }, fact(NODE_GROUP, "ResourceLimitExceededException")),
  rule(
    "nodeGroup.quota-L-BD136A63",
    [NODE_GROUP],
    ["create", "update"],
    fact(NODE_GROUP, "ResourceLimitExceededException"),
    (asked) => {
      const most = number(props(asked.inputs.scalingConfig).maxSize) ?? 0;
      const allowed = asked.cloud.quota("L-BD136A63") ?? Infinity;
      return most <= allowed
        ? undefined
        : `maxSize ${most} is above the ${allowed} nodes of a managed node group (quota L-BD136A63)`;
    },
  ),
  rule(
    "nodeGroup.sizes",
    [NODE_GROUP],
    ["create", "update"],
    fact(NODE_GROUP, "InvalidParameterException", "desiredSize outside"),
    (asked) => {
      const { minSize, maxSize, desiredSize } = props(asked.inputs.scalingConfig);
      const [low, high, wanted] = [number(minSize) ?? 0, number(maxSize) ?? 0, number(desiredSize) ?? 0];
      if (low > wanted) return `Minimum capacity ${low} can't be greater than desired size ${wanted}`;
      return wanted > high ? `desired capacity ${wanted} can't be greater than max size ${high}` : undefined;
    },
  ),
  rule(
    "nodeGroup.launch-template",
    [NODE_GROUP],
    ["create", "update"],
    fact(NODE_GROUP, "InvalidParameterException", "launchTemplate together"),
    (asked) => {
      const template = props(asked.inputs.launchTemplate);
      if (!isGiven(template.id) && !isGiven(template.name)) return undefined;
      if (isGiven(asked.inputs.diskSize)) return "Disk size must be specified within the launch template";
      const found = asked.cloud
        .objects(LAUNCH_TEMPLATE)
        .find((object) => object.id === template.id || object.outputs.name === template.name);
      const both = isGiven(found?.inputs.instanceType) && texts(asked.inputs.instanceTypes).length > 0;
      if (both) return "Instance types are specified both in the launch template and in the request";
      return isGiven(found?.inputs.iamInstanceProfile)
        ? "IAM instance profile can not be used with the launch template of a managed node group"
        : undefined;
    },
  ),
  rule(
    "nodeGroup.instance-type",
    [NODE_GROUP],
    ["create"],
    modelled(
      NODE_GROUP,
      "create",
      "InvalidParameterException",
      "an instance type is not known, or types of both architectures are mixed",
    ),
    (asked) => {
      const types = texts(asked.inputs.instanceTypes);
      const unknown = types.find((type) => instanceVcpu(type) === undefined);
      if (unknown !== undefined) return `[${unknown}] is not a valid instance type`;
      const arms = new Set(types.map((type) => /^[a-z]+\d+g[a-z]*\./.test(type)));
      return arms.size > 1 ? "Instance types of different architectures can not be used in one node group" : undefined;
    },
  ),

  mustExist(ADDON, "clusterName", toCluster, fact(ADDON, "ResourceNotFoundException")),
  unique(ADDON, { by: "addonName", within: ["clusterName"], scope: "location" }, fact(ADDON, "ResourceInUseException")),
  mustExist(
    ACCESS_ENTRY,
    "clusterName",
    toCluster,
    modelled(ACCESS_ENTRY, "create", "ResourceNotFoundException", "the cluster does not exist"),
  ),
  mustExist(
    ACCESS_ENTRY,
    "principalArn",
    toRole,
    fact(ACCESS_ENTRY, "InvalidParameterException"),
    (arn, asked) => isForeign(arn, asked.place.account) || !arn.includes(":role/"),
  ),
  unique(
    ACCESS_ENTRY,
    { by: "principalArn", within: ["clusterName"], scope: "location" },
    fact(ACCESS_ENTRY, "ResourceInUseException"),
  ),
  rule("accessEntry.mode", [ACCESS_ENTRY], ["create"], fact(ACCESS_ENTRY, "InvalidRequestException"), (asked) => {
    const cluster = asked.cloud.objects(CLUSTER).find((object) => object.id === asked.inputs.clusterName);
    return props(cluster?.inputs.accessConfig).authenticationMode === "CONFIG_MAP"
      ? "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation"
      : undefined;
  }),
  rule("accessPolicy.entry", [ACCESS_POLICY], ["create"], fact(ACCESS_POLICY, "ResourceNotFoundException"), (asked) =>
    neighbours(asked, ACCESS_ENTRY).some(
      (entry) =>
        entry.inputs.clusterName === asked.inputs.clusterName &&
        entry.inputs.principalArn === asked.inputs.principalArn,
    )
      ? undefined
      : `The specified principalArn could not be found: ${text(asked.inputs.principalArn)}`,
  ),
  rule("accessPolicy.scope", [ACCESS_POLICY], ["create"], fact(ACCESS_POLICY, "InvalidParameterException"), (asked) => {
    const scope = props(asked.inputs.accessScope);
    if (scope.type === "namespace" && list(scope.namespaces).length === 0)
      return "namespaces are required for the scope type namespace";
    return /^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/\w+$/.test(text(asked.inputs.policyArn) ?? "")
      ? undefined
      : "The policyArn parameter format is not valid";
  }),
  mustExist(
    POD_IDENTITY,
    "clusterName",
    toCluster,
    modelled(POD_IDENTITY, "create", "ResourceNotFoundException", "the cluster does not exist"),
  ),
  mustExist(POD_IDENTITY, "roleArn", toRole, fact(POD_IDENTITY, "InvalidParameterException"), (arn, asked) =>
    isForeign(arn, asked.place.account),
  ),
  unique(
    POD_IDENTITY,
    { by: "serviceAccount", within: ["clusterName", "namespace"], scope: "location" },
    fact(POD_IDENTITY, "ResourceInUseException"),
  ),
  limited(
    POD_IDENTITY,
    { quota: "eks: Pod Identity associations per cluster", per: "clusterName" },
    fact(POD_IDENTITY, "ResourceLimitExceededException"),
  ),
];

/** Whether a list of groups names one that EKS made. */
export function isEksGroup(
  group: string,
  cloud: { objects(type: string): readonly { readonly outputs: Props }[] },
): boolean {
  return isClusterGroup(group, cloud.objects(CLUSTER));
}

/** The launch problems that leave a node group behind in state CREATE_FAILED: its code and message. */
export function launchProblem(
  inputs: Props,
  cloud: { readonly faults: { isShort(type: string, zone: string | undefined): boolean } },
  zones: readonly string[],
): string | undefined {
  const types = texts(inputs.instanceTypes);
  const wanted = number(props(inputs.scalingConfig).desiredSize) ?? 0;
  if (wanted === 0 || types.length === 0) return undefined;
  const places = zones.length > 0 ? zones : [undefined];
  const none = types.every((type) => places.every((zone) => cloud.faults.isShort(type, zone)));
  return none
    ? `AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient ${types.join(", ")} capacity in the Availability Zone you requested (${zones.join(", ")})`
    : undefined;
}

/** Where a node group's subnets are. */
export function zonesOf(
  inputs: Props,
  subnets: readonly { readonly id: string; readonly outputs: Props }[],
): readonly string[] {
  const ids = valuesAt(inputs, "subnetIds").flatMap((value) => texts(value));
  return subnets
    .filter((subnet) => ids.includes(subnet.id))
    .flatMap((subnet) => text(subnet.outputs.availabilityZone) ?? []);
}
