import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { policyDocument } from "../iam";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, KEY_RULE, LOG_RETENTION_DAYS, REGION_RULE, Requirements } from "../requirements";

/** Whom alarms reach. */
export interface AlarmTopicArgs extends Overridable {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** Addresses that alarms are mailed to: a name of ours → address. Each must be confirmed from its mailbox. @default none */
  readonly emails?: Readonly<Record<string, string>>;
  /** Days for which the log of operations is kept. @default 365 */
  readonly logRetentionDays?: number;
}

/** What raises alarms here: metrics, budgets, and the timers' state machines. */
const PUBLISHERS = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"];

/**
 * The topic of every alarm, and the log of operations that timers and guards of events write to; both under one key of the account's own,
 * since the key that AWS keeps for topics lets no alarm publish.
 */
export class AlarmTopic extends ComponentResource {
  static readonly type = "tidegate:guard:AlarmTopic";
  readonly topicArn: Output<string>;
  readonly keyArn: Output<string>;
  readonly logGroupName: Output<string>;
  readonly logGroupArn: Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: ComponentResourceOptions) {
    const { emails = {}, logRetentionDays = 365 } = args;
    const checks = new Requirements(AlarmTopic.type, name)
      .text("region", args.region, REGION_RULE)
      .text("accountId", args.accountId, ACCOUNT_RULE)
      .oneOf("logRetentionDays", logRetentionDays, LOG_RETENTION_DAYS);
    for (const [key, email] of Object.entries(emails)) {
      checks
        .text("emails", key, KEY_RULE)
        .text(`emails.${key}`, email, { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, words: "a mail address" });
    }
    checks.enforce();
    super(AlarmTopic.type, name, { emails, logRetentionDays, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const logName = `/tidegate/${children.physicalName("operations", { maxLength: 128 })}`;
    const key = alarmKey(children, args, logName);
    const topicName = children.physicalName("topic", { maxLength: 256 });
    const topic = children.make(Topic, "topic", { name: topicName, kmsMasterKeyId: key.arn });
    children.make(TopicPolicy, "topic-policy", { arn: topic.arn, policy: publishing(args, topicName) });
    for (const [key, endpoint] of Object.entries(emails)) {
      children.make(TopicSubscription, { role: "email", key }, { topic: topic.arn, protocol: "email", endpoint });
    }
    const log = { name: logName, retentionInDays: logRetentionDays, kmsKeyId: key.arn };
    const logs = children.make(LogGroup, "operations", log, { retainOnDelete: true });
    this.topicArn = topic.arn;
    this.keyArn = key.arn;
    this.logGroupName = logs.name;
    this.logGroupArn = logs.arn;
    children.publish({ topicArn: this.topicArn, keyArn: this.keyArn, logGroupName: this.logGroupName });
  }
}

function alarmKey(children: Children, { region, accountId, partition = "aws" }: AlarmTopicArgs, logName: string): Key {
  const use = ["kms:Decrypt", "kms:GenerateDataKey*"];
  const group = `arn:${partition}:logs:${region}:${accountId}:log-group:${logName}`;
  const policy = policyDocument([
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    // Without a condition: not every publisher says for whom it asks the key; the topic's policy asks for the account.
    { Sid: "Publishers", Effect: "Allow", Principal: { Service: PUBLISHERS }, Action: use, Resource: "*" },
    {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": group } },
    },
  ]);
  const description = "Alarms and the log of operations";
  // The kept log can't be read without its key.
  const opts = { retainOnDelete: true };
  const key = children.make(
    Key,
    "key",
    { description, enableKeyRotation: true, deletionWindowInDays: 30, policy },
    opts,
  );
  const name = `alias/${children.physicalName("key", { maxLength: 200 })}`;
  children.make(Alias, "key-alias", { name, targetKeyId: key.keyId });
  return key;
}

/** The topic's ARN is put together from its name, so that a preview shows who may publish. */
function publishing({ region, accountId, partition = "aws" }: AlarmTopicArgs, topicName: string): Output<string> {
  return policyDocument([
    {
      Sid: "Publishers",
      Effect: "Allow",
      Principal: { Service: PUBLISHERS },
      Action: "sns:Publish",
      Resource: `arn:${partition}:sns:${region}:${accountId}:${topicName}`,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
  ]);
}
