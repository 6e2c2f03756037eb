import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it } from "vitest";
import { armedDeployment } from "../../capacity/timeline";
import { ScalingTimers } from "../../components/event/scaling-timers";
import { armed, sizes, utc } from "../timeline/armed";
import { type RunningCloud, startCloud } from "./cloud";
import { describeWithEngine } from "./support/engine";
import { TemporaryBackend } from "./support/temporary-stack";

const ENGINE_MILLISECONDS = 120_000;
const ACCOUNT = "123456789012";

/** An armed event's timers on a cluster of their own. */
function program(deployBy: string): () => Promise<pulumi.Inputs> {
  return async () => {
    const provider = new aws.Provider("aws", { region: "us-east-1" });
    const providers = { aws: provider, kubernetes: new kubernetes.Provider("kubernetes", { kubeconfig: "{}" }) };
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { provider });
    const subnets = ["a", "b"].map(
      (zone, at) =>
        new aws.ec2.Subnet(
          zone,
          { vpcId: vpc.id, cidrBlock: `10.0.${at * 16}.0/20`, availabilityZone: `us-east-1${zone}` },
          { provider },
        ),
    );
    const trusted = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trusted] });
    const role = new aws.iam.Role("role", { assumeRolePolicy }, { provider });
    const subnetIds = subnets.map(({ id }) => id);
    const access = { authenticationMode: "API" };
    const cluster = new aws.eks.Cluster(
      "live",
      { roleArn: role.arn, vpcConfig: { subnetIds }, accessConfig: access },
      { provider },
    );
    const space = new kubernetes.core.v1.Namespace(
      "space",
      { metadata: { name: "final" } },
      { provider: providers.kubernetes },
    );
    const topic = new aws.sns.Topic("alarms", {}, { provider });
    const key = new aws.kms.Key("key", {}, { provider });
    const log = new aws.cloudwatch.LogGroup("log", {}, { provider });
    const full = sizes({ zones: 2, pools: [{ name: "core", nodes: 150 }], albUnits: 0 });
    const { timers, timeline } = armedDeployment({ ...armed(), sizes: full }, utc(deployBy));
    const groups = ["us-east-1a", "us-east-1b"].map((zone) => ({ zone, number: 1, nodeGroupName: `core-${zone}` }));
    const floor = { shards: [{ scaledObject: "session-floor", deployment: "session" }], maxPods: 400 };
    new ScalingTimers(
      "timers",
      {
        event: "sample",
        region: "us-east-1",
        accountId: ACCOUNT,
        timers,
        arming: `${timeline.hash}-${deployBy}`,
        clusterName: cluster.name,
        pools: { core: groups },
        namespace: space.metadata.name,
        floors: { session: floor },
        load: { namespace: "Tidegate", metricName: "Viewers" },
        topicArn: topic.arn,
        topicKeyArn: key.arn,
        logGroupArn: log.arn,
      },
      { providers },
    );
    return {};
  };
}

const SCHEDULE = "aws:scheduler/schedule:Schedule";

await describeWithEngine("timers under the real engine", (cli) => {
  let backend: TemporaryBackend;
  let running: RunningCloud;
  let now: Date;

  beforeEach(async () => {
    backend = new TemporaryBackend(cli);
    now = new Date("2027-01-29T00:00:00Z");
    running = await startCloud({ now: () => now, file: backend.path("cloud.json") });
  });

  afterEach(async () => {
    await running.stop();
    backend.remove();
  });

  const open = (deployBy: string) =>
    backend.open({
      project: "tidegate-trial",
      stack: "event-1m",
      program: program(deployBy),
      environment: { PULUMI_DEBUG_PROVIDERS: running.debugProviders },
    });
  const instants = () =>
    running.cloud
      .objects(SCHEDULE)
      .map(({ inputs }) => String(inputs.scheduleExpression))
      .sort();

  it("are made once; an `up` after they have fired changes nothing; armed anew they are others", {
    timeout: ENGINE_MILLISECONDS,
  }, async () => {
    const stack = await open("2027-01-29T12:00:00Z");
    expect((await stack.up()).problems).toEqual([]);
    expect(instants()).toEqual([
      "at(2027-01-30T21:27:00)",
      "at(2027-01-30T21:37:00)",
      "at(2027-01-30T21:44:00)",
      "at(2027-01-30T22:45:00)",
      "at(2027-01-31T01:30:00)",
      "at(2027-01-31T01:45:00)",
      "at(2027-01-31T02:00:00)",
      "at(2027-01-31T02:15:00)",
    ]);
    // Every moment of the event's life: the same program, nothing to do.
    for (const moment of ["2027-01-30T22:00Z", "2027-01-31T00:30Z", "2027-02-07T00:00Z"]) {
      now = new Date(moment);
      expect((await stack.preview()).changes, moment).toEqual({ same: expect.any(Number) });
    }
    expect((await stack.up()).changes).toEqual({ same: expect.any(Number) });

    // A timer whose instant has passed is refused by the cloud: armed too late, or armed with the past.
    now = new Date("2027-01-30T22:00:00Z");
    const late = await (await open("2027-01-30T21:00:00Z")).up();
    expect(late.problems.map(({ found }) => found).join("\n")).toContain("in the past");
    expect((await (await open("2027-01-30T22:10:00Z")).up()).problems).toEqual([]);
    // What has passed is raised again from deployBy on; the rest is as before, by other timers.
    expect(instants()).toEqual([
      "at(2027-01-30T22:10:00)",
      "at(2027-01-30T22:20:00)",
      "at(2027-01-30T22:28:00)",
      "at(2027-01-30T22:45:00)",
      "at(2027-01-31T01:30:00)",
      "at(2027-01-31T01:45:00)",
      "at(2027-01-31T02:00:00)",
      "at(2027-01-31T02:15:00)",
    ]);
    await stack.destroy();
    expect(running.cloud.objects()).toEqual([]);
  });
});
