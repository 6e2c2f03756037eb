import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { PlatformOutputs } from "../../../stacks/outputs/platform-outputs";
import { type Adoption, adopt } from "../cloud";
import { describeWithEngine } from "../support/engine";
import { PROJECT, ROOT } from "./declared-stack";
import { contentsOf, Deployment, nodesOfPlan } from "./deployment";

const FOLDER = join(ROOT, "stacks", "examples", "own-platform");

await describeWithEngine("an event on a company's own platform", (cli) => {
  const deployment = new Deployment(cli);
  const { config } = parse(readFileSync(join(FOLDER, "Pulumi.platform.yaml"), "utf8")) as {
    readonly config: { readonly "tidegate:platform": PlatformOutputs };
  };
  const platform = config["tidegate:platform"];
  let standing: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    deployment.project.forget("edge", "event-100k", "event-1m", "morning-meeting");
    deployment.project.changeEvent("town-hall-10k.yaml", { hosts: { zone: "example.com" } });
    await deployment.start();
    for (const one of existing(platform)) adopt(deployment.cloud, one);
    standing = contentsOf(deployment.cloud.objects());
    const stack = await deployment.backend.open({
      project: PROJECT,
      stack: "platform",
      // What stacks/examples/own-platform/index.cjs does; that it starts is tested on the recorded engine.
      program: async () => ({ platform }),
    });
    expect((await stack.up()).problems).toEqual([]);
  });
  afterAll(() => deployment.stop());

  it("is deployed, changes nothing a second time, and goes without a trace", async () => {
    const first = await deployment.up("event-10k");
    expect(deployment.nodesOf("town-hall")).toBe(nodesOfPlan(deployment.planOf("town-hall")));
    expect((await deployment.up("event-10k")).changes).toEqual({ same: first.changes.create });
    expect((await (await deployment.open("event-10k")).destroy()).problems).toEqual([]);
    expect(contentsOf(deployment.cloud.objects())).toEqual(standing);
  });
});

/** What the company has: everything that the outputs name, and the controllers that a cluster needs for events. */
function existing({
  network,
  cluster,
  delivery,
  storage,
  balancerCertificateArn,
}: PlatformOutputs): readonly Adoption[] {
  const { vpcId, zones } = network;
  const host = cluster.endpoint;
  return [
    { type: "aws:ec2/vpc:Vpc", id: vpcId, inputs: { cidrBlock: "10.0.0.0/16" } },
    { type: "aws:ec2/internetGateway:InternetGateway", inputs: { vpcId } },
    ...zones.flatMap(({ name, publicSubnetId, privateSubnetId }, at) => [
      subnet(publicSubnetId, { vpcId, availabilityZone: name, cidrBlock: `10.0.${at}.0/24` }),
      subnet(privateSubnetId, { vpcId, availabilityZone: name, cidrBlock: `10.0.${64 + at * 32}.0/19` }),
    ]),
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      id: cluster.securityGroupId,
      inputs: { vpcId, name: "nodes", description: "nodes" },
    },
    {
      type: "aws:iam/role:Role",
      id: "company-nodes",
      inputs: {
        name: "company-nodes",
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
        }),
      },
    },
    {
      type: "aws:eks/cluster:Cluster",
      id: cluster.name,
      inputs: { name: cluster.name, vpcConfig: { subnetIds: zones.map((zone) => zone.privateSubnetId) } },
      outputs: { endpoint: host, certificateAuthority: { data: cluster.certificateAuthority } },
    },
    ...["keda.sh", "elbv2.k8s.aws"].map((group) => ({
      type: "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
      id: group,
      inputs: { metadata: { name: group }, spec: { group } },
      server: host,
    })),
    certificate(balancerCertificateArn),
    certificate(delivery?.certificateArn),
    {
      type: "aws:cloudfront/keyGroup:KeyGroup",
      id: delivery?.keyGroupId ?? "",
      inputs: { name: "company", items: [] },
    },
    ...Object.entries(delivery?.cachePolicies ?? {}).map(([name, id]) => ({
      type: "aws:cloudfront/cachePolicy:CachePolicy",
      id: id ?? "",
      inputs: { name },
    })),
    {
      type: "aws:cloudfront/originAccessControl:OriginAccessControl",
      id: delivery?.originAccessControlId ?? "",
      inputs: { name: "company" },
    },
    ...Object.values(storage ?? {}).map(({ name }) => ({
      type: "aws:s3/bucket:Bucket",
      id: name,
      inputs: { bucket: name },
    })),
  ];
}

function subnet(id: string, inputs: Readonly<Record<string, string>>) {
  return { type: "aws:ec2/subnet:Subnet", id, inputs };
}

function certificate(arn: string | undefined) {
  const inputs = { domainName: "*.example.com", validationMethod: "DNS" };
  return {
    type: "aws:acm/certificate:Certificate",
    id: arn ?? "",
    inputs,
    outputs: { arn: arn ?? "", status: "ISSUED" },
  };
}
