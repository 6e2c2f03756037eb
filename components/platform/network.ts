import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Eip } from "@pulumi/aws/ec2/eip";
import { FlowLog } from "@pulumi/aws/ec2/flowLog";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { SubnetCidrReservation } from "@pulumi/aws/ec2/subnetCidrReservation";
import { Vpc } from "@pulumi/aws/ec2/vpc";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import { VpcIpv4CidrBlockAssociation } from "@pulumi/aws/ec2/vpcIpv4CidrBlockAssociation";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, trustService } from "../iam";
import { Children, type Overridable } from "../overrides";
import { nameTag } from "../tags";
import { type NetworkIntent, networkIntent } from "./network-intent";
import type { ZoneSubnets } from "./subnet-plan";

/** Where an event's machines stand, and how large the place is. */
export interface NetworkArgs extends Overridable {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** Availability zones by name, at the end of which more may be added; a zone's place in the list is its place in the address plan. */
  readonly zones: readonly string[];
  /** Most nodes that one zone must hold, the loss of another included; checked against the subnet's size. */
  readonly nodesPerZone: number;
  /** Most pods on a node. @default 110, what EKS sets for machines of up to 30 vCPU */
  readonly podsPerNode?: number;
  /** Interfaces with a single address per zone besides nodes: balancers, endpoints, caches, databases, control plane. @default 128 */
  readonly otherAddressesPerZone?: number;
  /**
   * Size of each private subnet, a power of two, for the network's life: a subnet can't grow.
   * @default 65536, the largest; addresses cost nothing, and every ceiling that AWS can hold then fits without a change
   */
  readonly privateAddressesPerZone?: number;
  /** Size of each public subnet, a power of two, for the network's life. @default 1024: an application balancer may take 100 */
  readonly publicAddressesPerZone?: number;
  /** The VPC's own block. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** Blocks to add when the own block is full, in this order; a VPC has five blocks in all unless that quota is raised. @default 100.64.0.0/16 to 100.69.0.0/16, shared address space that may stand beside any own block */
  readonly extraCidrs?: readonly string[];
  /** Public addresses of each zone's NAT gateway, 1 to 8; each carries 55,000 connections to one destination. @default 1 */
  readonly natAddressesPerZone?: number;
  /** AWS services reached without NAT, by the end of their endpoint's name; billed per zone and hour. @default what nodes and controllers call while a cluster grows */
  readonly interfaceEndpoints?: readonly string[];
  /** Which connections the flow log keeps; all of a large event's would cost more than they tell. @default "REJECT" */
  readonly flowLogTraffic?: "ACCEPT" | "REJECT" | "ALL";
  /** @default 30 */
  readonly flowLogRetentionDays?: number;
}

/** A zone's part of the network. */
export interface NetworkZone {
  readonly name: string;
  readonly publicSubnetId: Output<string>;
  readonly privateSubnetId: Output<string>;
  readonly privateRouteTableId: Output<string>;
  /** Where the zone's traffic to the internet comes from; what a partner puts on a list. */
  readonly natAddresses: readonly Output<string>[];
}

/** The VPC: public and private subnets per zone with room for the ceiling's pods, NAT, endpoints and flow logs. */
export class Network extends ComponentResource {
  static readonly type = "tidegate:network:Network";
  readonly vpcId: Output<string>;
  /** Every block of the VPC, its own first. */
  readonly cidrBlocks: readonly string[];
  readonly zones: readonly NetworkZone[];

  constructor(name: string, args: NetworkArgs, opts?: ComponentResourceOptions) {
    const intent = networkIntent(Network.type, name, args);
    super(Network.type, name, intent, opts);
    const parts = new NetworkParts(new Children(this, name, args), args, intent);
    const vpc = parts.vpc();
    const blocks = parts.extraBlocks(vpc);
    const gateway = parts.internetGateway(vpc);
    const publicRoutes = parts.publicRoutes(vpc, gateway);
    const zones = intent.subnets.map((subnets) => parts.zone(subnets, { vpc, blocks, gateway, publicRoutes }));
    parts.gatewayEndpoints(vpc, [publicRoutes.id, ...zones.map((zone) => zone.privateRouteTableId)]);
    parts.interfaceEndpoints(vpc, zones);
    parts.flowLog(vpc);
    this.vpcId = vpc.id;
    this.cidrBlocks = intent.cidrBlocks;
    this.zones = zones;
    parts.children.publish({ vpcId: this.vpcId, cidrBlocks: this.cidrBlocks, zones: this.zones });
  }
}

