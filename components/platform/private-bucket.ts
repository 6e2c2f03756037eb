import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketCorsConfiguration } from "@pulumi/aws/s3/bucketCorsConfiguration";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketNotification } from "@pulumi/aws/s3/bucketNotification";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  getStack,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam";
import { physicalName } from "../naming";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, REGION_RULE, Requirements } from "../requirements";

/** A bucket that nobody reads who isn't named. */
export interface PrivateBucketArgs extends Overridable {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** Days after which an object goes. @default never */
  readonly expireDays?: number;
  /** Days after which an object goes where storing is cheap and reading is billed (Glacier Instant Retrieval). @default never */
  readonly archiveDays?: number;
  /** Days for which what was overwritten or deleted can be had back; 0 keeps no versions. @default 0 */
  readonly undoDays?: number;
  /** Days after which parts of an upload that never ended go. @default 1 */
  readonly abandonedUploadDays?: number;
  /** Pages that may upload from a browser. @default none */
  readonly uploadOrigins?: readonly string[];
  /** Whether CloudFront distributions of this account may read. @default "nobody" */
  readonly readers?: "cloudfront" | "nobody";
  /** Whether it tells EventBridge of every object, so that others can listen without a word here. @default "silent" */
  readonly events?: "eventbridge" | "silent";
  /** What becomes of it when its stack is destroyed: with "kept", it and everything that guards it stay. @default "deleted", once it is empty and its protection is lifted */
  readonly onDestroy?: "kept" | "deleted";
}

/** A bucket with public access blocked, encrypted, owned by the account, reached over TLS alone, with an end to what it keeps. */
export class PrivateBucket extends ComponentResource {
  static readonly type = "tidegate:media:PrivateBucket";
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;
  /** The host that a CDN asks. */
  readonly domainName: Output<string>;

  constructor(name: string, args: PrivateBucketArgs, opts?: ComponentResourceOptions) {
    const intent = bucketIntent(name, args);
    super(PrivateBucket.type, name, { ...intent, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const isKept = intent.onDestroy === "kept";
    // Names are shared by all accounts of the world.
    const scope = `${args.accountId}-${args.region}`;
    const bucketName = physicalName({ stack: getStack(), role: name, scope, maxLength: 63 });
    const bucket = children.make(Bucket, "bucket", { bucket: bucketName }, { protect: true, retainOnDelete: isKept });
    // S3 refuses two changes of one bucket at once, so each waits for the one before. What guards a kept bucket is kept with it.
    let last: Resource = bucket;
    const next = (): CustomResourceOptions => ({ dependsOn: [last], retainOnDelete: isKept });
    const id = bucket.bucket;
    const rule = { objectOwnership: "BucketOwnerEnforced" };
    last = children.make(BucketOwnershipControls, "ownership", { bucket: id, rule }, next());
    last = children.make(BucketPublicAccessBlock, "public-access", { bucket: id, ...ALL_BLOCKED }, next());
    const encryption = { bucket: id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] };
    last = children.make(BucketServerSideEncryptionConfiguration, "encryption", encryption, next());
    if (intent.undoDays > 0) {
      const versioning = { bucket: id, versioningConfiguration: { status: "Enabled" } };
      last = children.make(BucketVersioning, "versions", versioning, next());
    }
    last = children.make(BucketLifecycleConfiguration, "lifecycle", { bucket: id, rules: lifecycle(intent) }, next());
    if (intent.uploadOrigins.length > 0) {
      last = children.make(
        BucketCorsConfiguration,
        "cors",
        { bucket: id, corsRules: [cors(intent.uploadOrigins)] },
        next(),
      );
    }
    if (intent.events === "eventbridge") {
      last = children.make(BucketNotification, "events", { bucket: id, eventbridge: true }, next());
    }
    const policy = policyDocument(
      access(`arn:${args.partition ?? "aws"}:s3:::${bucketName}`, args.accountId, intent.readers),
    );
    children.make(BucketPolicy, "policy", { bucket: id, policy }, next());
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.domainName = bucket.bucketRegionalDomainName;
    children.publish({ bucketName: this.bucketName, arn: this.arn, domainName: this.domainName });
  }
}

type BucketIntent = Required<
  Pick<PrivateBucketArgs, "undoDays" | "abandonedUploadDays" | "uploadOrigins" | "readers" | "events" | "onDestroy">
> &
  Pick<PrivateBucketArgs, "expireDays" | "archiveDays">;

const ALL_BLOCKED = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

function bucketIntent(name: string, args: PrivateBucketArgs): BucketIntent {
  const { expireDays, archiveDays, undoDays = 0, abandonedUploadDays = 1, uploadOrigins = [] } = args;
  const { readers = "nobody", events = "silent", onDestroy = "deleted" } = args;
  const checks = new Requirements(PrivateBucket.type, name)
    .text("region", args.region, REGION_RULE)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .whole("expireDays", expireDays, { min: 1 })
    .whole("archiveDays", archiveDays, { min: 1, ...(expireDays === undefined ? {} : { max: expireDays - 1 }) })
    .whole("undoDays", undoDays, { min: 0 })
    .whole("abandonedUploadDays", abandonedUploadDays, { min: 1 })
    .list("uploadOrigins", uploadOrigins, { max: 100 })
    .oneOf("readers", readers, ["cloudfront", "nobody"])
    .oneOf("events", events, ["eventbridge", "silent"])
    .oneOf("onDestroy", onDestroy, ["kept", "deleted"]);
  for (const [at, origin] of uploadOrigins.entries()) {
    checks.text(`uploadOrigins[${at}]`, origin, {
      pattern: /^https:\/\/[^/*\s]+$/,
      words: "an origin such as https://www.example.com",
    });
  }
  checks.enforce();
  return {
    ...(expireDays === undefined ? {} : { expireDays }),
    ...(archiveDays === undefined ? {} : { archiveDays }),
    undoDays,
    abandonedUploadDays,
    uploadOrigins,
    readers,
    events,
    onDestroy,
  };
}

function lifecycle({ expireDays, archiveDays, undoDays, abandonedUploadDays }: BucketIntent) {
  const all = { status: "Enabled", filter: { prefix: "" } };
  return [
    { ...all, id: "abandoned-uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: abandonedUploadDays } },
    ...(expireDays === undefined ? [] : [{ ...all, id: "expire", expiration: { days: expireDays } }]),
    ...(archiveDays === undefined
      ? []
      : [{ ...all, id: "archive", transitions: [{ days: archiveDays, storageClass: "GLACIER_IR" }] }]),
    ...(undoDays === 0 ? [] : [{ ...all, id: "undo", noncurrentVersionExpiration: { noncurrentDays: undoDays } }]),
  ];
}

function cors(origins: readonly string[]) {
  // A browser that uploads in parts must read each part's ETag.
  return {
    allowedOrigins: [...origins],
    allowedMethods: ["PUT", "POST"],
    allowedHeaders: ["*"],
    exposeHeaders: ["ETag"],
    maxAgeSeconds: 3600,
  };
}

/** @param arn put together from the name, so that a preview shows who may read */
function access(arn: string, accountId: string, readers: "cloudfront" | "nobody"): readonly Statement[] {
  const objects = `${arn}/*`;
  const tlsOnly: Statement = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, objects],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  if (readers === "nobody") return [tlsOnly];
  const cloudFront: Statement = {
    Sid: "CloudFront",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: objects,
    // The account and not a distribution: those come and go with events, and a fixed account keeps the policy from counting as public.
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
  return [tlsOnly, cloudFront];
}
