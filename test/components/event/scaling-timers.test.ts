import { describe, expect, it } from "vitest";
import type { Timer } from "../../../capacity/timeline";
import { UNKNOWN } from "../../../cli/engine/property-value";
import type { ResourceGraph } from "../../../cli/engine/resource-graph";
import { ScalingTimers, type ScalingTimersArgs } from "../../../components/event/scaling-timers";
import { floorTargets, groupTargets } from "../../../components/event/timer-targets";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const ACCOUNT = "123456789012";
const RAISE: Timer = {
  action: "raise",
  occurrence: 0,
  atSeconds: Date.UTC(2027, 0, 30, 21, 26) / 1000,
  atUtc: "2027-01-30T21:26:00",
  targets: { "nodes:core": 6, "pods:session": 40, "units:alb": 901 },
  withinMinutes: 10,
  holdsViewers: null,
  notAfterSeconds: null,
  hash: "aaaaaaaa",
};
const LOWER: Timer = {
  ...RAISE,
  action: "lower",
  atSeconds: Date.UTC(2027, 0, 31, 1, 30) / 1000,
  atUtc: "2027-01-31T01:30:00",
  targets: { "pods:session": 1, "nodes:core": 0, "units:alb": 0 },
  holdsViewers: 500,
  hash: "bbbbbbbb",
};
const group = (zone: string, number: number) => ({ zone, number, nodeGroupName: `core-${zone}-${number}` });
const FLOOR = { shards: [{ scaledObject: "session-floor", deployment: "session" }], maxPods: 60 };

const ARGS: ScalingTimersArgs = {
  event: "final",
  region: "us-east-1",
  accountId: ACCOUNT,
  timers: [RAISE, LOWER],
  arming: "0123456789abcdef",
  clusterName: "live",
  pools: { core: [group("us-east-1a", 1), group("us-east-1b", 1)] },
  namespace: "final",
  floors: { session: FLOOR },
  balancers: { alb: ["arn:aws:elb:1", "arn:aws:elb:2"] },
  load: { namespace: "Tidegate", metricName: "Viewers", dimensions: { Event: "final" } },
  topicArn: "arn:topic",
  topicKeyArn: "arn:key",
  logGroupArn: "arn:log",
};
const graphWith = (changes: Partial<ScalingTimersArgs> = {}) =>
  graphOf(() => new ScalingTimers("timers", { ...ARGS, ...changes }));
const at = ({ inputs }: { readonly inputs: Readonly<Record<string, unknown>> }) =>
  String(inputs.scheduleExpression ?? inputs.atUtc);
const inTime = (graph: ResourceGraph, type: string) =>
  graph.resources.filter((resource) => resource.type === type).sort((a, b) => (at(a) < at(b) ? -1 : 1));
const schedules = (graph: ResourceGraph) => inTime(graph, "aws:scheduler/schedule:Schedule");
const stepsOf = (graph: ResourceGraph) => inTime(graph, "tidegate:guard:TimedStep");
const inputOf = (schedule: { readonly inputs: Readonly<Record<string, unknown>> } | undefined) => {
  const target = schedule?.inputs.target;
  return JSON.parse(String(typeof target === "object" && target !== null && "input" in target ? target.input : ""));
};

