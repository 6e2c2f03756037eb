import { list, number, type Props, text, texts } from "../values";
import { arn, type Making, physicalName } from "./making";

interface Made {
  readonly id: string;
  readonly outputs: Props;
}

/** A public address that is the same for the same identifier. */
function address(seed: string): string {
  return [54, ...[1, 3, 5].map((at) => Number.parseInt(seed.slice(-at - 2, -at), 16) % 254 || 1)].join(".");
}

// Type → prefix of the identifier and the kind in its ARN.
const KINDS: Readonly<Record<string, readonly [prefix: string, kind: string]>> = {
  "aws:ec2/vpc:Vpc": ["vpc", "vpc"],
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": ["vpc-cidr-assoc", "vpc-cidr-block-association"],
  "aws:ec2/subnet:Subnet": ["subnet", "subnet"],
  "aws:ec2/subnetCidrReservation:SubnetCidrReservation": ["scr", "subnet-cidr-reservation"],
  "aws:ec2/internetGateway:InternetGateway": ["igw", "internet-gateway"],
  "aws:ec2/natGateway:NatGateway": ["nat", "natgateway"],
  "aws:ec2/eip:Eip": ["eipalloc", "elastic-ip"],
  "aws:ec2/routeTable:RouteTable": ["rtb", "route-table"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["rtbassoc", "route-table-association"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["vpce", "vpc-endpoint"],
  "aws:ec2/flowLog:FlowLog": ["fl", "vpc-flow-log"],
  "aws:ec2/securityGroup:SecurityGroup": ["sg", "security-group"],
  "aws:ec2/capacityReservation:CapacityReservation": ["cr", "capacity-reservation"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["sgr", "security-group-rule"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["sgr", "security-group-rule"],
};

const DIGITS = 17;

/** The id and outputs of an object of a VPC; undefined for other types. */
export function computeVpcOutputs(making: Making): Made | undefined {
  if (making.type === "aws:ec2/route:Route") {
    return {
      id: `r-${making.inputs.routeTableId}${making.cloud.nextNumber()}`,
      outputs: { origin: "CreateRoute", state: "active", instanceId: "", instanceOwnerId: "" },
    };
  }
  if (making.type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup") return defaultGroup(making);
  const kind = KINDS[making.type];
  if (kind === undefined) return undefined;
  const id = making.cloud.nextId(`${kind[0]}-`, DIGITS);
  const owned: Props = { arn: arn(making, "ec2", `${kind[1]}/${id}`), ownerId: making.account };
  return { id, outputs: { ...owned, ...specific(making, id) } };
}

/** The group that came with the VPC: adopted, so it has the identifier that the VPC names. */
function defaultGroup(making: Making): Made {
  const vpc = making.cloud.objects("aws:ec2/vpc:Vpc").find(({ id }) => id === making.inputs.vpcId);
  const id = text(vpc?.outputs.defaultSecurityGroupId) ?? making.cloud.nextId("sg-", DIGITS);
  const told = { name: "default", description: "default VPC security group", ownerId: making.account };
  return { id, outputs: { arn: arn(making, "ec2", `security-group/${id}`), ...told } };
}

function specific(making: Making, id: string): Props {
  const related = (prefix: string): string => making.cloud.nextId(`${prefix}-`, DIGITS);
  switch (making.type) {
    case "aws:ec2/vpc:Vpc":
      return {
        defaultNetworkAclId: related("acl"),
        defaultRouteTableId: related("rtb"),
        defaultSecurityGroupId: related("sg"),
        dhcpOptionsId: related("dopt"),
        mainRouteTableId: related("rtb"),
        ipv6AssociationId: "",
      };
    case "aws:ec2/subnet:Subnet":
      return {
        availabilityZone: text(making.inputs.availabilityZone) ?? `${making.region}a`,
        ipv6CidrBlockAssociationId: "",
      };
    case "aws:ec2/eip:Eip":
      return {
        allocationId: id,
        publicIp: address(id),
        publicDns: `ec2-${address(id).replaceAll(".", "-")}.compute-1.amazonaws.com`,
        associationId: "",
        carrierIp: "",
        customerOwnedIp: "",
        privateDns: "",
        privateIp: "",
        ptrRecord: "",
        domain: "vpc",
      };
    case "aws:ec2/natGateway:NatGateway":
      return {
        publicIp: publicIpOf(making),
        associationId: related("eipassoc"),
        networkInterfaceId: related("eni"),
        privateIp: "10.0.0.10",
        autoProvisionZones: "",
        autoScalingIps: "",
        regionalNatGatewayAddresses: list(undefined),
        regionalNatGatewayAutoMode: "",
        routeTableId: "",
      };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return {
        state: "available",
        prefixListId: making.inputs.vpcEndpointType === "Interface" ? "" : related("pl"),
        networkInterfaceIds: texts(making.inputs.subnetIds).map(() => related("eni")),
        dnsEntries: [{ dnsName: `${id}.vpce.amazonaws.com`, hostedZoneId: "Z7HUB22UULQXV" }],
        cidrBlocks: list(undefined),
        requesterManaged: false,
        vpcEndpointType: text(making.inputs.vpcEndpointType) ?? "Gateway",
      };
    case "aws:ec2/securityGroup:SecurityGroup":
      return { name: physicalName(making), description: text(making.inputs.description) ?? "Managed by Pulumi" };
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
    case "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":
      return { securityGroupRuleId: id };
    case "aws:ec2/capacityReservation:CapacityReservation":
      return { instanceCount: number(making.inputs.instanceCount) ?? 0 };
    default:
      return {};
  }
}

function publicIpOf(making: Making): string {
  const allocation = text(making.inputs.allocationId);
  return allocation === undefined ? "" : address(allocation);
}
