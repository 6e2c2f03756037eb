import { type Case, cited, fact, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, sameValue, text, texts, valuesAt } from "../values";
import { inUse, limited, mustExist, neighbours, providerRule, rule, target, unique } from "./builders";
import { cidrContains, cidrOverlaps, parseCidr } from "./cidr";

export const VPC = "aws:ec2/vpc:Vpc";
const BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const RESERVATION = "aws:ec2/subnetCidrReservation:SubnetCidrReservation";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

// The facts list EC2's refusals by operation and leave out these, which EC2 answers for any id that it does not know.
const EC2_ERRORS = "Amazon EC2 API reference, error codes, client errors";
const notFound = (code: string, what: string) => cited(code, `${what} does not exist`, EC2_ERRORS);
const noVpc = notFound("InvalidVpcID.NotFound", "the VPC");
const noSubnet = notFound("InvalidSubnetID.NotFound", "the subnet");
const noGroup = notFound("InvalidGroup.NotFound", "the security group");
const noTable = notFound("InvalidRouteTableID.NotFound", "the route table");

const DESTINATIONS = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
const TARGETS = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
  "odbNetworkArn",
];
const countOf = (inputs: Props, names: readonly string[]): number =>
  names.filter((name) => isGiven(inputs[name])).length;

const VPC_CIDR_BITS = [16, 28] as const;

function isVpcSize(block: string): boolean {
  const bits = parseCidr(block)?.bits;
  return bits !== undefined && bits >= VPC_CIDR_BITS[0] && bits <= VPC_CIDR_BITS[1];
}

/** The blocks of the VPC that a case names: its own first. */
function blocksOf(asked: Case): readonly string[] {
  const own = asked.cloud.objects(VPC).find((object) => object.id === asked.inputs.vpcId)?.inputs.cidrBlock;
  const added = neighbours(asked, BLOCK).filter((object) => object.inputs.vpcId === asked.inputs.vpcId);
  return [own, ...added.map((object) => object.inputs.cidrBlock)].flatMap((block) => text(block) ?? []);
}

/** Private ranges of which a VPC may hold one alone, and what may not stand beside the first. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16"];

/** Whether a VPC with this own block may get a block: of another private range it may not. */
function isRestricted(own: string, block: string): boolean {
  const rangeOf = (cidr: string) => PRIVATE_RANGES.find((range) => cidrContains(range, cidr));
  const range = rangeOf(block);
  return range !== undefined && range !== rangeOf(own);
}

function rulesEqual(a: Props, b: Props): boolean {
  return [
    "securityGroupId",
    "ipProtocol",
    "fromPort",
    "toPort",
    "cidrIpv4",
    "cidrIpv6",
    "prefixListId",
    "referencedSecurityGroupId",
  ].every((name) => sameValue(a[name], b[name]));
}

function zoneOf(
  subnets: readonly { readonly id: string; readonly outputs: Props }[],
  id: string | undefined,
): string | undefined {
  return text(subnets.find((subnet) => subnet.id === id)?.outputs.availabilityZone);
}

const ownsInterfaces = [
  { type: NAT_GATEWAY, path: "subnetId" },
  { type: ENDPOINT, path: "subnetIds" },
  { type: "aws:lb/loadBalancer:LoadBalancer", path: "subnets" },
  { type: "aws:lb/loadBalancer:LoadBalancer", path: "subnetMappings.subnetId" },
  { type: "aws:eks/cluster:Cluster", path: "vpcConfig.subnetIds" },
  { type: "aws:eks/nodeGroup:NodeGroup", path: "subnetIds" },
];

const securityGroupRules = [INGRESS, EGRESS].flatMap((type): readonly Refusal[] => [
  mustExist(type, "securityGroupId", target(SECURITY_GROUP), noGroup),
  mustExist(type, "referencedSecurityGroupId", target(SECURITY_GROUP), noGroup, (value, asked) =>
    isClusterGroup(value, asked.cloud.objects("aws:eks/cluster:Cluster")),
  ),
  limited(type, { quota: "L-0EA8095F", per: "securityGroupId" }, fact(type, "RulesPerSecurityGroupLimitExceeded")),
  rule(
    `${type.split(":")[2]}.duplicate`,
    [type],
    ["create", "update"],
    fact(type, "InvalidPermission.Duplicate"),
    (asked) =>
      neighbours(asked).some((object) => rulesEqual(object.inputs, asked.inputs))
        ? `the specified rule "${text(asked.inputs.cidrIpv4) ?? ""}" already exists`
        : undefined,
  ),
]);

