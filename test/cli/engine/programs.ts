import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones.js";
import { Provider } from "@pulumi/aws/provider.js";
import { Bucket } from "@pulumi/aws/s3/bucket.js";
import * as pulumi from "@pulumi/pulumi";

/** A component with its sizes as plain args, the way the stacks carry their intent. */
class Network extends pulumi.ComponentResource {
  readonly vpc: Vpc;

  constructor(
    name: string,
    args: { readonly zoneCount: number; readonly note?: pulumi.Input<string> },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("tidegate:network:Network", name, args, opts);
    this.vpc = new Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this });
    const zones = Array.from({ length: args.zoneCount }, (_, index) => index);
    for (const zone of zones) {
      new Subnet(
        `${name}-${zone}`,
        { vpcId: this.vpc.id, cidrBlock: `10.0.${zone}.0/24` },
        { parent: this.vpc, hideDiffs: ["cidrBlock"] },
      );
    }
    this.registerOutputs({ vpcId: this.vpc.id });
  }
}

/** A stack that others read: plain, secret and unknown outputs. */
export async function platform(): Promise<Record<string, unknown>> {
  return { region: "us-east-1", names: ["a", "b"], password: pulumi.secret("platform-secret") };
}

/** Every option that an engine knows, on components and custom resources. */
export async function everyOption(): Promise<Record<string, unknown>> {
  const config = new pulumi.Config();
  pulumi.runtime.registerResourceTransform((args) => {
    if (args.type !== "aws:s3/bucket:Bucket") return undefined;
    return { props: { ...args.props, tags: { ...args.props.tags, owner: "team" } }, opts: args.opts };
  });
  const reference = new pulumi.StackReference("platform");
  const provider = new Provider("main", { region: config.require("region"), token: config.requireSecret("token") });
  const guard = new pulumi.ResourceHook("guard", () => undefined, { onDryRun: true });

  const network = new Network(
    "net",
    { zoneCount: 2, note: reference.getOutput("password") },
    { provider, protect: true, hooks: { beforeUpdate: [guard], beforeDelete: [guard] } },
  );
  const retained = new Network(
    "kept",
    { zoneCount: 1 },
    {
      retainOnDelete: true,
      providers: { aws: provider },
      aliases: [{ name: "formerly" }, { parent: pulumi.rootStackResource, type: "tidegate:network:Old" }],
    },
  );

  const bucket = new Bucket(
    "recordings",
    {
      bucketPrefix: pulumi.interpolate`rec-${network.vpc.id}`,
      tags: { region: reference.getOutput("region"), secret: config.requireSecret("token") },
    },
    {
      provider,
      parent: network,
      protect: false,
      retainOnDelete: true,
      ignoreChanges: ["tags", "bucketPrefix"],
      replaceOnChanges: ["bucketPrefix"],
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["arn"],
      customTimeouts: { create: "1h30m", delete: "90s" },
      dependsOn: [retained],
      aliases: [{ name: "recordings-old", parent: retained }, "urn:pulumi:event::parity::aws:s3/bucket:Bucket::older"],
      hooks: { beforeDelete: [guard] },
    },
  );
  const group = new SecurityGroup(
    "group",
    {
      vpcId: network.vpc.id,
      description: pulumi.all([bucket.arn, network.vpc.cidrBlock]).apply(([arn, block]) => `${arn} ${block}`),
    },
    {
      deletedWith: network.vpc,
      transforms: [(args) => ({ props: { ...args.props, name: "renamed" }, opts: { ...args.opts, protect: true } })],
      replaceWith: [bucket],
    },
  );
  const zones = getAvailabilityZonesOutput({ state: "available" }, { provider });
  return {
    vpcId: network.vpc.id,
    zones,
    block: network.vpc.cidrBlock,
    password: reference.getOutput("password"),
    names: reference.getOutput("names"),
    bucketTags: bucket.tags,
    groupName: group.name,
  };
}