/** What a zone's parts hang on. */
interface ZoneSurroundings {
  readonly vpc: Vpc;
  readonly blocks: readonly VpcIpv4CidrBlockAssociation[];
  readonly gateway: InternetGateway;
  readonly publicRoutes: RouteTable;
}

class NetworkParts {
  constructor(
    readonly children: Children,
    readonly args: NetworkArgs,
    readonly intent: NetworkIntent,
  ) {}

  vpc(): Vpc {
    const tags = nameTag(this.children.nameOf("vpc"));
    const inputs = { cidrBlock: this.intent.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags };
    return this.children.make(Vpc, "vpc", inputs, { protect: true });
  }

  extraBlocks(vpc: Vpc): readonly VpcIpv4CidrBlockAssociation[] {
    return this.intent.cidrBlocks.slice(1).map((cidrBlock) => {
      const key = cidrKey(cidrBlock);
      return this.children.make(VpcIpv4CidrBlockAssociation, { role: "block", key }, { vpcId: vpc.id, cidrBlock });
    });
  }

  internetGateway(vpc: Vpc): InternetGateway {
    const tags = nameTag(this.children.nameOf("internet"));
    return this.children.make(InternetGateway, "internet", { vpcId: vpc.id, tags });
  }

  publicRoutes(vpc: Vpc, gateway: InternetGateway): RouteTable {
    const table = this.routeTable("public-routes", vpc);
    const toInternet = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id };
    this.children.make(Route, "public-route", toInternet);
    return table;
  }

  zone(subnets: ZoneSubnets, { vpc, blocks, gateway, publicRoutes }: ZoneSurroundings): NetworkZone {
    const key = subnets.zone;
    // A subnet in an added block is refused until the block stands.
    const publicSubnet = this.subnet({ role: "public", key }, subnets.publicCidr, vpc, blocks);
    const privateSubnet = this.subnet({ role: "private", key }, subnets.privateCidr, vpc, blocks);
    for (const [at, cidrBlock] of subnets.prefixCidrs.entries()) {
      const reservation = { subnetId: privateSubnet.id, cidrBlock, reservationType: "prefix" };
      this.children.make(SubnetCidrReservation, { role: "prefixes", key: `${key}-${at + 1}` }, reservation);
    }
    const natAddresses = this.natAddresses(key, gateway);
    const nat = this.natGateway(key, publicSubnet, natAddresses, gateway);
    const privateRoutes = this.routeTable({ role: "private-routes", key }, vpc);
    const toNat = { routeTableId: privateRoutes.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id };
    this.children.make(Route, { role: "private-route", key }, toNat);
    this.associate({ role: "public-association", key }, publicSubnet, publicRoutes);
    this.associate({ role: "private-association", key }, privateSubnet, privateRoutes);
    return {
      name: key,
      publicSubnetId: publicSubnet.id,
      privateSubnetId: privateSubnet.id,
      privateRouteTableId: privateRoutes.id,
      natAddresses: natAddresses.map((address) => address.publicIp),
    };
  }

  gatewayEndpoints(vpc: Vpc, routeTableIds: readonly Output<string>[]): void {
    for (const key of ["s3", "dynamodb"]) {
      const inputs = { vpcId: vpc.id, serviceName: this.serviceName(key), vpcEndpointType: "Gateway" };
      this.children.make(VpcEndpoint, { role: "gateway", key }, { ...inputs, routeTableIds: [...routeTableIds] });
    }
  }

  interfaceEndpoints(vpc: Vpc, zones: readonly NetworkZone[]): void {
    if (this.intent.interfaceEndpoints.length === 0) return;
    const firewall = this.endpointFirewall(vpc);
    for (const service of this.intent.interfaceEndpoints) {
      const inputs = {
        vpcId: vpc.id,
        serviceName: this.serviceName(service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: zones.map((zone) => zone.privateSubnetId),
        securityGroupIds: [firewall.id],
      };
      this.children.make(VpcEndpoint, { role: "endpoint", key: service.replaceAll(".", "-") }, inputs);
    }
  }

  flowLog(vpc: Vpc): void {
    const logName = `/tidegate/${this.children.physicalName("flow-logs", { maxLength: 128 })}`;
    const group = { name: logName, retentionInDays: this.intent.flowLogRetentionDays };
    const logs = this.children.make(LogGroup, "flow-log-group", group, { retainOnDelete: true });
    const role = this.children.make(Role, "flow-log-role", {
      name: this.children.physicalName("flow-log-role", { maxLength: ROLE_NAME_LENGTH }),
      assumeRolePolicy: trustService("vpc-flow-logs.amazonaws.com", this.args.accountId),
    });
    const { partition = "aws", region, accountId } = this.args;
    const logArn = `arn:${partition}:logs:${region}:${accountId}:log-group:${logName}`;
    const write = ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"];
    const policy = this.children.make(RolePolicy, "flow-log-policy", {
      name: this.children.physicalName("flow-log-policy", { maxLength: ROLE_POLICY_NAME_LENGTH }),
      role: role.name,
      policy: policyDocument([{ Effect: "Allow", Action: write, Resource: [logArn, `${logArn}:*`] }]),
    });
    const inputs = {
      vpcId: vpc.id,
      trafficType: this.intent.flowLogTraffic,
      logDestinationType: "cloud-watch-logs",
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      // Ten minutes: a sixth of the entries that one minute makes.
      maxAggregationInterval: 600,
    };
    this.children.make(FlowLog, "flow-log", inputs, { dependsOn: [policy] });
  }

  private subnet(
    role: { readonly role: "public" | "private"; readonly key: string },
    cidrBlock: string,
    vpc: Vpc,
    blocks: readonly VpcIpv4CidrBlockAssociation[],
  ): Subnet {
    // The tags by which the balancer controller finds subnets.
    const use = role.role === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb";
    const tags = { ...nameTag(this.children.nameOf(role)), [use]: "1" };
    const inputs = { vpcId: vpc.id, availabilityZone: role.key, cidrBlock, mapPublicIpOnLaunch: false, tags };
    return this.children.make(Subnet, role, inputs, { protect: true, dependsOn: [...blocks] });
  }

  private natAddresses(zone: string, gateway: InternetGateway): readonly Eip[] {
    return Array.from({ length: this.intent.natAddressesPerZone }, (_, at) => {
      const role = { role: "nat-address", key: `${zone}-${at + 1}` };
      const tags = nameTag(this.children.nameOf(role));
      return this.children.make(Eip, role, { domain: "vpc", tags }, { dependsOn: [gateway] });
    });
  }

  private natGateway(key: string, subnet: Subnet, addresses: readonly Eip[], gateway: InternetGateway): NatGateway {
    const [first, ...more] = addresses.map((address) => address.allocationId);
    const inputs = {
      subnetId: subnet.id,
      connectivityType: "public",
      ...(first === undefined ? {} : { allocationId: first }),
      // Always given, also when empty: left out, an earlier list would stay.
      secondaryAllocationIds: more,
      tags: nameTag(this.children.nameOf({ role: "nat", key })),
    };
    return this.children.make(NatGateway, { role: "nat", key }, inputs, { dependsOn: [gateway] });
  }

  private routeTable(role: string | { readonly role: string; readonly key: string }, vpc: Vpc): RouteTable {
    return this.children.make(RouteTable, role, { vpcId: vpc.id, tags: nameTag(this.children.nameOf(role)) });
  }

  private associate(role: { readonly role: string; readonly key: string }, subnet: Subnet, table: RouteTable): void {
    this.children.make(RouteTableAssociation, role, { subnetId: subnet.id, routeTableId: table.id });
  }

  private endpointFirewall(vpc: Vpc): SecurityGroup {
    const name = this.children.physicalName("endpoints", { maxLength: 255, pattern: /^(?!sg-)/ });
    const description = "TLS to AWS services from inside the VPC";
    const firewall = this.children.make(SecurityGroup, "endpoints", { name, description, vpcId: vpc.id });
    for (const cidrIpv4 of this.intent.cidrBlocks) {
      const rule = { securityGroupId: firewall.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4 };
      this.children.make(SecurityGroupIngressRule, { role: "endpoints-from", key: cidrKey(cidrIpv4) }, rule);
    }
    return firewall;
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.args.region}.${service}`;
  }
}

/** A block as part of a logical name: its position in the VPC may change, its addresses don't. */
function cidrKey(cidr: string): string {
  return cidr.replace(/[./]/g, "-");
}
