import { describe, expect, it } from "vitest";
import { Network, type NetworkArgs } from "../../../components/platform/network";
import { awaitedBy, childrenOf, graphOf, named, refusalOf } from "../record";

const MINIMAL: NetworkArgs = { region: "us-east-1", accountId: "123456789012", zones: ["us-east-1a"], nodesPerZone: 4 };
const graphWith = (changes: Partial<NetworkArgs> = {}) => graphOf(() => new Network("net", { ...MINIMAL, ...changes }));
const refusalWith = (changes: Partial<NetworkArgs>) => refusalOf(() => new Network("net", { ...MINIMAL, ...changes }));

describe("Network", () => {
  it("is small with one zone and no endpoints", async () => {
    const graph = await graphWith({ interfaceEndpoints: [], privateAddressesPerZone: 2048 });
    expect(childrenOf(graph)).toEqual([
      "aws:cloudwatch/logGroup:LogGroup net-flow-log-group",
      "aws:ec2/eip:Eip net-nat-address-us-east-1a-1",
      "aws:ec2/flowLog:FlowLog net-flow-log",
      "aws:ec2/internetGateway:InternetGateway net-internet",
      "aws:ec2/natGateway:NatGateway net-nat-us-east-1a",
      "aws:ec2/route:Route net-private-route-us-east-1a",
      "aws:ec2/route:Route net-public-route",
      "aws:ec2/routeTable:RouteTable net-private-routes-us-east-1a",
      "aws:ec2/routeTable:RouteTable net-public-routes",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-private-association-us-east-1a",
      "aws:ec2/routeTableAssociation:RouteTableAssociation net-public-association-us-east-1a",
      "aws:ec2/subnet:Subnet net-private-us-east-1a",
      "aws:ec2/subnet:Subnet net-public-us-east-1a",
      "aws:ec2/subnetCidrReservation:SubnetCidrReservation net-prefixes-us-east-1a-1",
      "aws:ec2/subnetCidrReservation:SubnetCidrReservation net-prefixes-us-east-1a-2",
      "aws:ec2/subnetCidrReservation:SubnetCidrReservation net-prefixes-us-east-1a-3",
      "aws:ec2/vpc:Vpc net-vpc",
      "aws:ec2/vpcEndpoint:VpcEndpoint net-gateway-dynamodb",
      "aws:ec2/vpcEndpoint:VpcEndpoint net-gateway-s3",
      "aws:iam/role:Role net-flow-log-role",
      "aws:iam/rolePolicy:RolePolicy net-flow-log-policy",
      "tidegate:network:Network net",
    ]);
  });

  it("grows by zone, address and endpoint", async () => {
    const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
    const graph = await graphWith({ zones, nodesPerZone: 400, natAddressesPerZone: 8 });
    const small = await graphWith({ interfaceEndpoints: [], privateAddressesPerZone: 2048 });
    const added = childrenOf(graph).filter((child) => !childrenOf(small).includes(child));
    const perZone = (zone: string) => [
      `aws:ec2/natGateway:NatGateway net-nat-${zone}`,
      `aws:ec2/route:Route net-private-route-${zone}`,
      `aws:ec2/routeTable:RouteTable net-private-routes-${zone}`,
      `aws:ec2/routeTableAssociation:RouteTableAssociation net-private-association-${zone}`,
      `aws:ec2/routeTableAssociation:RouteTableAssociation net-public-association-${zone}`,
      `aws:ec2/subnet:Subnet net-private-${zone}`,
      `aws:ec2/subnet:Subnet net-public-${zone}`,
      ...[1, 2, 3].map((at) => `aws:ec2/subnetCidrReservation:SubnetCidrReservation net-prefixes-${zone}-${at}`),
    ];
    const addresses = zones.flatMap((zone) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((at) => `aws:ec2/eip:Eip net-nat-address-${zone}-${at}`),
    );
    const endpoints = ["autoscaling", "ec2", "ecr-api", "ecr-dkr", "eks-auth", "elasticloadbalancing", "logs", "sts"];
    expect(added).toEqual(
      [
        ...zones.slice(1).flatMap(perZone),
        ...addresses.filter((address) => !address.endsWith("net-nat-address-us-east-1a-1")),
        ...endpoints.map((service) => `aws:ec2/vpcEndpoint:VpcEndpoint net-endpoint-${service}`),
        "aws:ec2/securityGroup:SecurityGroup net-endpoints",
        ...["10-0-0-0-16", "100-64-0-0-16", "100-65-0-0-16", "100-66-0-0-16"].map(
          (cidr) => `aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule net-endpoints-from-${cidr}`,
        ),
        ...[64, 65, 66].map(
          (second) => `aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation net-block-100-${second}-0-0-16`,
        ),
      ].sort(),
    );
  });

  it("keeps what it is in state, in plain numbers", async () => {
    const graph = await graphWith({ nodesPerZone: 400, natAddressesPerZone: 2 });
    expect(named(graph, "net").inputs).toMatchObject({
      zones: ["us-east-1a"],
      nodesPerZone: 400,
      podsPerNode: 110,
      privateAddressesPerZone: 65_536,
      natAddressesPerZone: 2,
      cidrBlocks: ["10.0.0.0/16", "100.64.0.0/16"],
    });
  });

  it("protects what everything stands in, and keeps the flow log when it goes", async () => {
    const graph = await graphWith();
    const withOption = (option: "protect" | "retainOnDelete") =>
      graph.resources.filter(({ options }) => options[option] === true).map(({ name }) => name);
    expect(withOption("protect")).toEqual(["net-private-us-east-1a", "net-public-us-east-1a", "net-vpc"]);
    expect(withOption("retainOnDelete")).toEqual(["net-flow-log-group"]);
  });

  it("waits with subnets for the blocks they stand in, and with NAT for the internet gateway", async () => {
    const graph = await graphWith();
    expect(awaitedBy(graph, "net-private-us-east-1a")).toContain("net-block-100-64-0-0-16");
    expect(awaitedBy(graph, "net-nat-us-east-1a")).toContain("net-internet");
    expect(awaitedBy(graph, "net-nat-address-us-east-1a-1")).toContain("net-internet");
    expect(awaitedBy(graph, "net-flow-log")).toContain("net-flow-log-policy");
  });

  it("takes prefixes from parts that single addresses never touch", async () => {
    const graph = await graphWith();
    expect(named(graph, "net-private-us-east-1a").inputs).toMatchObject({
      availabilityZone: "us-east-1a",
      cidrBlock: "100.64.0.0/16",
      mapPublicIpOnLaunch: false,
    });
    expect(named(graph, "net-prefixes-us-east-1a-1").inputs).toMatchObject({
      cidrBlock: "100.64.128.0/17",
      reservationType: "prefix",
    });
  });

  it("gives NAT its first address and the others beside it", async () => {
    const graph = await graphWith({ natAddressesPerZone: 3 });
    const { propertyDependencies, inputs } = named(graph, "net-nat-us-east-1a");
    const others = propertyDependencies.secondaryAllocationIds?.map((urn) => urn.split("::").at(-1));
    expect(others).toEqual(["net-nat-address-us-east-1a-2", "net-nat-address-us-east-1a-3"]);
    expect(inputs.connectivityType).toBe("public");
    expect(named(await graphWith(), "net-nat-us-east-1a").inputs.secondaryAllocationIds).toEqual([]);
  });

  it("logs refused connections for 30 days under a name of its own", async () => {
    const graph = await graphWith();
    expect(named(graph, "net-flow-log").inputs).toMatchObject({
      trafficType: "REJECT",
      logDestinationType: "cloud-watch-logs",
      maxAggregationInterval: 600,
    });
    expect(named(graph, "net-flow-log-group").inputs).toMatchObject({
      name: "/tidegate/platform-net-flow-logs",
      retentionInDays: 30,
    });
  });

  it("lets the flow log write to its own group alone", async () => {
    const { policy } = named(await graphWith(), "net-flow-log-policy").inputs;
    const group = "arn:aws:logs:us-east-1:123456789012:log-group:/tidegate/platform-net-flow-logs";
    expect(JSON.parse(String(policy)).Statement[0].Resource).toEqual([group, `${group}:*`]);
  });

  it("keeps names within limits for the longest component and stack names", async () => {
    const graph = await graphOf(() => new Network("n".repeat(63), MINIMAL), { stack: "s".repeat(63) });
    const name = (role: string) => named(graph, `${"n".repeat(63)}-${role}`).inputs.name;
    expect(String(name("flow-log-role")).length).toBeLessThanOrEqual(64);
    expect(String(name("flow-log-group")).length).toBeLessThanOrEqual(512);
    expect(String(name("endpoints")).length).toBeLessThanOrEqual(255);
  });

  it.each<[string, Partial<NetworkArgs>, string]>([
    ["NAT addresses", { natAddressesPerZone: 9 }, "natAddressesPerZone is 9, expected a whole number from 1 to 8"],
    [
      "a zone of elsewhere",
      { zones: ["eu-west-1a"] },
      "zones[0] is eu-west-1a, expected a zone of us-east-1 such as us-east-1a",
    ],
    ["a zone twice", { zones: ["us-east-1a", "us-east-1a"] }, "zones is us-east-1a more than once"],
    ["no zone", { zones: [] }, "zones is 0 entries, expected 1 to 6 entries"],
    [
      "a block that doesn't begin where it says",
      { cidr: "10.0.1.0/16" },
      "cidr is 10.0.1.0/16, expected a block from /16 to /28",
    ],
    [
      "a size that is no power of two",
      { privateAddressesPerZone: 5000 },
      "privateAddressesPerZone is 5000, expected a power of two from 16 to 65536",
    ],
    // 40 nodes × 128 addresses = 5,120 in prefixes: 7/8 of 8,192, not of 4,096.
    [
      "a subnet too small for the ceiling",
      { nodesPerZone: 40, privateAddressesPerZone: 4096 },
      "privateAddressesPerZone is 4096, expected 8192 or more for 40 nodes with 110 pods each",
    ],
    // 448 × 128 = 57,344 = 7/8 of 65,536; one node more needs the next size.
    [
      "more nodes than a subnet can hold",
      { nodesPerZone: 449 },
      "expected 131072 or more for 449 nodes with 110 pods each, which is more than a subnet can hold",
    ],
    [
      "no room for a zone",
      { extraCidrs: [] },
      "extraCidrs is empty, expected a further block of 65536 addresses for zone us-east-1a",
    ],
    [
      "days that CloudWatch doesn't know",
      { flowLogRetentionDays: 31 },
      "flowLogRetentionDays is 31, expected one of 1, 3, 5, 7",
    ],
    ["an account that is none", { accountId: "12345" }, "accountId is 12345, expected 12 digits"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalWith(changes)).toContain(message);
  });

  it("takes the most nodes that a subnet holds", async () => {
    const graph = await graphWith({ nodesPerZone: 448 });
    expect(named(graph, "net-private-us-east-1a").inputs.cidrBlock).toBe("100.64.0.0/16");
  });
});
