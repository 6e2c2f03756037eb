import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones.js";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Secret, UNKNOWN } from "../../../cli/engine/property-value";
import { type Program, record } from "../../../cli/engine/recorded";
import type { Recording } from "../../../cli/engine/recording";
import type { GraphResource } from "../../../cli/engine/resource-graph";
import { withPlaceholders } from "../../../cli/engine/stack-outputs";
import { everyOption, platform } from "./programs";

const STACK = { project: "shop", stack: "dev" };
const ROOT = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

function named({ graph }: Recording, name: string): GraphResource {
  const found = graph.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

function recordEveryOption(): Promise<Recording> {
  const config = { region: "us-east-1", token: "hidden-token" };
  const stackOutputs = { platform: { region: "us-east-1", names: ["a"], password: new Secret("platform-secret") } };
  return record(everyOption, { ...STACK, config, secretConfigKeys: ["token"], stackOutputs });
}

class Box extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Box", name, { sizeCount: 3 }, opts);
    this.registerOutputs({});
  }
}

describe("a recorded program", () => {
  it("is the whole graph: the stack, a component with its args, a child with type chain, unknowns and dependencies", async () => {
    const recording = await record(async () => {
      const box = new Box("box");
      const vpc = new Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { parent: box });
      new Subnet("subnet", { vpcId: vpc.id, cidrBlock: vpc.cidrBlock }, { parent: vpc, dependsOn: box });
      return { vpcId: vpc.id, block: vpc.cidrBlock };
    }, STACK);
    const vpcUrn = "urn:pulumi:dev::shop::shop:index:Box$aws:ec2/vpc:Vpc::vpc";
    const none = { dependencies: [], propertyDependencies: {} };
    expect(recording).toEqual({
      errors: [],
      logs: [],
      hooks: [],
      graph: {
        ...STACK,
        invokes: [],
        outputs: { block: "10.0.0.0/16", vpcId: UNKNOWN },
        resources: [
          { urn: ROOT, type: "pulumi:pulumi:Stack", name: "shop-dev", custom: false, inputs: {}, options: {}, ...none },
          {
            urn: "urn:pulumi:dev::shop::shop:index:Box$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::subnet",
            type: "aws:ec2/subnet:Subnet",
            name: "subnet",
            parent: vpcUrn,
            custom: true,
            inputs: { cidrBlock: "10.0.0.0/16", vpcId: UNKNOWN },
            options: { version: "7.48.0" },
            dependencies: [vpcUrn],
            propertyDependencies: { cidrBlock: [vpcUrn], vpcId: [vpcUrn] },
          },
          {
            urn: vpcUrn,
            type: "aws:ec2/vpc:Vpc",
            name: "vpc",
            parent: "urn:pulumi:dev::shop::shop:index:Box::box",
            custom: true,
            inputs: { cidrBlock: "10.0.0.0/16" },
            options: { version: "7.48.0" },
            ...none,
          },
          {
            urn: "urn:pulumi:dev::shop::shop:index:Box::box",
            type: "shop:index:Box",
            name: "box",
            parent: ROOT,
            custom: false,
            inputs: { sizeCount: 3 },
            options: {},
            ...none,
          },
        ].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
      },
    });
  });

  it("has every option of a resource, those inherited from its parent too", async () => {
    const recording = await recordEveryOption();
    expect(recording.errors).toEqual([]);
    const providerUrn = "urn:pulumi:dev::shop::pulumi:providers:aws::main";
    const bucket = named(recording, "recordings");
    expect(bucket.urn).toBe("urn:pulumi:dev::shop::tidegate:network:Network$aws:s3/bucket:Bucket::recordings");
    expect(bucket.options).toEqual({
      retainOnDelete: true,
      deleteBeforeReplace: true,
      ignoreChanges: ["tags", "bucketPrefix"],
      replaceOnChanges: ["bucketPrefix"],
      additionalSecretOutputs: ["arn"],
      provider: providerUrn,
      dependsOn: ["urn:pulumi:dev::shop::tidegate:network:Network$aws:ec2/vpc:Vpc::kept-vpc"],
      aliases: [
        "urn:pulumi:dev::shop::tidegate:network:Network$aws:s3/bucket:Bucket::recordings-old",
        "urn:pulumi:event::parity::aws:s3/bucket:Bucket::older",
        "urn:pulumi:dev::shop::tidegate:network:Network$aws:s3/bucketV2:BucketV2::recordings",
      ],
      hooks: { beforeDelete: ["guard"] },
      version: "7.48.0",
      customTimeouts: { createSeconds: 5400, deleteSeconds: 90 },
    });
    expect(named(recording, "net-vpc").options).toEqual({ protect: true, provider: providerUrn, version: "7.48.0" });
    expect(named(recording, "kept-vpc").options).toMatchObject({ retainOnDelete: true, provider: providerUrn });
    expect(named(recording, "kept").options.aliases).toEqual([
      "urn:pulumi:dev::shop::tidegate:network:Network::formerly",
      "urn:pulumi:dev::shop::tidegate:network:Old::kept",
    ]);
    expect(named(recording, "net").options).toMatchObject({
      protect: true,
      hooks: { beforeUpdate: ["guard"], beforeDelete: ["guard"] },
      providers: { aws: providerUrn },
    });
    expect(named(recording, "group").options).toMatchObject({
      protect: true,
      deletedWith: named(recording, "net-vpc").urn,
      replaceWith: [bucket.urn],
    });
    expect(named(recording, "net-0").options.hideDiffs).toEqual(["cidrBlock"]);
    expect(recording.hooks).toEqual([{ name: "guard", onDryRun: true }]);
  });

  it("runs a resource's own transform and the stack's", async () => {
    const recording = await recordEveryOption();
    expect(named(recording, "group").inputs.name).toBe("renamed");
    expect(named(recording, "recordings").inputs.tags).toMatchObject({ owner: "team" });
    const plain = await record(async () => {
      pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
        props: { ...props, tags: { owner: "team" } },
        opts,
      }));
      new Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      return {};
    }, STACK);
    expect(named(plain, "vpc").inputs.tags).toEqual({ owner: "team" });
  });

  it("keeps secrets out of every rendering, and of invokes, logs and errors", async () => {
    const recording = await record(
      async () => {
        const token = new pulumi.Config().requireSecret("token");
        pulumi.log.info("token hidden-token");
        token.apply((text) => pulumi.log.warn(text));
        new Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { token, other: pulumi.secret("hidden-other") } });
        getAvailabilityZonesOutput({ state: token });
        throw new Error("refused hidden-token");
      },
      { ...STACK, config: { token: "hidden-token" }, secretConfigKeys: ["token"] },
    );
    expect(named(recording, "vpc").inputs.tags).toEqual({ token: new Secret(""), other: new Secret("") });
    const { inspect } = await import("node:util");
    for (const text of [
      JSON.stringify(recording),
      inspect(recording, { depth: 20 }),
      String(recording.errors[0]?.message),
    ]) {
      expect(text).not.toContain("hidden-");
    }
    expect(recording.graph.invokes.map(({ args }) => args)).toEqual([{ state: new Secret("") }]);
    expect(recording.logs.map(({ message }) => message)).toEqual(["token [secret]", "[secret]"]);
    expect(recording.errors.map(({ message }) => message)).toEqual(["refused [secret]"]);
  });

  const readPlatform: Program = async () => {
    const reference = new pulumi.StackReference("organization/shop/platform");
    const outputs = ["region", "password", "subnetIds"].map((key) => [key, reference.getOutput(key)]);
    return Object.fromEntries(outputs);
  };

  it("reads other stacks by a StackReference, secrets as secrets", async () => {
    const stackOutputs = { platform: { region: "us-east-1", password: new Secret("hidden"), subnetIds: ["a"] } };
    const recording = await record(readPlatform, { ...STACK, stackOutputs });
    expect(recording.errors).toEqual([]);
    expect(recording.graph.outputs).toEqual({ region: "us-east-1", password: new Secret(""), subnetIds: ["a"] });
    expect(named(recording, "organization/shop/platform")).toMatchObject({
      type: "pulumi:pulumi:StackReference",
      external: true,
      id: "organization/shop/platform",
    });
  });

  it("sees nothing of a stack with one unknown output, unless a placeholder stands for it", async () => {
    const outputs = { region: "us-east-1", password: new Secret(UNKNOWN), subnetIds: [UNKNOWN, "b"] };
    const blind = await record(readPlatform, { ...STACK, stackOutputs: { platform: outputs } });
    expect(blind.graph.outputs.region).toEqual(UNKNOWN);
    const stackOutputs = { platform: withPlaceholders("platform", outputs) };
    const seeing = (await record(readPlatform, { ...STACK, stackOutputs })).graph.outputs;
    expect(seeing).toMatchObject({ region: "us-east-1", subnetIds: ["«platform.subnetIds[0]»", "b"] });
    expect(seeing.password instanceof Secret && seeing.password.reveal()).toBe("«platform.password»");
  });

  it("passes one recording's outputs to the next", async () => {
    const outputs = (await record(platform, { ...STACK, stack: "platform" })).graph.outputs;
    const next = await record(async () => ({ got: new pulumi.StackReference("platform").getOutput("password") }), {
      ...STACK,
      stackOutputs: { platform: outputs },
    });
    const got = next.graph.outputs.got;
    expect(got instanceof Secret && got.reveal()).toBe("platform-secret");
  });

  it("refuses a stack that isn't there, as the engine does", async () => {
    const recording = await record(async () => ({ id: new pulumi.StackReference("platform").getOutput("id") }), STACK);
    expect(recording.errors).toEqual([{ kind: "engine", message: 'unknown stack "platform"' }]);
  });

  it("writes invokes down and leaves what depends on them unknown, or answers as it is told", async () => {
    const ask: Program = async () => {
      const zones = getAvailabilityZonesOutput({ state: "available" });
      return { first: zones.apply(({ names }) => names[0]) };
    };
    const unknown = await record(ask, STACK);
    const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
    expect(unknown.graph.invokes).toEqual([{ token, args: { state: "available" }, version: "7.48.0", count: 1 }]);
    expect(unknown.graph.outputs).toEqual({ first: UNKNOWN });
    const answered = await record(ask, { ...STACK, invokeAnswers: { [token]: { names: ["us-east-1a"] } } });
    expect(answered.graph.outputs).toEqual({ first: "us-east-1a" });
  });

  it("gives the same bytes for the same program", async () => {
    const [first, second] = [await recordEveryOption(), await recordEveryOption()];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("carries an asset by what the program says", async () => {
    const recording = await record(async () => {
      const { BucketObject } = await import("@pulumi/aws/s3/bucketObject.js");
      new BucketObject("page", { bucket: "b", source: new pulumi.asset.StringAsset("<html>") });
      return {};
    }, STACK);
    expect(named(recording, "page").inputs.source).toEqual({ $asset: { text: "<html>" } });
  });
});

