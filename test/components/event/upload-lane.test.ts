import { Topic } from "@pulumi/aws/sns/topic";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { UploadLane, type UploadLaneArgs } from "../../../components/event/upload-lane";
import { policyDocument } from "../../../components/iam";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: UploadLaneArgs = { accountId: "123456789012" };
const SHARED: UploadLaneArgs = { ...MINIMAL, platformBucket: { name: "uploads", prefix: "final" } };
const graphWith = (args: UploadLaneArgs = MINIMAL) => graphOf(() => new UploadLane("up", args));

describe("UploadLane", () => {
  it("is a bucket of its own that tells a queue", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "aws:s3/bucket:Bucket up-bucket",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration up-lifecycle",
      "aws:s3/bucketNotification:BucketNotification up-notification",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock up-access",
      "aws:sqs/queue:Queue up-failed",
      "aws:sqs/queue:Queue up-queue",
      "aws:sqs/queuePolicy:QueuePolicy up-queue-policy",
      "tidegate:media:UploadLane up",
    ]);
  });

  it("or a part of the platform's bucket, whose own notifications stay as they are", async () => {
    const graph = await graphWith(SHARED);
    expect(childrenOf(graph)).toEqual([
      "aws:cloudwatch/eventRule:EventRule up-rule",
      "aws:cloudwatch/eventTarget:EventTarget up-target",
      "aws:sqs/queue:Queue up-failed",
      "aws:sqs/queue:Queue up-queue",
      "aws:sqs/queuePolicy:QueuePolicy up-queue-policy",
      "tidegate:media:UploadLane up",
    ]);
    expect(JSON.parse(String(named(graph, "up-rule").inputs.eventPattern))).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["uploads"] }, object: { key: [{ prefix: "final/" }] } },
    });
  });

  it("keeps what failed for two weeks, also when the event is gone", async () => {
    const graph = await graphWith();
    expect(named(graph, "up-failed").inputs).toEqual({
      name: "platform-up-failed",
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    });
    expect(named(graph, "up-failed").options.retainOnDelete).toBe(true);
    expect(named(graph, "up-bucket").options.retainOnDelete).toBe(true);
    expect(named(graph, "up-queue").options.retainOnDelete).toBeUndefined();
  });

  it("may take its own bucket along", async () => {
    const bucket = named(await graphWith({ ...MINIMAL, afterEvent: "delete" }), "up-bucket");
    expect(bucket.inputs.forceDestroy).toBe(true);
    expect(bucket.options.retainOnDelete).toBeUndefined();
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      ...MINIMAL,
      pageOrigins: ["https://live.example.com"],
      workSeconds: 1800,
      retentionSeconds: 86_400,
      tries: 3,
      queuedUploads: 500,
      alarmTopicArn: "arn:topic",
      keepDays: 7,
    });
    expect(named(graph, "up-queue").inputs).toMatchObject({
      visibilityTimeoutSeconds: 1800,
      messageRetentionSeconds: 86_400,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: UNKNOWN,
    });
    expect(named(graph, "up-cors").inputs.corsRules).toMatchObject([{ allowedOrigins: ["https://live.example.com"] }]);
    expect(named(graph, "up-lifecycle").inputs.rules).toMatchObject([{ status: "Enabled", expiration: { days: 7 } }]);
    expect(named(graph, "up-failed-alarm").inputs).toMatchObject({ threshold: 0, alarmActions: ["arn:topic"] });
    expect(named(graph, "up-queue-alarm").inputs).toMatchObject({ threshold: 1000, evaluationPeriods: 5 });
    expect(named(graph, "up").inputs).toMatchObject({ queuedUploads: 500, tries: 3 });
  });

  it("lets the queue be written to before anything writes", async () => {
    expect(awaitedBy(await graphWith(), "up-notification")).toContain("up-queue-policy");
    expect(awaitedBy(await graphWith(SHARED), "up-target")).toContain("up-queue-policy");
  });

  it("changes one thing of a bucket at a time, and keeps its guards with it", async () => {
    const graph = await graphWith({ ...MINIMAL, pageOrigins: ["https://live.example.com"] });
    expect(awaitedBy(graph, "up-lifecycle")).toContain("up-access");
    expect(awaitedBy(graph, "up-cors")).toContain("up-lifecycle");
    expect(awaitedBy(graph, "up-notification")).toContain("up-cors");
    expect(named(graph, "up-access").options.retainOnDelete).toBe(true);
  });

  it("tells what its workers must be allowed, and nothing outside the lane", async () => {
    let lane: UploadLane | undefined;
    const graph = await graphOf(() => {
      lane = new UploadLane("up", SHARED);
      new Topic("shown", { displayName: policyDocument(lane.workerRights.slice(1)) });
    });
    expect(lane?.workerRights.map(({ Action }) => Action)).toEqual([
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      ["s3:GetObject", "s3:PutObject"],
    ]);
    expect(String(named(graph, "shown").inputs.displayName)).toContain('"arn:aws:s3:::uploads/final/*"');
  });

  it("is closed to the public", async () => {
    expect(named(await graphWith(), "up-access").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("takes a bucket that only a deployment knows", async () => {
    const graph = await graphOf(
      () => new UploadLane("up", { ...SHARED, platformBucket: { name: unknownText("some"), prefix: "final" } }),
    );
    expect(named(graph, "up-rule").inputs.eventPattern).toEqual(UNKNOWN);
    expect(named(graph, "up").inputs).toMatchObject({ prefix: "final" });
  });

  it("keeps names within limits for the longest names", async () => {
    const own = await graphOf(() => new UploadLane(LONG, MINIMAL), { stack: LONG });
    const shared = await graphOf(() => new UploadLane(LONG, SHARED), { stack: LONG });
    expect(String(named(own, `${LONG}-bucket`).inputs.bucket)).toMatch(/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/);
    expect(String(named(own, `${LONG}-queue`).inputs.name)).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
    expect(String(named(own, `${LONG}-failed`).inputs.name)).not.toBe(named(own, `${LONG}-queue`).inputs.name);
    expect(String(named(shared, `${LONG}-rule`).inputs.name).length).toBeLessThanOrEqual(64);
  });

  it.each<[string, UploadLaneArgs, string]>([
    ["half an account", { accountId: "1234" }, "accountId is 1234, expected 12 digits"],
    [
      "a prefix with a slash at its end",
      { ...SHARED, platformBucket: { name: "u", prefix: "final/" } },
      "platformBucket.prefix is final/",
    ],
    [
      "work of a day",
      { ...MINIMAL, workSeconds: 86_400 },
      "workSeconds is 86400, expected a whole number from 1 to 43200",
    ],
    ["a month of waiting", { ...MINIMAL, retentionSeconds: 2_592_000 }, "retentionSeconds is 2592000"],
    [
      "pages of the platform's bucket",
      { ...SHARED, pageOrigins: ["https://live.example.com"] },
      "pageOrigins is https://live.example.com, expected none with the platform's bucket",
    ],
    [
      "a page without encryption",
      { ...MINIMAL, pageOrigins: ["http://live.example.com"] },
      "pageOrigins[0] is http://live.example.com, expected an origin",
    ],
  ])("refuses %s", async (_, args, message) => {
    expect(await refusalOf(() => new UploadLane("up", args))).toContain(message);
  });
});
