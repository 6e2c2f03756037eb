import { isGiven, list, number, type Props, sameValue, text, type Value, valuesAt } from "./values";

type Condition = (old: Props, now: Props) => boolean;

const SOURCES = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

function kindOfSource(inputs: Props): string {
  return SOURCES.find((source) => inputs[source] !== undefined && inputs[source] !== null) ?? "";
}

function one(inputs: Props, path: string): Value | undefined {
  return valuesAt(inputs, path)[0];
}

function changedInProgram(path: string): Condition {
  return (old, now) => one(now, path) !== undefined && !sameValue(one(old, path), one(now, path));
}

const always: Condition = () => true;
const sourceKind: Condition = (old, now) => kindOfSource(old) !== kindOfSource(now);
const isNetwork = (inputs: Props): boolean => inputs.loadBalancerType === "network";

/** Dotted versions compared step by step: negative when `a` is lower. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isLowered(old: Props, now: Props, path: string): boolean {
  const before = text(old[path]);
  const after = text(now[path]);
  return before !== undefined && after !== undefined && compareVersions(after, before) < 0;
}

/** The conditions under which an input replaces its resource, by `type input`; the facts' `forcesReplacementWhen` in code. */
export const REPLACED_WHEN: Readonly<Record<string, Condition>> = {
  "aws:ec2/vpc:Vpc instanceTenancy": (_old, now) => now.instanceTenancy === "dedicated",
  "aws:ec2/subnet:Subnet ipv6CidrBlock": (old) => old.assignIpv6AddressOnCreation === true,
  "aws:ec2/vpcEndpoint:VpcEndpoint privateDnsEnabled": (_old, now) => now.vpcEndpointType !== "Interface",
  ...Object.fromEntries(
    ["Ingress", "Egress"].flatMap((way) =>
      SOURCES.map((source): [string, Condition] => [
        `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule ${source}`,
        sourceKind,
      ]),
    ),
  ),
  "aws:eks/cluster:Cluster encryptionConfig": (_old, now) => !isGiven(now.encryptionConfig),
  "aws:eks/cluster:Cluster computeConfig.nodeRoleArn": (old) => one(old, "computeConfig.nodeRoleArn") !== undefined,
  "aws:eks/cluster:Cluster vpcConfig.controlPlaneEgressMode": (old, now) =>
    one(old, "vpcConfig.controlPlaneEgressMode") === "CUSTOMER_ROUTED" &&
    one(now, "vpcConfig.controlPlaneEgressMode") !== "CUSTOMER_ROUTED",
  // The stricter of the two readings, so that a test never sees less than the provider may do.
  "aws:eks/cluster:Cluster remoteNetworkConfig": always,
  "aws:lb/loadBalancer:LoadBalancer subnets": (old, now) =>
    isNetwork(now) && list(now.subnets).length <= list(old.subnets).length,
  "aws:lb/loadBalancer:LoadBalancer subnetMappings": (old, now) =>
    list(old.subnetMappings).some((mapping, index) => !sameValue(mapping, list(now.subnetMappings)[index])),
  "aws:lb/loadBalancer:LoadBalancer securityGroups": (old, now) =>
    isNetwork(now) && (list(old.securityGroups).length === 0) !== (list(now.securityGroups).length === 0),
  "aws:lb/loadBalancer:LoadBalancer secondaryIpsAutoAssignedPerSubnet": (old, now) =>
    (number(now.secondaryIpsAutoAssignedPerSubnet) ?? 0) < (number(old.secondaryIpsAutoAssignedPerSubnet) ?? 0),
  "aws:elasticache/replicationGroup:ReplicationGroup engineVersion": (old, now) => isLowered(old, now, "engineVersion"),
  "aws:elasticache/replicationGroup:ReplicationGroup engine": (old, now) =>
    old.engine === "valkey" && now.engine !== "valkey",
  "aws:elasticache/replicationGroup:ReplicationGroup transitEncryptionEnabled": (_old, now) =>
    compareVersions(text(now.engineVersion) ?? "7.1", "7.0.5") < 0,
  "aws:elasticache/replicationGroup:ReplicationGroup nodeGroupConfigurations": always,
  "aws:elasticache/serverlessCache:ServerlessCache engine": always,
  "aws:elasticache/serverlessCache:ServerlessCache majorEngineVersion": always,
  "aws:elasticache/userGroup:UserGroup engine": always,
  "aws:rds/cluster:Cluster storageType": (_old, now) => !(text(now.engine) ?? "").startsWith("aurora"),
  "aws:ssm/parameter:Parameter tier": (old, now) => old.tier === "Advanced" && now.tier !== "Advanced",
  ...Object.fromEntries(
    [
      "comment",
      "hostname.excludeExactHostname",
      "redirect.includeSubdomains",
      "redirect.preservePathSuffix",
      "redirect.preserveQueryString",
      "redirect.statusCode",
      "redirect.subpathMatching",
    ].map((path): [string, Condition] => [`cloudflare:index/listItem:ListItem ${path}`, changedInProgram(path)]),
  ),
  "cloudflare:index/logpushJob:LogpushJob dataset": changedInProgram("dataset"),
  // The provider's enableConfigMapMutable and enableSecretMutable are off by default, and `data` then always replaces.
  "kubernetes:core/v1:ConfigMap data": always,
  "kubernetes:core/v1:ConfigMap binaryData": always,
  "kubernetes:core/v1:Secret data": always,
  "kubernetes:core/v1:Secret stringData": always,
};
