import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withState } from "../../../cli/engine/pulumi-goals";
import { record } from "../../../cli/engine/recorded";
import { program } from "../../../stacks/index";
import { platformOutputsSchema } from "../../../stacks/outputs/platform-outputs";
import type { RunningCloud } from "../cloud";
import { describeWithEngine } from "../support/engine";
import { checkedInputs, grpcLogEnvironment } from "../support/grpc-log";
import { compareGoals, renderDifferences } from "../support/parity";
import { TemporaryBackend } from "../support/temporary-stack";
import { DEPLOYER, openStack, PROJECT, ROOT, shippedCloud, shippedConfig, TOKEN, unprotect } from "./declared-stack";

/** Four runs of the engine over two hundred resources, on a machine that others use too. */
const RUNS_MILLISECONDS = 300_000;
const CONFIG = shippedConfig("platform");
const typesIn = (urns: readonly string[]) =>
  [...new Set(urns.map((urn) => urn.split("::")[2]?.split("$").at(-1)))].sort();

await describeWithEngine("the platform on the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  const log = backend.path("grpc.json");
  let cloud: RunningCloud;
  const open = (config = CONFIG) =>
    openStack(backend, { stack: "platform", config, cloud, environment: grpcLogEnvironment(log) });

  beforeAll(async () => {
    cloud = await shippedCloud(backend.path("cloud.json"));
  });

  afterAll(async () => {
    await cloud.stop();
    backend.remove();
  });

  it("is the same goal for both engines, builds from empty, and then changes nothing", {
    timeout: RUNS_MILLISECONDS,
  }, async () => {
    const stack = await open();
    const preview = await stack.preview();
    expect(preview.problems).toEqual([]);
    const recorded = await record(() => program({ root: ROOT }), {
      project: PROJECT,
      stack: "platform",
      config: { ...CONFIG, "cloudflare:apiToken": TOKEN },
      secretConfigKeys: ["cloudflare:apiToken"],
    });
    expect(recorded.errors).toEqual([]);
    if (preview.goals === undefined) throw new Error("no goals");
    const checked = checkedInputs(log);
    const planned = compareGoals(recorded.graph, preview.goals, checked);
    expect(renderDifferences(planned)).toBe("");
    expect(planned.resources).toBeGreaterThan(170);

    const up = await stack.up();
    expect(up.problems).toEqual([]);
    expect(up.changes).toEqual({ create: planned.resources });
    const state = await stack.exportState();
    if (!state.ok) throw new Error("no state");
    const full = compareGoals(recorded.graph, withState(preview.goals, state.value), checked);
    expect(renderDifferences(full)).toBe("");

    expect((await stack.up()).changes).toEqual({ same: planned.resources });
  });

  it("outputs the contract, with every capability that its config gives it", async () => {
    const { platform, natAddresses } = await (await open()).automation.outputs();
    const contract = platformOutputsSchema.parse(platform?.value);
    expect(Object.keys(contract).sort()).toEqual([
      "accountId",
      "alarms",
      "balancerCertificateArn",
      "ceiling",
      "cloudflare",
      "cluster",
      "delivery",
      "firewall",
      "network",
      "region",
      "storage",
      "version",
    ]);
    expect(contract.ceiling?.nodes).toBe(1200);
    expect(natAddresses?.value).toHaveLength(3);
  });

  it("shows its token nowhere: not in the state, not to the program's log, not in a call", async () => {
    const state = readFileSync(backend.path("state", ".pulumi", "stacks", PROJECT, "platform.json"), "utf8");
    expect(state).toContain("pulumi:providers:cloudflare");
    expect(state).not.toContain(TOKEN);
    expect(JSON.stringify(cloud.cloud.calls)).not.toContain(TOKEN);
    expect(JSON.stringify((await (await open()).preview()).events)).not.toContain(TOKEN);
  });

  it("takes a higher ceiling without touching the network: subnets were made as large as they get", async () => {
    const ceiling = { nodes: 1400, podsPerNode: 64 };
    const grown = await open(shippedConfig("platform", { "tidegate:ceiling": ceiling }));
    const preview = await grown.preview();
    expect(preview.problems).toEqual([]);
    const touched = preview.events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined || ["same", "read"].includes(resourcePreEvent.metadata.op)
        ? []
        : [`${resourcePreEvent.metadata.op} ${resourcePreEvent.metadata.type}`],
    );
    expect(touched).toEqual(["update tidegate:network:Network"]);
  });

  it("refuses to be destroyed while something in it is protected, before anything is taken away", async () => {
    const before = cloud.cloud.objects().length;
    const destroyed = await (await open()).previewDestroy();
    expect(destroyed.ok).toBe(false);
    const refused = destroyed.problems.filter(({ found }) => found.includes("protected")).map(({ where }) => where);
    // What these stand on, the network and the keys, is not even tried.
    expect(typesIn(refused)).toEqual(["aws:ec2/subnet:Subnet", "aws:eks/cluster:Cluster", "aws:s3/bucket:Bucket"]);
    expect(cloud.cloud.objects()).toHaveLength(before);
  });

  it("leaves recordings and logs behind when it is given up after all, with what guards and opens them", async () => {
    const stack = await open();
    await unprotect(stack);
    // Without the program, which would protect everything again.
    await expect(stack.automation.destroy()).rejects.toThrow(/deletion protection/i);
    const [cluster] = cloud.cloud.objects("aws:eks/cluster:Cluster");
    cloud.cloud.patch("aws:eks/cluster:Cluster", cluster?.id ?? "", { inputs: { deletionProtection: false } });
    await stack.automation.destroy();
    const left = cloud.cloud.objects().filter(({ id }) => id !== DEPLOYER);
    expect(left.map(({ type }) => type).sort()).toEqual([
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:kms/key:Key",
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketVersioning:BucketVersioning",
    ]);
    const [bucket] = left.filter(({ type }) => type === "aws:s3/bucket:Bucket");
    expect(bucket?.id).toContain("recordings");
  });
});