describe("a program that fails", () => {
  it.each<[string, Program, string, RegExp]>([
    ["throws", async () => Promise.reject(new Error("no zone q")), "thrown", /^no zone q$/],
    [
      "refuses on purpose",
      async () => Promise.reject(new pulumi.RunError("set audience")),
      "refused",
      /^set audience$/,
    ],
    ["logs an error", async () => ({ done: await pulumi.log.error("not so") }), "logged", /^not so$/],
    [
      "fails in an apply",
      async () => void new Vpc("v", { cidrBlock: pulumi.output(1).apply(() => fail("inside")) }) as never,
      "thrown",
      /inside$/,
    ],
    [
      "names two resources alike",
      async () => void [new Box("a"), new Box("a")] as never,
      "engine",
      /^Duplicate resource URN 'urn:pulumi:dev::shop::shop:index:Box::a'/,
    ],
    [
      "writes a time limit that isn't one",
      async () => void new Vpc("v", {}, { customTimeouts: { create: "soon" } }) as never,
      "thrown",
      /customTimeout value soon/,
    ],
  ])("that %s says so once, and the next program is not touched by it", async (_, program, kind, message) => {
    const recording = await record(program, STACK);
    expect(recording.errors.map((error) => error.kind)).toEqual([kind]);
    expect(recording.errors[0]?.message).toMatch(message);
    const next = await record(async () => ({ fine: true }), STACK);
    expect(next.errors).toEqual([]);
    expect(next.graph.outputs).toEqual({ fine: true });
  });

  it("that never ends is given up after the time it may take", async () => {
    const recording = await record(() => new Promise<never>(() => undefined), { ...STACK, timeoutSeconds: 0.2 });
    expect(recording.errors.map(({ message }) => message).join()).toContain("did not finish within 0.2 s");
  });

  it("with a resource that waits for what never comes is given up too", async () => {
    const program: Program = async () => {
      new Box("waiting", { dependsOn: pulumi.output(new Promise<Box>(() => undefined)) });
      return {};
    };
    const recording = await record(program, { ...STACK, timeoutSeconds: 0.2 });
    expect(recording.errors.map(({ message }) => message).join()).toContain("did not finish within 0.2 s");
  }, 15_000);

  it("leaves the process as it was: its listeners and its stack traces", async () => {
    const [listeners, prepare] = [process.listeners("unhandledRejection"), Error.prepareStackTrace];
    const recording = await record(async () => Promise.reject(new Error("no")), STACK);
    expect(recording.errors[0]?.stack).toContain("recorded.test.ts");
    expect(process.listeners("unhandledRejection")).toEqual(listeners);
    expect(Error.prepareStackTrace).toBe(prepare);
  });
});

it("programs recorded at the same time wait for each other", async () => {
  const program: Program = async () => ({ stack: pulumi.getStack() });
  const stacks = ["a", "b", "c"];
  const recordings = await Promise.all(stacks.map((stack) => record(program, { project: "shop", stack })));
  expect(recordings.map(({ graph }) => graph.outputs.stack)).toEqual(stacks);
});

function fail(message: string): never {
  throw new Error(message);
}
