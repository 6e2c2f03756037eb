import { withoutAt } from "../client";
import type { World } from "../world";
import { type RefusedCase, set } from "./case";

const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
const NAT = "aws:ec2/natGateway:NatGateway";

const permission = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] });

const ruleCases = (type: string, name: string): Readonly<Record<string, RefusedCase>> => ({
  [`${name}.duplicate`]: { before: (world) => world.the(type, 2), bad: (_inputs, world) => world.inputs(type, 2) },
  [`${name}.one-source`]: { bad: (inputs) => withoutAt(inputs, "cidrIpv4") },
});

/** A subnet of the first VPC that stands in a block added to it. */
function insideOf(world: World) {
  const vpcId = world.cloud.objects(VPC)[0]?.id ?? "";
  return { vpcId, cidrBlock: "100.65.0.0/20", availabilityZone: "us-east-1a" };
}

/** Refused networks. */
export const NETWORK_CASES: Readonly<Record<string, RefusedCase>> = {
  "vpc.cidr-size": { good: set({ cidrBlock: "10.0.0.0/16" }), bad: set({ cidrBlock: "10.0.0.0/15" }) },
  "vpcIpv4CidrBlockAssociation.count": {
    // The VPC's own counts, too.
    options: { quotas: { "L-83CA0A9D": 2 } },
    before: (world) => world.the(BLOCK, 0),
    good: async (_inputs, world) => ({ vpcId: await world.id(VPC, 1), cidrBlock: "100.65.0.0/16" }),
    bad: async (inputs, world) => ({ ...inputs, vpcId: await world.id(VPC, 0) }),
  },
  "vpcIpv4CidrBlockAssociation.range": {
    good: set({ cidrBlock: "10.64.0.0/16" }),
    bad: set({ cidrBlock: "172.16.0.0/16" }),
  },
  "vpcIpv4CidrBlockAssociation.in-use": {
    bad: (inputs) => inputs,
    arrange: (_state, world) => world.clients.up(SUBNET, "inside", insideOf(world)),
    release: async (_state, world) => {
      const inside = world.cloud.objects(SUBNET).find(({ inputs }) => inputs.cidrBlock === "100.65.0.0/20");
      if (inside !== undefined) world.cloud.remove(inside);
    },
  },
  "subnet.range": { bad: set({ cidrBlock: "10.1.0.0/20" }) },
  "subnet.conflict": { before: (world) => world.the(SUBNET, 0), bad: set({ cidrBlock: "10.0.8.0/21" }) },
  "subnet.zone": { bad: set({ availabilityZone: "eu-west-1a" }) },
  "internetGateway.mapped": {
    good: async (_inputs, world) => ({ vpcId: await world.id(VPC, 0) }),
    before: (world) => world.the(SUBNET, 0),
    bad: async (inputs) => inputs,
    arrange: async (_state, world) => {
      const address = await world.id("aws:ec2/eip:Eip", 0);
      await world.clients.up(NAT, "mapped", { subnetId: await world.id(SUBNET, 0), allocationId: address });
    },
    release: async (_state, world) => {
      const nat = world.cloud.objects(NAT)[0];
      if (nat !== undefined) world.cloud.remove(nat);
    },
  },
  "natGateway.quota-L-FE5A380F": {
    options: { quotas: { "L-FE5A380F": 1 } },
    before: (world) => world.the(NAT, 0),
    good: async (inputs, world) => ({ ...inputs, subnetId: await world.id(SUBNET, 1) }),
    bad: async (inputs, world) => ({ ...inputs, subnetId: await world.id(SUBNET, 0) }),
  },
  "natGateway.internet-gateway": {
    bad: async (inputs, world) => {
      const subnet = await world.clients.up(SUBNET, world.freshName(), {
        vpcId: await world.id(VPC, 3),
        cidrBlock: "10.3.0.0/20",
      });
      return { ...inputs, subnetId: subnet.id };
    },
  },
  "vpcEndpoint.service-name": { bad: set({ serviceName: "com.amazonaws.eu-west-1.s3" }) },
  "vpcEndpoint.gateway-route": {
    before: (world) => world.the("aws:ec2/vpcEndpoint:VpcEndpoint", 2),
    bad: (_inputs, world) => world.inputs("aws:ec2/vpcEndpoint:VpcEndpoint", 2),
  },
  "flowLog.duplicate": {
    before: (world) => world.the("aws:ec2/flowLog:FlowLog", 2),
    bad: (_inputs, world) => world.inputs("aws:ec2/flowLog:FlowLog", 2),
  },
  "securityGroup.rules": {
    options: { quotas: { "L-0EA8095F": 2 } },
    good: set({ ingress: [permission(1), permission(2)] }),
    bad: set({ ingress: [permission(1), permission(2), permission(3)] }),
  },
  "securityGroup.duplicate-rule": {
    good: set({ ingress: [permission(1), permission(2)] }),
    bad: set({ ingress: [permission(1), permission(1)] }),
  },
  ...ruleCases(INGRESS, "SecurityGroupIngressRule"),
  ...ruleCases(EGRESS, "SecurityGroupEgressRule"),
  "route.one-destination-and-target": { bad: (inputs) => withoutAt(inputs, "gatewayId") },
  "natGateway.private-allocation": {
    good: (inputs) => ({ ...withoutAt(inputs, "allocationId"), connectivityType: "private" }),
    bad: set({ allocationId: "eipalloc-0" }),
  },
  "natGateway.public-addresses": { bad: set({ secondaryPrivateIpAddressCount: 1 }) },
  "natGateway.needs": { bad: (inputs) => withoutAt(inputs, "allocationId") },
  "launchTemplate.user-data": {
    good: set({ userData: Buffer.alloc(16_384).toString("base64") }),
    bad: set({ userData: Buffer.alloc(16_385).toString("base64") }),
  },
  "capacityReservation.end-date": {
    good: set({ endDateType: "limited", endDate: "2027-02-01T00:00:00Z" }),
    bad: (inputs) => withoutAt(inputs, "endDate"),
  },
  "capacityReservation.vcpu": { options: { quotas: { "L-1216C47A": 4 } }, bad: set({ instanceCount: 3 }) },
  "capacityReservation.shortage": {
    before: async (world) => world.cloud.faults.shorten({ instanceType: "c7g.large", zones: ["us-east-1b"] }),
    bad: set({ availabilityZone: "us-east-1b" }),
  },
};
