import type { Props } from "../engine/cloud/values";
import { withAt, withoutAt } from "./client";
import type { World } from "./world";

type Variation = (world: World, inputs: Props, variant: number) => Props | Promise<Props>;

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";

const PORTS: Props = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

const referring: Variation = async (world) => ({
  ...PORTS,
  securityGroupId: await world.id(GROUP, 7),
  referencedSecurityGroupId: await world.id(GROUP, 0),
});

const behavior = (inputs: Props, pathPattern: string): Props => ({
  ...(inputs.defaultCacheBehavior as Props),
  pathPattern,
});
const origin = (inputs: Props, originId: string): Props => ({
  ...((inputs.origins as readonly Props[])[0] ?? {}),
  originId,
});

async function certified(world: World, inputs: Props): Promise<Props> {
  const certificate = await world.clients.up("aws:acm/certificate:Certificate", world.freshName(), {
    domainName: "*.example.com",
    validationMethod: "DNS",
  });
  return {
    ...inputs,
    aliases: ["a.example.com", "b.example.com"],
    viewerCertificate: { acmCertificateArn: certificate.id, sslSupportMethod: "sni-only" },
  };
}

/** How an example is changed so that a common rule has something to look at, by the rule's id. */
export const VARIATIONS: Readonly<Record<string, Variation>> = {
  "ec2-route.natGatewayId-exists": async (world, inputs) =>
    withAt(withoutAt(inputs, "gatewayId"), "natGatewayId", await world.id("aws:ec2/natGateway:NatGateway")),
  "ec2-flowLog.subnetId-exists": async (world, inputs) =>
    withAt(withoutAt(inputs, "vpcId"), "subnetId", await world.id("aws:ec2/subnet:Subnet")),
  "vpc-securityGroupIngressRule.referencedSecurityGroupId-exists": referring,
  "vpc-securityGroupEgressRule.referencedSecurityGroupId-exists": referring,
  [`ec2-securityGroup.referenced by ${INGRESS} referencedSecurityGroupId`]: referring,
  [`ec2-securityGroup.referenced by ${EGRESS} referencedSecurityGroupId`]: referring,
  "lb-loadBalancer.subnetMappings.subnetId-exists": async (world, inputs) => ({
    ...withoutAt(inputs, "subnets"),
    loadBalancerType: "network",
    subnetMappings: [{ subnetId: await world.id("aws:ec2/subnet:Subnet") }],
  }),
  [`ec2-eip.in-use by ${BALANCER} subnetMappings.allocationId`]: async (world, inputs) => ({
    ...withoutAt(inputs, "subnets"),
    loadBalancerType: "network",
    subnetMappings: [
      { subnetId: await world.id("aws:ec2/subnet:Subnet"), allocationId: await world.id("aws:ec2/eip:Eip") },
    ],
  }),
  "ec2-vpcEndpoint.quota-L-29B6F2EB": async (world) => ({
    vpcId: await world.id("aws:ec2/vpc:Vpc"),
    serviceName: "com.amazonaws.us-east-1.ecr.api",
    vpcEndpointType: "Interface",
    subnetIds: [await world.id("aws:ec2/subnet:Subnet")],
  }),
  "wafv2-webAcl.quota-L-24189897": (_world, inputs) => ({ ...inputs, scope: "CLOUDFRONT" }),
  "lb-loadBalancer.quota-L-69A177A2": (_world, inputs) => ({ ...inputs, loadBalancerType: "network" }),
  "cloudfront-distribution.orderedCacheBehaviors-count": (_world, inputs) => ({
    ...inputs,
    orderedCacheBehaviors: ["/a/*", "/b/*"].map((path) => behavior(inputs, path)),
  }),
  "cloudfront-distribution.aliases-count": (world, inputs) => certified(world, inputs),
  "cloudfront-distribution.origins-count": (_world, inputs) => ({
    ...inputs,
    origins: ["media", "spare"].map((id) => origin(inputs, id)),
  }),
  "cloudfront-distribution.originGroups-count": (_world, inputs) => ({
    ...inputs,
    origins: ["media", "spare"].map((id) => origin(inputs, id)),
    originGroups: ["one", "two"].map((originId) => ({
      originId,
      failoverCriteria: { statusCodes: [500] },
      members: [{ originId: "media" }, { originId: "spare" }],
    })),
  }),
  "cloudfront-keyGroup.items-count": async (world, inputs) => ({
    ...inputs,
    items: [
      await world.id("aws:cloudfront/publicKey:PublicKey", 1),
      await world.id("aws:cloudfront/publicKey:PublicKey", 2),
    ],
  }),
  // Only an ACL of CloudFront's scope can stand on a distribution; the example's is regional.
  [`wafv2-webAcl.in-use by ${DISTRIBUTION} webAclId`]: async (world, inputs) => {
    const acl = world.cloud.objects("aws:wafv2/webAcl:WebAcl")[0];
    world.cloud.patch("aws:wafv2/webAcl:WebAcl", acl?.id ?? "", { inputs: { scope: "CLOUDFRONT" } });
    return inputs;
  },
};
