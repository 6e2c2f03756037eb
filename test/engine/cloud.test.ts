import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningCloud, startCloud } from "./cloud";

const ENGINE = process.env.TIDEGATE_ENGINE ?? join(process.cwd(), ".engine");
const isRequired = (process.env.TIDEGATE_REQUIRE ?? "").split(",").includes("engine");

// A run of the engine takes seconds, more when other work shares the machine.
const ENGINE_MILLISECONDS = 120_000;

interface Settings {
  readonly desiredSize: number;
  readonly instanceType: string;
  readonly password?: pulumi.Input<string>;
}

/** A little of everything: a network, a cluster with machines, an edge, an object in the cluster. */
function program(settings: Settings): () => Promise<pulumi.Inputs> {
  return async () => {
    const provider = new aws.Provider("aws", { region: "us-east-1", defaultTags: { tags: { event: "trial" } } });
    const opts = { provider };
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, opts);
    const subnets = ["a", "b"].map(
      (zone, index) =>
        new aws.ec2.Subnet(
          `subnet-${zone}`,
          { vpcId: vpc.id, cidrBlock: `10.0.${index * 16}.0/20`, availabilityZone: `us-east-1${zone}` },
          opts,
        ),
    );
    const subnetIds = subnets.map((subnet) => subnet.id);
    const role = new aws.iam.Role(
      "role",
      {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { Service: ["eks.amazonaws.com", "ec2.amazonaws.com"] },
            },
          ],
        }),
      },
      opts,
    );
    const cluster = new aws.eks.Cluster(
      "cluster",
      { name: "trial", roleArn: role.arn, vpcConfig: { subnetIds } },
      opts,
    );
    const nodes = new aws.eks.NodeGroup(
      "nodes",
      {
        clusterName: cluster.name,
        nodeRoleArn: role.arn,
        subnetIds,
        instanceTypes: [settings.instanceType],
        scalingConfig: { minSize: 1, maxSize: 450, desiredSize: settings.desiredSize },
      },
      opts,
    );
    if (settings.password !== undefined)
      new aws.ssm.Parameter(
        "password",
        { name: "/trial/password", type: "SecureString", value: settings.password },
        opts,
      );
    const zone = new cloudflare.Zone("zone", {
      account: { id: "0123456789abcdef0123456789abcdef" },
      name: "live.example.com",
    });
    new cloudflare.Ruleset("rules", {
      zoneId: zone.id,
      kind: "zone",
      name: "edge",
      phase: "http_request_firewall_custom",
      rules: [{ ref: "a", action: "block", expression: '(http.host eq "app.live.example.com")' }],
    });
    new kubernetes.core.v1.ConfigMap("settings", { data: { size: String(settings.desiredSize) } });
    return { groupName: nodes.resources.apply((all) => all[0]?.autoscalingGroups?.[0]?.name), tags: vpc.tagsAll };
  };
}

let folder: string;
let running: RunningCloud;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-cloud-"));
  running = await startCloud({ quotas: { "L-1216C47A": 10_000 }, file: join(folder, "cloud.json") });
});

