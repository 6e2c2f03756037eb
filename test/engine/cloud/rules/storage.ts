import { type Case, cited, fact, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text, valuesAt } from "../values";
import { inUse, mustExist, rule } from "./builders";
import { documentProblem } from "./identity";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const OBJECT = "aws:s3/bucketObject:BucketObject";
const OBJECT_V2 = "aws:s3/bucketObjectv2:BucketObjectv2";

const toBucket = { types: [BUCKET, BUCKET_V2], by: "id" };
const ERRORS = "AWS S3 API reference, ErrorResponses";
const noBucket = (type: string) =>
  type === OWNERSHIP ? cited("NoSuchBucket", "the bucket does not exist", ERRORS) : fact(type, "NoSuchBucket");

// S3 User Guide, transitioning objects: Standard-IA and One Zone-IA not before 30 days; each later class later.
const SOONEST_DAYS: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

function lifecycleProblem(inputs: Props): string | undefined {
  for (const item of list(inputs.rules).map((one) => props(one))) {
    const days = list(item.transitions).map((transition) => ({
      days: number(props(transition).days) ?? 0,
      storage: text(props(transition).storageClass) ?? "",
    }));
    const early = days.find((transition) => transition.days < (SOONEST_DAYS[transition.storage] ?? 0));
    if (early !== undefined)
      return `'Days' in Transition action must be greater than or equal to 30 for storageClass '${early.storage}'`;
    const expiry = number(props(item.expiration).days);
    const last = Math.max(0, ...days.map((transition) => transition.days));
    if (expiry !== undefined && expiry > 0 && days.length > 0 && expiry <= last)
      return "'Days' in the Expiration action must be greater than 'Days' in the Transition action";
  }
  return undefined;
}

/** What S3 refuses. */
export const STORAGE_REFUSALS: readonly Refusal[] = [
  ...[BUCKET, BUCKET_V2].flatMap((type): readonly Refusal[] => [
    rule(
      `${type.split(":")[2]}.owned-by-another`,
      [type],
      ["create"],
      fact(type, "BucketAlreadyExists", "another account"),
      (asked) => {
        const owner = ownerOf(asked);
        return owner === undefined || owner === asked.place.account
          ? undefined
          : "The requested bucket name is not available";
      },
    ),
    rule(`${type.split(":")[2]}.owned-already`, [type], ["create"], fact(type, "BucketAlreadyOwnedByYou"), (asked) =>
      ownerOf(asked) === asked.place.account
        ? "Your previous request to create the named bucket succeeded and you already own it"
        : undefined,
    ),
    rule(`${type.split(":")[2]}.name-form`, [type], ["create"], fact(type, "InvalidBucketName"), (asked) =>
      bucketNameProblem(text(asked.inputs.bucket)),
    ),
    rule(`${type.split(":")[2]}.not-empty`, [type], ["delete"], fact(type, "BucketNotEmpty"), (asked) => {
      const objects = number(asked.object?.memory.objects) ?? 0;
      return objects > 0 && asked.inputs.forceDestroy !== true
        ? `The bucket you tried to delete is not empty: ${objects} objects`
        : undefined;
    }),
    inUse(
      type,
      [
        { type: OBJECT, path: "bucket" },
        { type: OBJECT_V2, path: "bucket" },
      ],
      fact(type, "BucketNotEmpty"),
      "managed-objects",
      (inputs) => inputs.forceDestroy === true,
    ),
  ]),
  ...[LIFECYCLE, POLICY, BLOCK, ENCRYPTION, VERSIONING, OWNERSHIP, CORS, NOTIFICATION, OBJECT, OBJECT_V2].map((type) =>
    mustExist(type, "bucket", toBucket, noBucket(type)),
  ),
  rule("lifecycle.order", [LIFECYCLE], ["create", "update"], fact(LIFECYCLE, "InvalidArgument"), (asked) =>
    lifecycleProblem(asked.inputs),
  ),
  rule("lifecycle.rules", [LIFECYCLE], ["create", "update"], fact(LIFECYCLE, "MalformedXML"), (asked) => {
    const rules = list(asked.inputs.rules);
    if (rules.length === 0) return "at least one rule is required";
    const ids = rules.map((item) => text(props(item).id) ?? "");
    if (new Set(ids).size < ids.length) return "rule ids must be unique";
    return ids.some((id) => id.length > 255) ? "rule id has more than 255 characters" : undefined;
  }),
  rule("bucketPolicy.document", [POLICY], ["create", "update"], fact(POLICY, "MalformedPolicy"), (asked) =>
    documentProblem(text(asked.inputs.policy)),
  ),
  rule("bucketPolicy.public", [POLICY], ["create", "update"], fact(POLICY, "AccessDenied"), (asked) => {
    const block = asked.cloud.objects(BLOCK).find((object) => object.inputs.bucket === asked.inputs.bucket);
    return block?.inputs.blockPublicPolicy === true && isPublic(text(asked.inputs.policy))
      ? "public policies are blocked by the BlockPublicPolicy block public access setting"
      : undefined;
  }),
  rule("bucketVersioning.lock", [VERSIONING], ["create", "update"], fact(VERSIONING, "InvalidBucketState"), (asked) => {
    const bucket = [...asked.cloud.objects(BUCKET), ...asked.cloud.objects(BUCKET_V2)].find(
      (object) => object.id === asked.inputs.bucket,
    );
    return bucket?.inputs.objectLockEnabled === true &&
      props(asked.inputs.versioningConfiguration).status === "Suspended"
      ? "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed"
      : undefined;
  }),
  rule("bucketCors.rules", [CORS], ["create", "update"], fact(CORS, "MalformedXML"), (asked) => {
    const count = list(asked.inputs.corsRules).length;
    return count === 0 || count > 100 ? `1 to 100 rules are allowed, got ${count}` : undefined;
  }),
  rule(
    "bucketNotification.destinations",
    [NOTIFICATION],
    ["create", "update"],
    fact(NOTIFICATION, "InvalidArgument"),
    (asked) => {
      const queues = valuesAt(asked.inputs, "queues.queueArn");
      const missing = queues.find(
        (arn) => !asked.cloud.objects("aws:sqs/queue:Queue").some((queue) => queue.outputs.arn === arn),
      );
      if (missing !== undefined)
        return `Unable to validate the following destination configurations: ${String(missing)}`;
      const allowed = queues.find(
        (arn) =>
          !asked.cloud
            .objects("aws:sqs/queuePolicy:QueuePolicy")
            .some(
              (policy) =>
                (text(policy.inputs.policy) ?? "").includes("s3.amazonaws.com") &&
                isOfQueue(policy.inputs, arn, asked.cloud),
            ) && !inlinePolicy(asked.cloud, arn),
      );
      return allowed === undefined
        ? undefined
        : `Unable to validate the following destination configurations: ${String(allowed)} does not let s3.amazonaws.com send`;
    },
  ),
];

