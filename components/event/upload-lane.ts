import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketCorsConfiguration } from "@pulumi/aws/s3/bucketCorsConfiguration";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketNotification } from "@pulumi/aws/s3/bucketNotification";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Input,
  interpolate,
  jsonStringify,
  type Output,
  output,
  type Resource,
} from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam";
import { Children, type Overridable } from "../overrides";
import { type UploadLaneIntent, uploadLaneIntent } from "./upload-lane-intent";

/** The lane of an event's uploads; its machines are a NodePool of their own. */
export interface UploadLaneArgs extends Overridable {
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** The platform's bucket for uploads, and where in it the event's lie; it must send its events to EventBridge. @default a bucket of the event's own */
  readonly platformBucket?: { readonly name: Input<string>; readonly prefix: string };
  /** Pages that may upload, as origins such as https://live.example.com; for a bucket of the event's own. @default none */
  readonly pageOrigins?: readonly string[];
  /** Longest work on one upload; nobody else gets it for so long. @default 900 */
  readonly workSeconds?: number;
  /** How long an upload waits for its turn before it is given up: longer than the plan needs to drain a surge. @default 345600, four days */
  readonly retentionSeconds?: number;
  /** Tries before an upload is put aside. @default 5 */
  readonly tries?: number;
  /** Uploads that the plan expects to wait at once; from twice as many on it is an alarm. @default no such alarm */
  readonly queuedUploads?: number;
  /** Who is told of uploads put aside, and of a queue that is too long. @default nobody */
  readonly alarmTopicArn?: Input<string>;
  /** Days after which uploads in the event's own bucket are removed. @default 30 */
  readonly keepDays?: number;
  /** What becomes of the event's own bucket when the event goes: kept with what people made, it must be emptied and deleted by hand before the same stack is made again. @default "keep" */
  readonly afterEvent?: "keep" | "delete";
}

/** Fourteen days, the longest: what was put aside waits for somebody to look. @see SQS SetQueueAttributes */
const DEAD_LETTER_SECONDS = 1_209_600;

/** Where uploads of an event go and wait: a bucket or a part of one, a queue, and a second queue for what failed. */
export class UploadLane extends ComponentResource {
  static readonly type = "tidegate:media:UploadLane";
  readonly bucketName: Output<string>;
  /** Empty for a bucket of the event's own. */
  readonly prefix: string;
  readonly queueUrl: Output<string>;
  readonly queueArn: Output<string>;
  readonly deadLetterQueueArn: Output<string>;
  /** What whoever works on uploads must be allowed: take from the queue, and read and write the lane's part of the bucket. */
  readonly workerRights: readonly Statement[];

  constructor(name: string, args: UploadLaneArgs, opts?: ComponentResourceOptions) {
    const intent = uploadLaneIntent(UploadLane.type, name, args);
    super(UploadLane.type, name, intent, opts);
    const parts = new UploadParts(new Children(this, name, args), args, intent);
    const failed = parts.deadLetters();
    const queue = parts.queue(failed);
    this.bucketName =
      args.platformBucket === undefined ? parts.ownBucket(queue) : parts.sharedBucket(args.platformBucket, queue);
    this.prefix = intent.prefix;
    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.deadLetterQueueArn = failed.arn;
    this.workerRights = parts.workerRights(this.bucketName, queue);
    parts.alarms(queue, failed);
    const { bucketName, prefix, queueUrl, queueArn, deadLetterQueueArn } = this;
    parts.children.publish({ bucketName, prefix, queueUrl, queueArn, deadLetterQueueArn });
  }
}

class UploadParts {
  constructor(
    readonly children: Children,
    readonly args: UploadLaneArgs,
    readonly intent: UploadLaneIntent,
  ) {}

  deadLetters(): Queue {
    const inputs = {
      name: this.queueName("failed"),
      messageRetentionSeconds: DEAD_LETTER_SECONDS,
      sqsManagedSseEnabled: true,
    };
    return this.children.make(Queue, "failed", inputs, { retainOnDelete: true });
  }