afterEach(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function stackOf(settings: Settings): Promise<Stack> {
  return LocalWorkspace.createOrSelectStack(
    { stackName: "trial", projectName: "tidegate-trial", program: program(settings) },
    {
      pulumiCommand: await PulumiCommand.get({ root: ENGINE, skipVersionCheck: true }),
      envVars: {
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "trial",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: running.debugProviders,
      },
    },
  );
}

const changes = (result: { readonly summary: { readonly resourceChanges?: Readonly<Record<string, number>> } }) =>
  result.summary.resourceChanges ?? {};

describe.runIf(isRequired || existsSync(join(ENGINE, "bin", "pulumi")))("the stand-in under the real engine", () => {
  it("previews, builds, changes nothing twice, grows, replaces and destroys", {
    timeout: ENGINE_MILLISECONDS,
  }, async () => {
    const first = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge" });
    expect((await first.preview()).changeSummary.create).toBe(11);
    expect(running.cloud.objects()).toEqual([]);
    const up = await first.up();
    expect(changes(up).create).toBe(11);
    expect(up.outputs.groupName?.value).toMatch(/^eks-nodes-[0-9a-f]{7}-/);
    expect(up.outputs.tags?.value).toEqual({ event: "trial" });
    expect(changes(await first.up())).toEqual({ same: 11 });

    // Sizes change in place; the ConfigMap's data replaces it.
    const grown = await (await stackOf({ desiredSize: 100, instanceType: "c7g.xlarge" })).up();
    expect(changes(grown)).toMatchObject({ update: 1, replace: 1 });
    expect(running.cloud.objects("aws:eks/nodeGroup:NodeGroup")[0]?.inputs.scalingConfig).toMatchObject({
      desiredSize: 100,
    });

    const replaced = await (await stackOf({ desiredSize: 100, instanceType: "m7g.xlarge" })).up();
    expect(changes(replaced)).toMatchObject({ replace: 1 });
    expect(running.cloud.objects("aws:eks/nodeGroup:NodeGroup")).toHaveLength(1);

    await (await stackOf({ desiredSize: 100, instanceType: "m7g.xlarge" })).destroy();
    expect(running.cloud.objects()).toEqual([]);
  });

  it("finds live changes on refresh", { timeout: ENGINE_MILLISECONDS }, async () => {
    const stack = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge" });
    await stack.up();
    const group = running.cloud.objects("aws:eks/nodeGroup:NodeGroup")[0];
    running.cloud.patch("aws:eks/nodeGroup:NodeGroup", group?.id ?? "", {
      inputs: { scalingConfig: { minSize: 1, maxSize: 450, desiredSize: 50 } },
    });
    expect(changes(await stack.refresh())).toMatchObject({ update: 1 });
    expect((await stack.preview()).changeSummary.update).toBe(1);
  });

  it("says what the cloud refused, and completes when run again", { timeout: ENGINE_MILLISECONDS }, async () => {
    running.cloud.faults.fail({
      type: "aws:eks/cluster:Cluster",
      on: "create",
      code: "ServerException",
      message: "try later",
    });
    const stack = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge" });
    await expect(stack.up()).rejects.toThrow(/ServerException/);
    await stack.up();
    expect(running.cloud.objects("aws:ec2/vpc:Vpc")).toHaveLength(1);
    expect(running.cloud.objects("aws:eks/cluster:Cluster")).toHaveLength(1);
  });

  it("keeps a group without machines in the state, and fills it on the next run", {
    timeout: ENGINE_MILLISECONDS,
  }, async () => {
    running.cloud.faults.shorten({ instanceType: "c7g.xlarge" });
    const stack = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge" });
    await expect(stack.up()).rejects.toThrow(/InsufficientInstanceCapacity/);
    expect(running.cloud.objects("aws:eks/nodeGroup:NodeGroup")[0]?.ready).toBe(false);
    running.cloud.faults.clear();
    await stack.up();
    expect(running.cloud.objects("aws:eks/nodeGroup:NodeGroup").map((group) => group.ready)).toEqual([true]);
  });

  it("keeps secrets out of the state and the log of calls", { timeout: ENGINE_MILLISECONDS }, async () => {
    const { secret } = await import("@pulumi/pulumi");
    const stack = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge", password: secret("correct horse") });
    await stack.up();
    // The export shows secrets; the file of the backend is what is kept.
    const state = readFileSync(join(folder, ".pulumi", "stacks", "tidegate-trial", "trial.json"), "utf8");
    expect(state).toContain("/trial/password");
    expect(state).not.toContain("correct horse");
    expect(JSON.stringify(running.cloud.calls)).not.toContain("correct horse");
    expect(running.cloud.objects("aws:ssm/parameter:Parameter")[0]?.inputs.value).toBe("correct horse");
  });

  it("has accepted a create that is still in flight, so that a killed run leaves it behind", {
    timeout: ENGINE_MILLISECONDS,
  }, async () => {
    running.cloud.faults.delay({ type: "aws:eks/cluster:Cluster", milliseconds: 3_000 });
    const stack = await stackOf({ desiredSize: 2, instanceType: "c7g.xlarge" });
    let done = false;
    const up = stack.up().then(() => {
      done = true;
    });
    while (running.cloud.objects("aws:eks/cluster:Cluster").length === 0) await sleep(50);
    expect(done).toBe(false);
    expect(
      JSON.parse(readFileSync(join(folder, "cloud.json"), "utf8")).objects.map((object: { id: string }) => object.id),
    ).toContain("trial");
    await up;
  });
});
