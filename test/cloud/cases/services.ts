import type { Props } from "../../engine/cloud/values";
import { withoutAt } from "../client";
import { at, type RefusedCase, set, without } from "./case";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const USER = "aws:elasticache/user:User";
const USERS = "aws:elasticache/userGroup:UserGroup";
const INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
const SUBNET = "aws:ec2/subnet:Subnet";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const MACHINE = "aws:sfn/stateMachine:StateMachine";
const QUEUE = "aws:sqs/queue:Queue";
const PARAMETER = "aws:ssm/parameter:Parameter";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const SCALING = "aws:autoscaling/schedule:Schedule";

const BROKEN = '{"Version":"2012-10-17","Statement":[{"Effect":"Permit"}]}';
const definition = (States: Props): string => JSON.stringify({ StartAt: "Go", States });
const notified = (count: number) =>
  set({
    notifications: Array.from({ length: count }, (_, index) => ({
      comparisonOperator: "GREATER_THAN",
      notificationType: "ACTUAL",
      threshold: index + 1,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: ["live@example.com"],
    })),
  });

/** Refused caches, databases, timers, messages, alarms and functions. */
export const SERVICE_CASES: Readonly<Record<string, RefusedCase>> = {
  "replicationGroup.region-nodes": {
    options: { quotas: { "L-DFE45DF3": 4 } },
    before: (world) => world.the(GROUP, 2),
    bad: set({ numCacheClusters: 3 }),
  },
  "replicationGroup.cluster-nodes": { options: { quotas: { "L-AF354865": 2 } }, bad: set({ numCacheClusters: 3 }) },
  "replicationGroup.shards": {
    options: { quotas: { "elasticache: Shards per cluster": 2 } },
    good: (inputs) => ({ ...withoutAt(inputs, "numCacheClusters"), numNodeGroups: 2, replicasPerNodeGroup: 1 }),
    bad: set({ numNodeGroups: 3 }),
  },
  "replicationGroup.combination": { bad: set({ numCacheClusters: 1 }) },
  "replicationGroup.shortage": {
    before: async (world) => world.cloud.faults.shorten({ instanceType: "cache.r7g.large" }),
    bad: set({ nodeType: "cache.r7g.large" }),
  },
  "replicationGroup.multi-az": { good: set({ multiAzEnabled: true }), bad: set({ automaticFailoverEnabled: false }) },
  "serverlessCache.limits": {
    good: set({ cacheUsageLimits: { dataStorage: { minimum: 5, maximum: 5, unit: "GB" } } }),
    bad: set({ cacheUsageLimits: { dataStorage: { minimum: 6, maximum: 5, unit: "GB" } } }),
  },
  "elasticache-user.default": {
    good: set({ userName: "somebody" }),
    bad: set({ userName: "default" }),
    arrange: async (state, world) =>
      world.clients.up(USERS, "users", { userGroupId: "users", engine: "redis", userIds: [state.id] }),
    release: async (_state, world) => {
      const group = world.cloud.objects(USERS)[0];
      if (group !== undefined) world.cloud.remove(group);
    },
  },
  "userGroup.default-user": { bad: async (inputs, world) => ({ ...inputs, userIds: [await world.id(USER, 2)] }) },
  "userGroup.duplicate-name": {
    bad: async (inputs, world) => {
      const twin = await world.clients.up(USER, "twin", { ...(await world.inputs(USER, 3)), userName: "default" });
      return { ...inputs, userIds: [await world.id(USER, 0), twin.id] };
    },
  },
  "rds-cluster.final-snapshot": { bad: without("skipFinalSnapshot") },
  "rds-cluster.deletion-protection": { bad: set({ deletionProtection: true }) },
  "rds-cluster.serverless-capacity": {
    good: set({ serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 128 } }),
    bad: set({ serverlessv2ScalingConfiguration: { minCapacity: 0.3, maxCapacity: 128 } }),
  },
  "clusterInstance.readers": {
    options: { quotas: { "L-5BC124EF": 1 } },
    before: (world) => world.the(INSTANCE, 2),
    good: async (inputs, world) => ({ ...inputs, clusterIdentifier: await world.id("aws:rds/cluster:Cluster", 3) }),
    bad: async (inputs, world) => {
      await world.the(INSTANCE, 4);
      return { ...inputs, clusterIdentifier: await world.id("aws:rds/cluster:Cluster", 0) };
    },
  },
  "clusterInstance.engine": { bad: set({ engine: "aurora-mysql" }) },
  "clusterInstance.shortage": {
    before: async (world) => world.cloud.faults.shorten({ instanceType: "db.r7g.2xlarge" }),
    bad: set({ instanceClass: "db.r7g.2xlarge" }),
  },
  "rds-subnetGroup.zones": {
    bad: async (inputs, world) => ({ ...inputs, subnetIds: [await world.id(SUBNET, 0), await world.id(SUBNET, 3)] }),
  },
  // The world's clock stands at 2027-01-30T12:00Z.
  "schedule.expression": {
    good: set({ scheduleExpression: "at(2027-01-30T12:00:01)" }),
    bad: set({ scheduleExpression: "at(2027-01-30T12:00:00)" }),
  },
  "schedule.window": {
    good: set({ flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 5 } }),
    bad: set({ flexibleTimeWindow: { mode: "FLEXIBLE" } }),
  },
  "schedule.target": {
    good: at("target.arn", "arn:aws:scheduler:::aws-sdk:autoscaling:updateAutoScalingGroup"),
    bad: at("target.arn", "arn:aws:scheduler:::aws-sdk:autoscaling:describeAutoScalingGroups"),
  },
  "schedule.start-date": {
    good: set({ scheduleExpression: "rate(5 minutes)", startDate: "2027-01-30T11:56:00Z" }),
    bad: set({ startDate: "2027-01-30T11:54:00Z" }),
  },
  "schedule.name-unique": {
    before: (world) => world.the(SCHEDULE, 2),
    bad: (_inputs, world) => world.inputs(SCHEDULE, 2),
  },
  "stateMachine.definition": { bad: set({ definition: definition({ Go: { Type: "Pass", Next: "Nowhere" } }) }) },
  "stateMachine.name-unique": {
    before: (world) => world.the(MACHINE, 2),
    good: (_inputs, world) => world.inputs(MACHINE, 2),
    bad: set({ definition: definition({ Go: { Type: "Succeed" } }) }),
  },
  "stateMachine.logging": {
    good: set({
      loggingConfiguration: {
        level: "ERROR",
        logDestination: "arn:aws:logs:us-east-1:111122223333:log-group:machines:*",
      },
    }),
    bad: set({
      loggingConfiguration: {
        level: "ERROR",
        logDestination: "arn:aws:logs:us-east-1:111122223333:log-group:machines",
      },
    }),
  },
  "queue.attributes": {
    good: set({
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:us-east-1:111122223333:dead",
        maxReceiveCount: 3,
      }),
    }),
    bad: set({ redrivePolicy: JSON.stringify({ maxReceiveCount: 3 }) }),
  },
  "queue.name-taken": {
    before: (world) => world.the(QUEUE, 2),
    bad: async (_inputs, world) => ({ ...(await world.inputs(QUEUE, 2)), delaySeconds: 5 }),
  },
  "queue.deduplication": {
    good: set({ name: "uploads.fifo", fifoQueue: true, contentBasedDeduplication: true }),
    bad: set({ name: "uploads", fifoQueue: false }),
  },
  "queuePolicy.document": { bad: set({ policy: BROKEN }) },
  "topic.form": { good: set({ name: "alarms.fifo", fifoTopic: true }), bad: set({ fifoTopic: false }) },
  "topicSubscription.fits": { bad: set({ protocol: "sqs" }) },
  "topicPolicy.document": { bad: set({ policy: BROKEN }) },
  "parameter.name-unique": {
    before: (world) => world.the(PARAMETER, 2),
    good: async (_inputs, world) => ({ ...(await world.inputs(PARAMETER, 2)), overwrite: true }),
    bad: set({ overwrite: false }),
  },
  "parameter.pattern": { good: set({ allowedPattern: "^(on|off)$" }), bad: set({ value: "maybe" }) },
  "parameter.size": { good: set({ value: "x".repeat(4096) }), bad: set({ value: "x".repeat(4097) }) },
  "metricAlarm.period": { good: set({ period: 30 }), bad: set({ period: 45 }) },
  "metricAlarm.window": {
    good: set({ evaluationPeriods: 3, datapointsToAlarm: 3 }),
    bad: set({ datapointsToAlarm: 4 }),
  },
  "compositeAlarm.in-use": {
    bad: (inputs) => inputs,
    arrange: async (state, world) =>
      world.clients.up(COMPOSITE, "outer", { alarmName: "outer", alarmRule: `ALARM(${state.id})` }),
    release: async (_state, world) => {
      const outer = world.cloud.objects(COMPOSITE).find((object) => object.id === "outer");
      if (outer !== undefined) world.cloud.remove(outer);
    },
  },
  "dashboard.body": { bad: set({ dashboardBody: "[]" }) },
  "logGroup.deletion-protection": { bad: set({ deletionProtectionEnabled: true }) },
  "eventRule.pattern": { bad: set({ eventPattern: "{" }) },
  "stream.reshard": { good: set({ shardCount: 4 }), bad: set({ shardCount: 9 }) },
  "stream.shards": {
    good: (inputs) => ({ ...withoutAt(inputs, "shardCount"), streamModeDetails: { streamMode: "ON_DEMAND" } }),
    bad: set({ shardCount: 4 }),
  },
  "budget.notifications": { good: notified(10), bad: notified(11) },
  "budget.amount": { bad: set({ limitAmount: "0" }) },
  "serviceQuota.not-above": { bad: set({ value: 100_000 }) },
  "autoscaling-schedule.past": {
    good: set({ startTime: "2027-01-30T12:00:01Z" }),
    bad: set({ startTime: "2027-01-30T12:00:00Z" }),
  },
  "autoscaling-schedule.same-time": {
    before: (world) => world.the(SCALING, 2),
    bad: set({ startTime: "2027-01-31T06:00:00Z" }),
  },
  "scalingTarget.bounds": { good: set({ minCapacity: 10 }), bad: set({ minCapacity: 11 }) },
  "scheduledAction.target": { bad: set({ resourceId: "service/cluster/other" }) },
  "scheduledAction.schedule": { bad: set({ schedule: "at(2027-01-30T11:00:00)" }) },
};
