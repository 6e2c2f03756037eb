import { CachePolicy } from "@pulumi/aws/cloudfront/cachePolicy";
import { KeyGroup } from "@pulumi/aws/cloudfront/keyGroup";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl";
import { OriginRequestPolicy } from "@pulumi/aws/cloudfront/originRequestPolicy";
import { PublicKey } from "@pulumi/aws/cloudfront/publicKey";
import { RealtimeLogConfig } from "@pulumi/aws/cloudfront/realtimeLogConfig";
import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront/responseHeadersPolicy";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Stream } from "@pulumi/aws/kinesis/stream";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, trustService } from "../iam";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, KEY_RULE, Requirements } from "../requirements";

/** What all CloudFront distributions of the account share; its quotas are per account, 20 policies of a kind. */
export interface SharedDeliveryArgs extends Overridable {
  readonly accountId: string;
  /** How long a playlist is fresh when its origin doesn't say: half a segment. @default 2, for segments of 4 seconds */
  readonly playlistSeconds?: number;
  /** How long a segment is fresh when its origin doesn't say. @default 86400 */
  readonly segmentSeconds?: number;
  /** Public keys that signed URLs are checked with: a name of ours → PEM. A key is replaced by adding one under a new name, and taking the old away later. @default none, and no key group */
  readonly signingKeys?: Readonly<Record<string, Input<string>>>;
  /** Share of requests in the real-time log, in percent. @default 1 */
  readonly logSamplingPercent?: number;
  /** Shards of the log's stream. @default on demand: it scales by itself, up to twice its highest rate of the last 30 days */
  readonly logShards?: number;
  /** Hours for which the log's stream keeps what nobody has read yet. @default 24 */
  readonly logRetentionHours?: number;
}

/** @see CloudFront developer guide, "Quotas on signed URLs": public keys in a single key group */
const KEYS_PER_GROUP = 5;
/** Segments never change; more than this no CDN guide asks for. @see MediaPackage user guide, "CDN recommendations": up to 14 days */
const LONGEST_SEGMENT_SECONDS = 14 * 86_400;
/** A playlist whose origin says more than this would hold a live stream back. */
const LONGEST_PLAYLIST_SECONDS = 60;
/** Blocking reloads of low-latency HLS and filters of AWS packagers: each value is another playlist. @see draft-pantos-hls-rfc8216bis 6.2.5 */
const LOW_LATENCY_QUERY = ["_HLS_msn", "_HLS_part", "_HLS_skip", "aws.manifestfilter"];
const PLAYLIST_QUERY = ["aws.manifestfilter"];
/** What tells a fault of delivery; no address of a viewer. @see CloudFront developer guide, "Real-time log configuration fields" */
const LOG_FIELDS = [
  "timestamp",
  "time-to-first-byte",
  "time-taken",
  "sc-status",
  "sc-bytes",
  "cs-method",
  "cs-host",
  "cs-uri-stem",
  "cs-protocol-version",
  "x-edge-location",
  "x-edge-detailed-result-type",
  "origin-fbl",
  "origin-lbl",
  "c-country",
  "asn",
];
const NAME_LENGTH = 128;

/** Cache, request and header policies, origin access, signing keys and the real-time log of every distribution. */
export class SharedDelivery extends ComponentResource {
  static readonly type = "tidegate:delivery:SharedDelivery";
  readonly cachePolicyIds: {
    readonly playlists: Output<string>;
    readonly lowLatencyPlaylists: Output<string>;
    readonly segments: Output<string>;
  };
  readonly originRequestPolicyId: Output<string>;
  readonly responseHeadersPolicyId: Output<string>;
  readonly originAccessControlId: Output<string>;
  /** None without signing keys. */
  readonly keyGroupId: Output<string> | undefined;
  readonly logStreamArn: Output<string>;
  readonly realtimeLogConfigArn: Output<string>;