/** The account that has a bucket of the name asked for. */
function ownerOf(asked: Case): string | undefined {
  const buckets = [...asked.cloud.objects(BUCKET), ...asked.cloud.objects(BUCKET_V2)];
  return buckets.find((bucket) => bucket.id === asked.inputs.bucket)?.account;
}

interface Lookup {
  objects(type: string): readonly { readonly id: string; readonly inputs: Props; readonly outputs: Props }[];
}

function isOfQueue(policy: Props, arn: unknown, cloud: Lookup): boolean {
  return cloud
    .objects("aws:sqs/queue:Queue")
    .some((queue) => queue.id === policy.queueUrl && queue.outputs.arn === arn);
}

function inlinePolicy(cloud: Lookup, arn: unknown): boolean {
  const queue = cloud.objects("aws:sqs/queue:Queue").find((object) => object.outputs.arn === arn);
  return (text(queue?.inputs.policy) ?? "").includes("s3.amazonaws.com");
}

// S3 User Guide, general purpose bucket naming rules.
function bucketNameProblem(name: string | undefined): string | undefined {
  if (name === undefined || !isGiven(name)) return undefined;
  const bad =
    /\.\.|^\d+\.\d+\.\d+\.\d+$|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$/.test(name);
  return bad ? `The specified bucket is not valid: ${name}` : undefined;
}

/** Whether a policy lets everybody in: an Allow for the principal `*` without a condition. */
function isPublic(document: string | undefined): boolean {
  if (document === undefined || documentProblem(document) !== undefined) return false;
  const statements = [(JSON.parse(document) as Record<string, unknown>).Statement].flat() as readonly Record<
    string,
    unknown
  >[];
  return statements.some(
    (item) =>
      item.Effect === "Allow" && item.Condition === undefined && JSON.stringify(item.Principal ?? "").includes('"*"'),
  );
}