describe("ScalingTimers", () => {
  it("has timers, machines, roles, a queue for what was missed, alarms, and places for holds", async () => {
    expect(childrenOf(await graphWith())).toMatchInlineSnapshot(`
      [
        "aws:cloudwatch/metricAlarm:MetricAlarm timers-lower-failed",
        "aws:cloudwatch/metricAlarm:MetricAlarm timers-lower-timed-out",
        "aws:cloudwatch/metricAlarm:MetricAlarm timers-missed-alarm",
        "aws:cloudwatch/metricAlarm:MetricAlarm timers-raise-failed",
        "aws:cloudwatch/metricAlarm:MetricAlarm timers-raise-timed-out",
        "aws:eks/accessEntry:AccessEntry timers-lower-access",
        "aws:eks/accessEntry:AccessEntry timers-raise-access",
        "aws:iam/role:Role timers-lower-role",
        "aws:iam/role:Role timers-raise-role",
        "aws:iam/role:Role timers-timer-role",
        "aws:iam/rolePolicy:RolePolicy timers-lower-rights",
        "aws:iam/rolePolicy:RolePolicy timers-raise-rights",
        "aws:iam/rolePolicy:RolePolicy timers-timer-rights",
        "aws:scheduler/schedule:Schedule timers-lower-bd1df5b3-timer",
        "aws:scheduler/schedule:Schedule timers-raise-dd0b22d3-timer",
        "aws:scheduler/scheduleGroup:ScheduleGroup timers-group",
        "aws:sfn/stateMachine:StateMachine timers-lower",
        "aws:sfn/stateMachine:StateMachine timers-raise",
        "aws:sqs/queue:Queue timers-missed",
        "aws:ssm/parameter:Parameter timers-arming",
        "aws:ssm/parameter:Parameter timers-hold",
        "kubernetes:rbac.authorization.k8s.io/v1:Role timers-lower-floors",
        "kubernetes:rbac.authorization.k8s.io/v1:Role timers-raise-floors",
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding timers-lower-binding",
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding timers-raise-binding",
        "tidegate:guard:ScalingTimers timers",
        "tidegate:guard:TimedStep timers-lower-bd1df5b3",
        "tidegate:guard:TimedStep timers-raise-dd0b22d3",
      ]
    `);
  });

  it("fires once, in UTC, stays, retries briefly, and tells of what it missed", async () => {
    const graph = await graphWith();
    const [raise] = schedules(graph);
    expect(raise?.inputs).toMatchObject({
      scheduleExpression: "at(2027-01-30T21:26:00)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      actionAfterCompletion: "NONE",
      target: {
        arn: UNKNOWN,
        roleArn: UNKNOWN,
        deadLetterConfig: { arn: UNKNOWN },
        retryPolicy: { maximumEventAgeInSeconds: 600, maximumRetryAttempts: 20 },
      },
    });
    expect(raise?.options.ignoreChanges).toEqual(["description", "target", "groupName"]);
  });

  it("hands a raise the sizes of each group, floor and balancer", async () => {
    const [raise] = schedules(await graphWith());
    expect(inputOf(raise)).toEqual({
      action: "raise",
      event: "final",
      subject: "final: raise",
      topicArn: "arn:topic",
      clusterName: "live",
      polls: 10,
      // 6 nodes in two zones.
      groups: [
        { name: "core-us-east-1a-1", nodes: 3 },
        { name: "core-us-east-1b-1", nodes: 3 },
      ],
      floors: [
        {
          object: "/apis/keda.sh/v1alpha1/namespaces/final/scaledobjects/session-floor",
          deployment: "/apis/apps/v1/namespaces/final/deployments/session",
          pods: 40,
          ceiling: 60,
        },
      ],
      // 901 ÷ 2, rounded up.
      balancers: [
        { arn: "arn:aws:elb:1", units: 451 },
        { arn: "arn:aws:elb:2", units: 451 },
      ],
    });
  });

  it("hands a lowering what it must look at first, and until when it may", async () => {
    const [, lower] = schedules(await graphWith());
    expect(inputOf(lower)).toMatchObject({
      arming: "0123456789abcdef",
      // A week after 2027-01-31T01:30Z: nothing follows.
      notAfter: "2027-02-07T01:30:00Z",
      load: { Namespace: "Tidegate", MetricName: "Viewers", Dimensions: [{ Name: "Event", Value: "final" }] },
      loadStat: "Maximum",
      holdsViewers: 500,
      floors: [{ pods: 1 }],
      balancers: [{ arn: "arn:aws:elb:1" }, { arn: "arn:aws:elb:2" }],
    });
    const next = Date.UTC(2027, 0, 31, 18) / 1000;
    const [, bounded] = schedules(await graphWith({ timers: [RAISE, { ...LOWER, notAfterSeconds: next }] }));
    expect(inputOf(bounded).notAfter).toBe("2027-01-31T18:00:00Z");
  });

  it("keeps each step as a component with plain numbers, named after what it does", async () => {
    const graph = await graphWith();
    expect(stepsOf(graph).map(({ inputs }) => inputs)).toMatchObject([
      { action: "raise", atUtc: "2027-01-30T21:26:00", targets: { "nodes:core": 6 } },
      { action: "lower", holdsViewers: 500 },
    ]);
    expect(named(graph, "timers").inputs).toMatchObject({ largest: RAISE.targets, timers: 2, arming: ARGS.arming });
    const names = (of: ResourceGraph) => stepsOf(of).map(({ name }) => name);
    // Another arming has other timers; another step, too.
    const before = names(graph);
    const rearmed = names(await graphWith({ arming: "another" }));
    const moved = names(await graphWith({ timers: [{ ...RAISE, hash: "cccccccc" }, LOWER] }));
    expect(rearmed.filter((name) => before.includes(name))).toEqual([]);
    expect(moved.filter((name) => before.includes(name))).toEqual([before[1]]);
  });

  it("gives machines rights on the event's own things alone", async () => {
    const graph = await graphWith();
    const rights = (name: string) => JSON.parse(String(named(graph, name).inputs.policy)).Statement;
    expect(rights("timers-raise-rights")).toMatchObject([
      { Action: "eks:DescribeCluster", Resource: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/live` },
      {
        Action: ["eks:DescribeNodegroup", "eks:UpdateNodegroupConfig"],
        Resource: [
          `arn:aws:eks:us-east-1:${ACCOUNT}:nodegroup/live/core-us-east-1a-1/*`,
          `arn:aws:eks:us-east-1:${ACCOUNT}:nodegroup/live/core-us-east-1b-1/*`,
        ],
      },
      { Action: "autoscaling:DescribeAutoScalingGroups" },
      { Action: "elasticloadbalancing:DescribeCapacityReservation" },
      { Action: "elasticloadbalancing:ModifyCapacityReservation", Resource: ["arn:aws:elb:1", "arn:aws:elb:2"] },
      { Action: "sns:Publish", Resource: "arn:topic" },
      { Resource: "arn:key" },
      {},
    ]);
    expect(named(graph, "timers-lower-floors").inputs.rules).toEqual([
      {
        apiGroups: ["keda.sh"],
        resources: ["scaledobjects"],
        resourceNames: ["session-floor"],
        verbs: ["get", "update"],
      },
      { apiGroups: ["apps"], resources: ["deployments"], resourceNames: ["session"], verbs: ["get"] },
    ]);
    const trust = JSON.parse(String(named(graph, "timers-timer-role").inputs.assumeRolePolicy));
    expect(trust.Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ]);
  });

  it("leaves holds to people and the arming to the program", async () => {
    const graph = await graphWith();
    expect(named(graph, "timers-hold").options.ignoreChanges).toEqual(["insecureValue"]);
    expect(JSON.parse(String(named(graph, "timers-hold").inputs.insecureValue))).toEqual({
      until: "1970-01-01T00:00:00Z",
      reason: "none",
    });
    expect(named(graph, "timers-arming").inputs.insecureValue).toBe(ARGS.arming);
    expect(named(graph, "timers-arming").options.ignoreChanges ?? []).toEqual([]);
  });

  it("needs nothing in the cluster where no floor is moved, and no balancers where nothing is reserved", async () => {
    const nodes = { ...RAISE, targets: { "nodes:core": 6, "pods:nobody": 9 } };
    const { floors: _, namespace: __, balancers: ___, ...rest } = ARGS;
    const graph = await graphOf(() => new ScalingTimers("timers", { ...rest, timers: [nodes] }));
    expect(
      childrenOf(graph).filter((child) => child.startsWith("kubernetes") || child.includes("accessEntry")),
    ).toEqual([]);
    expect(inputOf(schedules(graph)[0])).toMatchObject({ floors: [], balancers: [] });
  });

  it("takes names and addresses that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const unknown = {
        clusterName: unknownText("cluster"),
        topicArn: unknownText("topic"),
        namespace: unknownText("space"),
      };
      new ScalingTimers("timers", { ...ARGS, ...unknown, balancers: { alb: [unknownText("alb")] } });
    });
    expect(schedules(graph)).toHaveLength(2);
  });

  it("keeps names within limits for the longest names", async () => {
    const timers = [RAISE, { ...RAISE, hash: "dddddddd" }, LOWER];
    const graph = await graphOf(() => new ScalingTimers(LONG, { ...ARGS, event: LONG, timers }), { stack: LONG });
    const names = schedules(graph).map(({ inputs }) => String(inputs.name));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
  });

  it.each<[string, Partial<ScalingTimersArgs>, string]>([
    [
      "an instant within a minute",
      { timers: [{ ...RAISE, atUtc: "2027-01-30T21:26:30" }] },
      "expected a whole minute in UTC",
    ],
    ["a pool that isn't there", { timers: [{ ...RAISE, targets: { "nodes:media": 6 } }] }, "expected a pool of core"],
    [
      "nodes that don't divide by the zones",
      { timers: [{ ...RAISE, targets: { "nodes:core": 7 } }] },
      "the same in every zone",
    ],
    [
      "more nodes than groups hold",
      { timers: [{ ...RAISE, targets: { "nodes:core": 902 } }] },
      "nodes that its 2 groups can hold",
    ],
    ["units without balancers", { timers: [{ ...RAISE, targets: { "units:nlb": 7 } }] }, "expected balancers"],
    ["something else", { timers: [{ ...RAISE, targets: { moon: 7 } }] }, "expected nodes:, pods:"],
    [
      "a lowering without a number",
      { timers: [{ ...LOWER, holdsViewers: null }] },
      "a number of viewers to lower with",
    ],
    ["the same timer twice", { timers: [RAISE, RAISE] }, "aaaaaaaa more than once"],
    ["hours of retries", { retryMinutes: 1440 }, "retryMinutes is 1440, expected a whole number from 1 to 60"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new ScalingTimers("timers", { ...ARGS, ...changes }))).toContain(message);
  });
});

describe("targets", () => {
  it("fill the first group of every zone before the second", () => {
    const groups = [group("a", 1), group("a", 2), group("b", 1), group("b", 2)];
    expect(groupTargets(1000, groups, 450)?.map(({ nodes }) => nodes)).toEqual([450, 50, 450, 50]);
    expect(groupTargets(0, groups, 450)?.map(({ nodes }) => nodes)).toEqual([0, 0, 0, 0]);
    expect(groupTargets(1802, groups, 450)).toBe(undefined);
  });

  it("leave every shard a pod", () => {
    expect(floorTargets(40, 3)).toEqual([14, 13, 13]);
    expect(floorTargets(1, 3)).toEqual([1, 1, 1]);
  });
});