  constructor(name: string, args: SharedDeliveryArgs, opts?: ComponentResourceOptions) {
    const intent = deliveryIntent(name, args);
    super(SharedDelivery.type, name, { ...intent, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const { playlistSeconds, segmentSeconds } = intent;
    this.cachePolicyIds = {
      playlists: cachePolicy(
        children,
        "playlists",
        { min: 1, usual: playlistSeconds, max: LONGEST_PLAYLIST_SECONDS },
        PLAYLIST_QUERY,
      ),
      lowLatencyPlaylists: cachePolicy(
        children,
        "low-latency-playlists",
        { min: 1, usual: 1, max: playlistSeconds },
        LOW_LATENCY_QUERY,
      ),
      segments: cachePolicy(children, "segments", { min: 1, usual: segmentSeconds, max: LONGEST_SEGMENT_SECONDS }, []),
    };
    this.originRequestPolicyId = originRequests(children);
    this.responseHeadersPolicyId = responseHeaders(children);
    this.originAccessControlId = originAccess(children);
    this.keyGroupId = keyGroup(children, args.signingKeys ?? {});
    const stream = logStream(children, intent);
    this.logStreamArn = stream.arn;
    this.realtimeLogConfigArn = realtimeLog(children, args.accountId, stream, intent.logSamplingPercent);
    children.publish({
      cachePolicyIds: this.cachePolicyIds,
      keyGroupId: this.keyGroupId,
      logStreamArn: this.logStreamArn,
    });
  }
}

interface DeliveryIntent {
  readonly playlistSeconds: number;
  readonly segmentSeconds: number;
  readonly signingKeyNames: readonly string[];
  readonly logSamplingPercent: number;
  readonly logShards?: number;
  readonly logRetentionHours: number;
}

function deliveryIntent(name: string, args: SharedDeliveryArgs): DeliveryIntent {
  const {
    playlistSeconds = 2,
    segmentSeconds = 86_400,
    logSamplingPercent = 1,
    logShards,
    logRetentionHours = 24,
  } = args;
  const signingKeyNames = Object.keys(args.signingKeys ?? {});
  const checks = new Requirements(SharedDelivery.type, name)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .whole("playlistSeconds", playlistSeconds, { min: 1, max: LONGEST_PLAYLIST_SECONDS })
    .whole("segmentSeconds", segmentSeconds, { min: 1, max: LONGEST_SEGMENT_SECONDS })
    .list("signingKeys", signingKeyNames, { max: KEYS_PER_GROUP })
    .whole("logSamplingPercent", logSamplingPercent, { min: 1, max: 100 })
    .whole("logShards", logShards, { min: 1 })
    .whole("logRetentionHours", logRetentionHours, { min: 24, max: 8760 });
  for (const key of signingKeyNames) checks.text("signingKeys", key, KEY_RULE);
  checks.enforce();
  const shards = logShards === undefined ? {} : { logShards };
  return { playlistSeconds, segmentSeconds, signingKeyNames, logSamplingPercent, ...shards, logRetentionHours };
}

interface Freshness {
  /** Never 0: an origin that says no-store by mistake must not bring every viewer to it. */
  readonly min: number;
  readonly usual: number;
  readonly max: number;
}

function cachePolicy(
  children: Children,
  role: string,
  { min, usual, max }: Freshness,
  query: readonly string[],
): Output<string> {
  const queryStringsConfig =
    query.length === 0
      ? { queryStringBehavior: "none" }
      : { queryStringBehavior: "whitelist", queryStrings: { items: [...query] } };
  const policy = children.make(CachePolicy, role, {
    name: children.physicalName(role, { maxLength: NAME_LENGTH }),
    minTtl: min,
    defaultTtl: usual,
    maxTtl: max,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig,
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  });
  return policy.id;
}

/** What an origin is told beside the cache key: where a page stands, for CORS. Never the host: a bucket answers to its own name alone. */
function originRequests(children: Children): Output<string> {
  const headers = ["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"];
  const policy = children.make(OriginRequestPolicy, "origin-requests", {
    name: children.physicalName("origin-requests", { maxLength: NAME_LENGTH }),
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "whitelist", headers: { items: headers } },
    queryStringsConfig: { queryStringBehavior: "none" },
  });
  return policy.id;
}

function responseHeaders(children: Children): Output<string> {
  const policy = children.make(ResponseHeadersPolicy, "response-headers", {
    name: children.physicalName("response-headers", { maxLength: NAME_LENGTH }),
    corsConfig: {
      accessControlAllowCredentials: false,
      accessControlAllowHeaders: { items: ["*"] },
      accessControlAllowMethods: { items: ["GET", "HEAD", "OPTIONS"] },
      accessControlAllowOrigins: { items: ["*"] },
      accessControlExposeHeaders: { items: ["Age", "Date", "Server-Timing"] },
      accessControlMaxAgeSec: 86_400,
      originOverride: true,
    },
    securityHeadersConfig: { strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true } },
    // Whether an edge had it, told to a player in a hundred: enough to see a cold cache.
    serverTimingHeadersConfig: { enabled: true, samplingRate: 1 },
  });
  return policy.id;
}

function originAccess(children: Children): Output<string> {
  const control = children.make(OriginAccessControl, "origin-access", {
    name: children.physicalName("origin-access", { maxLength: 64 }),
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  return control.id;
}

function keyGroup(children: Children, keys: Readonly<Record<string, Input<string>>>): Output<string> | undefined {
  const items = Object.entries(keys).map(([key, encodedKey]) => {
    const role = { role: "signing-key", key };
    const name = children.physicalName(role, { maxLength: NAME_LENGTH });
    return children.make(PublicKey, role, { name, encodedKey }).id;
  });
  if (items.length === 0) return undefined;
  const name = children.physicalName("signing-keys", { maxLength: NAME_LENGTH });
  return children.make(KeyGroup, "signing-keys", { name, items }).id;
}

function logStream(children: Children, { logShards, logRetentionHours }: DeliveryIntent): Stream {
  const size =
    logShards === undefined
      ? { streamModeDetails: { streamMode: "ON_DEMAND" } }
      : { streamModeDetails: { streamMode: "PROVISIONED" }, shardCount: logShards };
  return children.make(Stream, "log-stream", {
    name: children.physicalName("log-stream", { maxLength: 128 }),
    ...size,
    retentionPeriod: logRetentionHours,
    encryptionType: "KMS",
    kmsKeyId: "alias/aws/kinesis",
  });
}

function realtimeLog(children: Children, accountId: string, stream: Stream, samplingRate: number): Output<string> {
  const role = children.make(Role, "log-role", {
    name: children.physicalName("log-role", { maxLength: ROLE_NAME_LENGTH }),
    assumeRolePolicy: trustService("cloudfront.amazonaws.com", accountId),
  });
  const write = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"];
  const policy = children.make(RolePolicy, "log-policy", {
    name: children.physicalName("log-policy", { maxLength: ROLE_POLICY_NAME_LENGTH }),
    role: role.name,
    policy: policyDocument([{ Effect: "Allow", Action: write, Resource: stream.arn }]),
  });
  const config = children.make(
    RealtimeLogConfig,
    "log",
    {
      name: children.physicalName("log", { maxLength: NAME_LENGTH }),
      samplingRate,
      fields: LOG_FIELDS,
      endpoint: { streamType: "Kinesis", kinesisStreamConfig: { roleArn: role.arn, streamArn: stream.arn } },
    },
    { dependsOn: [policy] },
  );
  return config.arn;
}