/** Whether a group is one that EKS makes for a cluster. */
export function isClusterGroup(group: string, clusters: readonly { readonly outputs: Props }[]): boolean {
  return clusters.some((cluster) => props(cluster.outputs.vpcConfig).clusterSecurityGroupId === group);
}

/** What EC2 refuses about networks. */
export const NETWORK_REFUSALS: readonly Refusal[] = [
  limited(VPC, { quota: "L-F678F1CE" }, fact(VPC, "VpcLimitExceeded")),
  rule(
    "vpc.cidr-size",
    [VPC],
    ["create"],
    cited("InvalidVpc.Range", "cidrBlock is larger than /16 or smaller than /28", EC2_ERRORS),
    (asked) => {
      const block = text(asked.inputs.cidrBlock);
      if (block === undefined) return undefined;
      return isVpcSize(block) ? undefined : `the CIDR '${block}' is invalid`;
    },
  ),
  inUse(
    VPC,
    [SUBNET, INTERNET_GATEWAY, ENDPOINT, SECURITY_GROUP, ROUTE_TABLE].map((type) => ({ type, path: "vpcId" })),
    fact(VPC, "DependencyViolation"),
  ),

  mustExist(DEFAULT_GROUP, "vpcId", target(VPC), noVpc),

  mustExist(BLOCK, "vpcId", target(VPC), noVpc),
  rule("vpcIpv4CidrBlockAssociation.count", [BLOCK], ["create"], fact(BLOCK, "CidrLimitExceeded"), (asked) => {
    const allowed = asked.cloud.quota("L-83CA0A9D");
    const blocks = blocksOf(asked);
    if (allowed === undefined || blocks.length < allowed) return undefined;
    return `this network '${text(asked.inputs.vpcId)}' has met its maximum number of allowed CIDRs: ${allowed}`;
  }),
  rule("vpcIpv4CidrBlockAssociation.range", [BLOCK], ["create"], fact(BLOCK, "InvalidVpc.Range"), (asked) => {
    const block = text(asked.inputs.cidrBlock);
    const [own, ...added] = blocksOf(asked);
    if (block === undefined || own === undefined) return undefined;
    if (!isVpcSize(block)) return `the CIDR '${block}' is invalid`;
    const other = [own, ...added].find((one) => cidrOverlaps(one, block));
    if (other !== undefined) return `the CIDR '${block}' conflicts with another CIDR '${other}'`;
    return isRestricted(own, block) ? `the CIDR '${block}' is restricted beside ${own}` : undefined;
  }),
  rule("vpcIpv4CidrBlockAssociation.in-use", [BLOCK], ["delete"], fact(BLOCK, "InvalidCidrBlock.InUse"), (asked) => {
    const block = text(asked.inputs.cidrBlock);
    const subnet = neighbours(asked, SUBNET).find(
      ({ inputs }) => inputs.vpcId === asked.inputs.vpcId && cidrOverlaps(text(inputs.cidrBlock), block),
    );
    return subnet === undefined ? undefined : `the vpc currently has a subnet within CIDR block ${block}: ${subnet.id}`;
  }),

  mustExist(SUBNET, "vpcId", target(VPC), noVpc),
  limited(SUBNET, { quota: "L-407747CB", per: "vpcId" }, fact(SUBNET, "SubnetLimitExceeded")),
  rule("subnet.range", [SUBNET], ["create"], fact(SUBNET, "InvalidSubnet.Range"), (asked) => {
    const block = text(asked.inputs.cidrBlock);
    const blocks = blocksOf(asked);
    if (block === undefined || blocks.length === 0) return undefined;
    const fine = isVpcSize(block) && blocks.some((around) => cidrContains(around, block));
    return fine ? undefined : `the CIDR '${block}' is invalid for the VPC's ${blocks.join(", ")}`;
  }),
  rule("subnet.conflict", [SUBNET], ["create"], fact(SUBNET, "InvalidSubnet.Conflict"), (asked) => {
    const block = text(asked.inputs.cidrBlock);
    const other = neighbours(asked).find(
      (object) => object.inputs.vpcId === asked.inputs.vpcId && cidrOverlaps(text(object.inputs.cidrBlock), block),
    );
    return other === undefined ? undefined : `the CIDR '${block}' conflicts with another subnet, ${other.id}`;
  }),
  rule(
    "subnet.zone",
    [SUBNET],
    ["create"],
    cited("InvalidParameterValue", "availabilityZone is not a zone of the Region", EC2_ERRORS),
    (asked) => {
      const zone = text(asked.inputs.availabilityZone);
      return zone === undefined || zone.startsWith(asked.place.location)
        ? undefined
        : `Value (${zone}) for parameter availabilityZone is invalid`;
    },
  ),
  inUse(SUBNET, ownsInterfaces, fact(SUBNET, "DependencyViolation")),
  mustExist(RESERVATION, "subnetId", target(SUBNET), noSubnet),

  limited(INTERNET_GATEWAY, { quota: "L-A4707A72" }, fact(INTERNET_GATEWAY, "InternetGatewayLimitExceeded")),
  mustExist(INTERNET_GATEWAY, "vpcId", target(VPC), noVpc),
  unique(INTERNET_GATEWAY, { by: "vpcId", scope: "location" }, fact(INTERNET_GATEWAY, "Resource.AlreadyAssociated")),
  rule(
    "internetGateway.mapped",
    [INTERNET_GATEWAY],
    ["delete"],
    fact(INTERNET_GATEWAY, "DependencyViolation"),
    (asked) => {
      const subnets = asked.cloud
        .objects(SUBNET)
        .filter((subnet) => subnet.inputs.vpcId === asked.inputs.vpcId)
        .map((subnet) => subnet.id);
      const gateway = asked.cloud.objects(NAT_GATEWAY).find((nat) => subnets.includes(text(nat.inputs.subnetId) ?? ""));
      return gateway === undefined
        ? undefined
        : `network ${text(asked.inputs.vpcId)} has some mapped public address(es): ${gateway.id}`;
    },
  ),

  mustExist(NAT_GATEWAY, "subnetId", target(SUBNET), noSubnet),
  mustExist(NAT_GATEWAY, "allocationId", target(EIP), fact(NAT_GATEWAY, "InvalidAllocationID.NotFound")),
  unique(NAT_GATEWAY, { by: "allocationId", scope: "location" }, fact(NAT_GATEWAY, "Resource.AlreadyAssociated")),
  rule(
    "natGateway.quota-L-FE5A380F",
    [NAT_GATEWAY],
    ["create"],
    fact(NAT_GATEWAY, "NatGatewayLimitExceeded"),
    (asked) => {
      const subnets = asked.cloud.objects(SUBNET);
      const zone = zoneOf(subnets, text(asked.inputs.subnetId));
      const there = neighbours(asked).filter((nat) => zoneOf(subnets, text(nat.inputs.subnetId)) === zone).length;
      const allowed = asked.cloud.quota("L-FE5A380F") ?? Infinity;
      return there < allowed
        ? undefined
        : `${there} NAT gateways exist in ${zone}, ${allowed} are allowed (quota L-FE5A380F)`;
    },
  ),

  rule(
    "natGateway.internet-gateway",
    [NAT_GATEWAY],
    ["create"],
    cited(
      "Gateway.NotAttached",
      "the VPC has no internet gateway",
      "Amazon EC2 API reference, NatGateway, failureMessage",
    ),
    (asked) => {
      if (asked.inputs.connectivityType === "private") return undefined;
      const vpc = asked.cloud.objects(SUBNET).find((subnet) => subnet.id === asked.inputs.subnetId)?.inputs.vpcId;
      const attached =
        vpc === undefined || asked.cloud.objects(INTERNET_GATEWAY).some((gateway) => gateway.inputs.vpcId === vpc);
      return attached ? undefined : `Network ${String(vpc)} has no Internet gateway attached`;
    },
  ),

  limited(EIP, { quota: "L-0263D0A3" }, fact(EIP, "AddressLimitExceeded")),
  inUse(
    EIP,
    [
      { type: NAT_GATEWAY, path: "allocationId" },
      { type: NAT_GATEWAY, path: "secondaryAllocationIds" },
      { type: "aws:lb/loadBalancer:LoadBalancer", path: "subnetMappings.allocationId" },
    ],
    fact(EIP, "InvalidIPAddress.InUse"),
  ),

  mustExist(ROUTE_TABLE, "vpcId", target(VPC), noVpc),
  limited(ROUTE_TABLE, { quota: "L-589F43AA", per: "vpcId" }, fact(ROUTE_TABLE, "RouteTableLimitExceeded")),
  inUse(ROUTE_TABLE, [{ type: ASSOCIATION, path: "routeTableId" }], fact(ROUTE_TABLE, "DependencyViolation")),
  mustExist(ROUTE, "routeTableId", target(ROUTE_TABLE), noTable),
  mustExist(ROUTE, "gatewayId", target(INTERNET_GATEWAY), notFound("InvalidGatewayID.NotFound", "the gateway")),
  mustExist(ROUTE, "natGatewayId", target(NAT_GATEWAY), notFound("InvalidNatGatewayID.NotFound", "the NAT gateway")),
  unique(
    ROUTE,
    { by: "destinationCidrBlock", within: ["routeTableId"], scope: "location" },
    fact(ROUTE, "RouteAlreadyExists"),
  ),
  limited(ROUTE, { quota: "L-93826ACB", per: "routeTableId" }, fact(ROUTE, "RouteLimitExceeded")),
  mustExist(ASSOCIATION, "routeTableId", target(ROUTE_TABLE), noTable),
  mustExist(ASSOCIATION, "subnetId", target(SUBNET), noSubnet),
  unique(ASSOCIATION, { by: "subnetId", scope: "location" }, fact(ASSOCIATION, "Resource.AlreadyAssociated")),

  mustExist(ENDPOINT, "vpcId", target(VPC), noVpc),
  mustExist(ENDPOINT, "subnetIds", target(SUBNET), noSubnet),
  mustExist(ENDPOINT, "securityGroupIds", target(SECURITY_GROUP), noGroup),
  mustExist(ENDPOINT, "routeTableIds", target(ROUTE_TABLE), noTable),
  limited(
    ENDPOINT,
    { quota: "L-29B6F2EB", per: "vpcId", which: (inputs) => inputs.vpcEndpointType === "Interface" },
    fact(ENDPOINT, "VpcEndpointLimitExceeded"),
  ),
  limited(
    ENDPOINT,
    { quota: "L-1B52E74A", which: (inputs) => (inputs.vpcEndpointType ?? "Gateway") === "Gateway" },
    fact(ENDPOINT, "VpcEndpointLimitExceeded"),
  ),
  rule("vpcEndpoint.service-name", [ENDPOINT], ["create"], fact(ENDPOINT, "InvalidServiceName"), (asked) => {
    const service = text(asked.inputs.serviceName);
    const region = text(asked.inputs.serviceRegion) ?? asked.place.location;
    const fine =
      service === undefined ||
      new RegExp(`^(com\\.amazonaws|aws\\.api|com\\.amazonaws\\.vpce)\\.${region}\\..+$`).test(service) ||
      service.startsWith("com.amazonaws.vpce.");
    return fine ? undefined : `The Vpc Endpoint Service '${service}' does not exist`;
  }),
  rule("vpcEndpoint.gateway-route", [ENDPOINT], ["create", "update"], fact(ENDPOINT, "RouteAlreadyExists"), (asked) => {
    if ((asked.inputs.vpcEndpointType ?? "Gateway") !== "Gateway") return undefined;
    const tables = texts(asked.inputs.routeTableIds);
    const other = neighbours(asked).find(
      (endpoint) =>
        endpoint.inputs.serviceName === asked.inputs.serviceName &&
        texts(endpoint.inputs.routeTableIds).some((table) => tables.includes(table)),
    );
    return other === undefined
      ? undefined
      : `route table already has a route with destination-prefix-list-id of ${other.id}`;
  }),

  mustExist(FLOW_LOG, "vpcId", target(VPC), noVpc),
  mustExist(FLOW_LOG, "subnetId", target(SUBNET), noSubnet),
  rule("flowLog.duplicate", [FLOW_LOG], ["create"], fact(FLOW_LOG, "FlowLogAlreadyExists"), (asked) => {
    const same = neighbours(asked).find((log) =>
      ["vpcId", "subnetId", "eniId", "logDestination", "trafficType"].every((name) =>
        sameValue(log.inputs[name], asked.inputs[name]),
      ),
    );
    return same === undefined
      ? undefined
      : `There is an existing Flow Log with the same configuration and log destination: ${same.id}`;
  }),

  mustExist(SECURITY_GROUP, "vpcId", target(VPC), noVpc),
  unique(
    SECURITY_GROUP,
    { by: "name", within: ["vpcId"], scope: "location" },
    fact(SECURITY_GROUP, "InvalidGroup.Duplicate"),
  ),
  limited(SECURITY_GROUP, { quota: "L-E79EC296" }, fact(SECURITY_GROUP, "SecurityGroupLimitExceeded")),
  rule(
    "securityGroup.rules",
    [SECURITY_GROUP],
    ["create", "update"],
    fact(SECURITY_GROUP, "RulesPerSecurityGroupLimitExceeded"),
    (asked) => {
      const allowed = asked.cloud.quota("L-0EA8095F") ?? Infinity;
      const most = Math.max(...["ingress", "egress"].map((way) => sourcesOf(asked.inputs[way])));
      return most <= allowed
        ? undefined
        : `The maximum number of rules per security group has been reached: ${most} of ${allowed} (quota L-0EA8095F)`;
    },
  ),
  rule(
    "securityGroup.duplicate-rule",
    [SECURITY_GROUP],
    ["create", "update"],
    fact(SECURITY_GROUP, "InvalidPermission.Duplicate"),
    (asked) => {
      const repeated = ["ingress", "egress"].some((way) => {
        const all = list(asked.inputs[way]).map((item) => JSON.stringify(item));
        return new Set(all).size < all.length;
      });
      return repeated ? "the same permission must not appear multiple times" : undefined;
    },
  ),
  inUse(
    SECURITY_GROUP,
    [
      { type: "aws:lb/loadBalancer:LoadBalancer", path: "securityGroups" },
      { type: "aws:eks/cluster:Cluster", path: "vpcConfig.securityGroupIds" },
      { type: ENDPOINT, path: "securityGroupIds" },
      { type: "aws:elasticache/replicationGroup:ReplicationGroup", path: "securityGroupIds" },
      { type: "aws:elasticache/serverlessCache:ServerlessCache", path: "securityGroupIds" },
      { type: "aws:rds/cluster:Cluster", path: "vpcSecurityGroupIds" },
    ],
    fact(SECURITY_GROUP, "InvalidGroup.InUse"),
  ),
  inUse(
    SECURITY_GROUP,
    [
      { type: INGRESS, path: "referencedSecurityGroupId" },
      { type: EGRESS, path: "referencedSecurityGroupId" },
    ],
    fact(SECURITY_GROUP, "DependencyViolation"),
    "referenced",
  ),
  ...securityGroupRules,

  providerRule("route.one-destination-and-target", ROUTE, "not exactly one destination", (inputs) =>
    countOf(inputs, DESTINATIONS) === 1 && countOf(inputs, TARGETS) === 1
      ? undefined
      : "invalid combination of arguments: exactly one destination and exactly one target",
  ),
  ...[INGRESS, EGRESS].map((type) =>
    providerRule(`${type.split(":")[2]}.one-source`, type, "not exactly one source", (inputs) =>
      countOf(inputs, ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]) === 1
        ? undefined
        : "exactly one of cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId",
    ),
  ),
  providerRule("natGateway.private-allocation", NAT_GATEWAY, "connectivityType private", (inputs) =>
    inputs.connectivityType === "private" &&
    (isGiven(inputs.allocationId) || list(inputs.secondaryAllocationIds).length > 0)
      ? 'not supported with connectivity_type "private"'
      : undefined,
  ),
  providerRule("natGateway.public-addresses", NAT_GATEWAY, "connectivityType public", (inputs) =>
    (inputs.connectivityType ?? "public") === "public" && (number(inputs.secondaryPrivateIpAddressCount) ?? 0) > 0
      ? 'not supported with connectivity_type "public"'
      : undefined,
  ),
  rule(
    "natGateway.needs",
    [NAT_GATEWAY],
    ["create"],
    cited(
      "MissingParameter",
      "zonal without subnetId, or public without allocationId; regional with either",
      "resource facts, notes of aws:ec2/natGateway:NatGateway (7.48 type documentation)",
    ),
    (asked) => {
      const { inputs } = asked;
      if (inputs.availabilityMode === "regional")
        return isGiven(inputs.subnetId) || isGiven(inputs.allocationId)
          ? "a regional gateway takes no subnet and no allocation"
          : undefined;
      if (!isGiven(inputs.subnetId)) return "The request must contain the parameter SubnetId";
      const isPublic = (inputs.connectivityType ?? "public") === "public";
      return isPublic && !isGiven(inputs.allocationId)
        ? "The request must contain the parameter AllocationId"
        : undefined;
    },
  ),
];

function sourcesOf(permissions: unknown): number {
  return list(permissions as Parameters<typeof list>[0]).reduce<number>((sum, permission) => {
    const sources = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].flatMap((name) =>
      valuesAt(permission, name).flatMap((value) => list(value)),
    );
    return sum + Math.max(1, sources.length);
  }, 0);
}