  queue(failed: Queue): Queue {
    const { workSeconds, retentionSeconds, tries } = this.intent;
    return this.children.make(Queue, "queue", {
      name: this.queueName("queue"),
      visibilityTimeoutSeconds: workSeconds,
      messageRetentionSeconds: retentionSeconds,
      // Long polling: idle workers ask every 20 s and not all the time.
      receiveWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
      redrivePolicy: jsonStringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: tries }),
    });
  }

  /** A bucket has one list of notifications, so it has to be the event's own for the event to write it. */
  ownBucket(queue: Queue): Output<string> {
    const { accountId } = this.args;
    const keeps = this.intent.afterEvent === "keep";
    const name = this.children.physicalName("bucket", { scope: accountId, maxLength: 63 });
    const inputs = { bucket: name, forceDestroy: !keeps };
    const bucket = this.children.make(Bucket, "bucket", inputs, keeps ? KEPT : {});
    const last = this.settings(bucket, keeps ? KEPT : {});
    const policy = this.letSend(queue, "s3.amazonaws.com", bucket.arn);
    const told = { bucket: bucket.bucket, queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }] };
    this.children.make(BucketNotification, "notification", told, { dependsOn: [last, policy] });
    return bucket.bucket;
  }

  /** A rule beside those of other events: the platform's bucket itself stays as it is. */
  sharedBucket({ name }: { readonly name: Input<string> }, queue: Queue): Output<string> {
    const key = [{ prefix: `${this.intent.prefix}/` }];
    const rule = this.children.make(EventRule, "rule", {
      name: this.children.physicalName("rule", { maxLength: 64 }),
      description: "Uploads of the event",
      eventPattern: jsonStringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [name] }, object: { key } },
      }),
    });
    const policy = this.letSend(queue, "events.amazonaws.com", rule.arn);
    this.children.make(
      EventTarget,
      "target",
      { rule: rule.name, targetId: "queue", arn: queue.arn },
      { dependsOn: [policy] },
    );
    return output(name);
  }

  workerRights(bucketName: Output<string>, queue: Queue): readonly Statement[] {
    const { prefix } = this.intent;
    const objects = interpolate`arn:${this.args.partition ?? "aws"}:s3:::${bucketName}/${prefix === "" ? "*" : `${prefix}/*`}`;
    const work = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"];
    return [
      { Effect: "Allow", Action: work, Resource: queue.arn },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: objects },
    ];
  }

  alarms(queue: Queue, failed: Queue): void {
    const { alarmTopicArn } = this.args;
    if (alarmTopicArn === undefined) return;
    const shared = {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      period: 60,
      treatMissingData: "notBreaching",
      comparisonOperator: "GreaterThanThreshold",
      alarmActions: [alarmTopicArn],
    };
    this.children.make(MetricAlarm, "failed-alarm", {
      ...shared,
      name: this.children.physicalName("failed-alarm", { maxLength: 255 }),
      alarmDescription: "Uploads were put aside after their last try",
      dimensions: { QueueName: failed.name },
      threshold: 0,
      evaluationPeriods: 1,
    });
    const { queuedUploads } = this.intent;
    if (queuedUploads === undefined) return;
    this.children.make(MetricAlarm, "queue-alarm", {
      ...shared,
      name: this.children.physicalName("queue-alarm", { maxLength: 255 }),
      alarmDescription: `More than twice the ${queuedUploads} uploads that the plan lets wait`,
      dimensions: { QueueName: queue.name },
      threshold: 2 * queuedUploads,
      evaluationPeriods: 5,
    });
  }

  /** S3 refuses two changes of one bucket at once, so each waits for the one before. @returns the last of them */
  private settings(bucket: Bucket, opts: CustomResourceOptions): Resource {
    const { keepDays, pageOrigins } = this.intent;
    const id = bucket.bucket;
    const access = this.children.make(BucketPublicAccessBlock, "access", { bucket: id, ...ALL_BLOCKED }, opts);
    const rules = [{ ...EVERYTHING, id: "expire", expiration: { days: keepDays }, ...ABANDONED }];
    const afterAccess = { ...opts, dependsOn: [access] };
    const lifecycle = this.children.make(BucketLifecycleConfiguration, "lifecycle", { bucket: id, rules }, afterAccess);
    if (pageOrigins.length === 0) return lifecycle;
    const corsRules = [{ allowedOrigins: [...pageOrigins], ...UPLOAD_CORS }];
    const afterLifecycle = { dependsOn: [lifecycle] };
    return this.children.make(BucketCorsConfiguration, "cors", { bucket: id, corsRules }, afterLifecycle);
  }

  private letSend(queue: Queue, service: string, sourceArn: Input<string>): QueuePolicy {
    const policy = policyDocument([
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sqs:SendMessage",
        Resource: interpolate`${queue.arn}`,
        Condition: {
          ArnEquals: { "aws:SourceArn": sourceArn },
          StringEquals: { "aws:SourceAccount": this.args.accountId },
        },
      },
    ]);
    return this.children.make(QueuePolicy, "queue-policy", { queueUrl: queue.url, policy });
  }

  private queueName(role: string): string {
    return this.children.physicalName(role, { maxLength: 80 });
  }
}

/** What people made outlives the event, and so does what guards it. */
const KEPT = { retainOnDelete: true } as const;
const ALL_BLOCKED = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const EVERYTHING = { status: "Enabled", filter: { prefix: "" } };
const ABANDONED = { abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } };
/** A browser that uploads in parts must read each part's ETag. */
const UPLOAD_CORS = {
  allowedMethods: ["PUT", "POST"],
  allowedHeaders: ["*"],
  exposeHeaders: ["ETag"],
  maxAgeSeconds: 3600,
};
