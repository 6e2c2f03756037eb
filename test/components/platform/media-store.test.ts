import { describe, expect, it } from "vitest";
import { MediaStore, type MediaStoreArgs } from "../../../components/platform/media-store";
import { PrivateBucket, type PrivateBucketArgs } from "../../../components/platform/private-bucket";
import { awaitedBy, childrenOf, graphOf, named, refusalOf } from "../record";

const PLACE = { region: "us-east-1", accountId: "123456789012" };
const storeWith = (changes: Partial<MediaStoreArgs> = {}) =>
  graphOf(() => new MediaStore("media", { ...PLACE, ...changes }));
const bucketWith = (changes: Partial<PrivateBucketArgs> = {}, name = "b", stack = "platform") =>
  graphOf(() => new PrivateBucket(name, { ...PLACE, ...changes }), { stack });

describe("MediaStore", () => {
  it("has three buckets, of which recordings keep versions", async () => {
    const common = (bucket: string) => [
      `aws:s3/bucket:Bucket media-${bucket}-bucket`,
      `aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration media-${bucket}-lifecycle`,
      `aws:s3/bucketOwnershipControls:BucketOwnershipControls media-${bucket}-ownership`,
      `aws:s3/bucketPolicy:BucketPolicy media-${bucket}-policy`,
      `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock media-${bucket}-public-access`,
      `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration media-${bucket}-encryption`,
      `tidegate:media:PrivateBucket media-${bucket}`,
    ];
    expect(childrenOf(await storeWith())).toEqual(
      [
        ...["segments", "recordings", "uploads"].flatMap(common),
        "aws:s3/bucketNotification:BucketNotification media-uploads-events",
        "aws:s3/bucketVersioning:BucketVersioning media-recordings-versions",
        "tidegate:media:MediaStore media",
      ].sort(),
    );
  });

  it("lets pages upload when it is told which", async () => {
    const graph = await storeWith({ uploadOrigins: ["https://live.example.com"] });
    expect(named(graph, "media-uploads-cors").inputs.corsRules).toEqual([
      {
        allowedOrigins: ["https://live.example.com"],
        allowedMethods: ["PUT", "POST"],
        allowedHeaders: ["*"],
        exposeHeaders: ["ETag"],
        maxAgeSeconds: 3600,
      },
    ]);
  });

  it("protects every bucket, and leaves recordings with all that guards them when it goes", async () => {
    const graph = await storeWith();
    const isProtected = graph.resources.filter(({ options }) => options.protect).map(({ name }) => name);
    expect(isProtected).toEqual(["media-recordings-bucket", "media-segments-bucket", "media-uploads-bucket"]);
    const kept = graph.resources
      .filter(({ options }) => options.retainOnDelete)
      .map(({ name }) => name.replace("media-recordings-", ""));
    expect(kept.sort()).toEqual([
      "bucket",
      "encryption",
      "lifecycle",
      "ownership",
      "policy",
      "public-access",
      "versions",
    ]);
  });

  it("ends what it keeps", async () => {
    const graph = await storeWith({ segmentDays: 3, recordingArchiveDays: 60, recordingUndoDays: 10, uploadDays: 5 });
    const rules = (bucket: string) => named(graph, `media-${bucket}-lifecycle`).inputs.rules;
    const all = { status: "Enabled", filter: { prefix: "" } };
    expect(rules("segments")).toEqual([
      { ...all, id: "abandoned-uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
      { ...all, id: "expire", expiration: { days: 3 } },
    ]);
    expect(rules("recordings")).toEqual([
      { ...all, id: "abandoned-uploads", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
      { ...all, id: "archive", transitions: [{ days: 60, storageClass: "GLACIER_IR" }] },
      { ...all, id: "undo", noncurrentVersionExpiration: { noncurrentDays: 10 } },
    ]);
    expect(rules("uploads")).toContainEqual({ ...all, id: "expire", expiration: { days: 5 } });
    expect(named(graph, "media").inputs).toMatchObject({ segmentDays: 3, uploadDays: 5 });
  });

  it("lets CloudFront of this account read what viewers play, and nobody what they send in", async () => {
    const graph = await storeWith();
    const readers = (bucket: string) => {
      const policy = JSON.parse(String(named(graph, `media-${bucket}-policy`).inputs.policy));
      return policy.Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
    };
    expect(readers("uploads")).toEqual([]);
    for (const bucket of ["segments", "recordings"]) {
      const name = named(graph, `media-${bucket}-bucket`).inputs.bucket;
      expect(readers(bucket)).toEqual([
        {
          Sid: "CloudFront",
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${name}/*`,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]);
    }
  });

  it("passes overrides to the bucket they name, and refuses a bucket there is none of", async () => {
    const overrides = { uploads: { bucket: { args: { forceDestroy: true }, opts: { protect: false } } } };
    const graph = await storeWith({ overrides });
    expect(named(graph, "media-uploads-bucket").inputs.forceDestroy).toBe(true);
    expect(named(graph, "media-segments-bucket").inputs.forceDestroy).toBeUndefined();
    const unknown = { overrides: { logs: {} } } as unknown as Partial<MediaStoreArgs>;
    expect(await refusalOf(() => new MediaStore("media", { ...PLACE, ...unknown }))).toBe(
      'MediaStore "media": overrides is logs, expected one of segments, recordings, uploads',
    );
  });

  it("refuses no days", async () => {
    expect(await refusalOf(() => new MediaStore("media", { ...PLACE, segmentDays: 0 }))).toBe(
      'MediaStore "media": segmentDays is 0, expected a whole number of at least 1',
    );
  });
});

describe("PrivateBucket", () => {
  it("is closed, encrypted, owned by the account and reached over TLS alone", async () => {
    const graph = await bucketWith();
    expect(named(graph, "b-public-access").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(named(graph, "b-ownership").inputs.rule).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    expect(named(graph, "b-encryption").inputs.rules).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    expect(named(graph, "b-bucket").options.retainOnDelete).toBeUndefined();
    const policy = JSON.parse(String(named(graph, "b-policy").inputs.policy));
    const arn = `arn:aws:s3:::${named(graph, "b-bucket").inputs.bucket}`;
    expect(policy.Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("is changed by one hand at a time", async () => {
    const graph = await bucketWith({ undoDays: 1, uploadOrigins: ["https://a.example"] });
    const order = ["bucket", "ownership", "public-access", "encryption", "versions", "lifecycle", "cors", "policy"];
    for (const [at, role] of order.slice(1).entries())
      expect(awaitedBy(graph, `b-${role}`)).toContain(`b-${order[at]}`);
  });

  it("has a name that no other account, region or stack can have taken", async () => {
    const nameOf = async (changes: Partial<PrivateBucketArgs>, stack?: string) =>
      named(await bucketWith(changes, "media-segments", stack), "media-segments-bucket").inputs.bucket;
    const names = [
      await nameOf({}),
      await nameOf({ accountId: "210987654321" }),
      await nameOf({ region: "eu-west-1" }),
      await nameOf({}, "other"),
    ];
    expect(names[0]).toMatch(/^platform-media-segments-123456789012-us-east-1-[0-9a-f]{8}$/);
    expect(new Set(names).size).toBe(4);
  });

  it("keeps its name within 63 characters", async () => {
    const graph = await bucketWith({}, "b".repeat(63), "s".repeat(63));
    expect(String(named(graph, `${"b".repeat(63)}-bucket`).inputs.bucket)).toMatch(/^[a-z0-9-]{3,63}$/);
  });

  it.each<[string, Partial<PrivateBucketArgs>, string]>([
    [
      "an archive after the end",
      { expireDays: 7, archiveDays: 7 },
      "archiveDays is 7, expected a whole number from 1 to 6",
    ],
    ["any page", { uploadOrigins: ["*"] }, "uploadOrigins[0] is *, expected an origin such as https://www.example.com"],
    ["half a day", { expireDays: 0.5 }, "expireDays is 0.5, expected a whole number of at least 1"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new PrivateBucket("b", { ...PLACE, ...changes }))).toContain(message);
  });
});
