import { Distribution as CloudFrontDistribution } from "@pulumi/aws/cloudfront/distribution";
import { RealtimeLogConfig } from "@pulumi/aws/cloudfront/realtimeLogConfig";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { cloudfront } from "@pulumi/aws/types/input";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, trustService } from "../iam";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, HOST_RULE, REGION_RULE, Requirements } from "../requirements";
import {
  behaviorsFor,
  defaultBehavior,
  type MediaCachePolicies,
  PROTOCOLS,
  type StreamProtocol,
} from "./distribution-behaviors";

/** Where media comes from: a bucket when it has an access control, else a server that speaks HTTPS. */
export interface MediaOrigin {
  readonly domainName: Input<string>;
  /** @default none: not a bucket */
  readonly originAccessControlId?: Input<string>;
  /** Where in the origin the event's media lies, such as `/final`. @default the top */
  readonly path?: string;
}

/** Real-time logs of one host alone. */
export interface HostLogs {
  readonly streamArn: Input<string>;
  readonly samplingPercentage: number;
  readonly accountId: string;
}

/** One media host of an event on CloudFront. */
export interface DistributionArgs extends Overridable {
  /** The host that viewers ask; it may stand on one distribution only. */
  readonly host: string;
  readonly protocol: StreamProtocol;
  /** In us-east-1, and covering the host. */
  readonly certificateArn: Input<string>;
  /** Whose signatures are taken: media is protected by signed URLs, not by a web ACL. */
  readonly keyGroupIds: readonly Input<string>[];
  readonly cachePolicies: MediaCachePolicies;
  readonly origin: MediaOrigin;
  /** Asked when the origin fails. @default none */
  readonly fallback?: MediaOrigin;
  /** Region of the one cache that asks the origin: the region with a shield that is nearest to it. */
  readonly shieldRegion: string;
  /** What the plan expects of this host; nothing is built from it, the policies read it. @default not stated */
  readonly expected?: { readonly gbps: number; readonly requestsPerSecond: number };
  /** Real-time logs of a sample: the platform's configuration, or one of the host's own with another share, in whole percents. @default none */
  readonly logs?: { readonly configArn: Input<string> } | HostLogs;
  /** @default "PriceClass_All": viewers are where they are */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** @default CloudFront's SimpleCORS: pages of the app host ask for media of this one */
  readonly responseHeadersPolicyId?: Input<string>;
}

const SIMPLE_CORS = "60669652-455b-4ae9-85a4-c4c02393f86c";
/** A live segment is of use for seconds; another origin must be asked before they are over. */
const CONNECTION = { connectionAttempts: 2, connectionTimeout: 2 };
const READ_TIMEOUT_SECONDS = 5;
/** What an origin answers when it fails, or when it has not yet what its twin has. */
const FAILURES = [404, 500, 502, 503, 504];
/** Kept for 10 s unless told otherwise: two segments that nobody sees. @see CloudFront developer guide, "Control how long CloudFront caches errors" */
const CACHED_ERRORS = [403, ...FAILURES];
const ERROR_SECONDS = 1;
/** @see CloudFront developer guide, "Use Amazon CloudFront Origin Shield" */
const SHIELD_REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "ap-south-1",
  "ap-northeast-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "sa-east-1",
  "me-central-1",
];
const LOG_FIELDS = [
  "timestamp",
  "time-to-first-byte",
  "sc-status",
  "sc-bytes",
  "cs-uri-stem",
  "x-edge-location",
  "x-edge-result-type",
  "c-country",
  "asn",
];

/** A media host on CloudFront: signed URLs, a shield before each origin, failover, errors forgotten at once, and logs of a sample. */
export class Distribution extends ComponentResource {
  static readonly type = "tidegate:delivery:Distribution";
  readonly host: string;
  readonly distributionId: Output<string>;
  /** What the host's CNAME points to. */
  readonly domainName: Output<string>;

  constructor(name: string, args: DistributionArgs, opts?: ComponentResourceOptions) {
    super(Distribution.type, name, distributionIntent(Distribution.type, name, args), opts);
    const parts = new DistributionParts(new Children(this, name, args), args);
    const distribution = parts.distribution(parts.logConfig());
    this.host = args.host;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    parts.children.publish({ host: this.host, distributionId: this.distributionId, domainName: this.domainName });
  }
}

function distributionIntent(type: string, name: string, args: DistributionArgs) {
  const { host, protocol, shieldRegion, expected, priceClass = "PriceClass_All" } = args;
  const logs = ownLogs(args);
  const path = { pattern: /^\/[!-~]*[^/]$/, words: "a path that begins with a slash and doesn't end in one" };
  new Requirements(type, name)
    .text("host", host, HOST_RULE)
    .oneOf("protocol", protocol, PROTOCOLS)
    .list(
      "keyGroupIds",
      args.keyGroupIds.map((_, at) => at),
      { min: 1, max: 4 },
    )
    .text("shieldRegion", shieldRegion, REGION_RULE)
    .oneOf("shieldRegion", shieldRegion, SHIELD_REGIONS)
    .text("origin.path", args.origin.path, path)
    .text("fallback.path", args.fallback?.path, path)
    .number("expected.gbps", expected?.gbps, { min: 0 })
    .number("expected.requestsPerSecond", expected?.requestsPerSecond, { min: 0 })
    .whole("logs.samplingPercentage", logs?.samplingPercentage, { min: 1, max: 100 })
    .text("logs.accountId", logs?.accountId, ACCOUNT_RULE)
    .oneOf("priceClass", priceClass, ["PriceClass_100", "PriceClass_200", "PriceClass_All"])
    .holds(
      protocol !== "ll-hls" || args.cachePolicies.lowLatencyPlaylists !== undefined,
      "cachePolicies.lowLatencyPlaylists",
      "absent",
      "a policy with _HLS_msn and _HLS_part in its key: without them all players get one playlist",
    )
    .enforce();
  const sampling = logs === undefined ? {} : { samplingPercentage: logs.samplingPercentage };
  const failover = args.fallback === undefined ? "none" : "fallback";
  return {
    host,
    protocol,
    shieldRegion,
    priceClass,
    ...sampling,
    failover,
    ...(expected === undefined ? {} : { expected }),
    ...overriddenInputs(args),
  };
}

function ownLogs({ logs }: DistributionArgs): HostLogs | undefined {
  return logs === undefined || "configArn" in logs ? undefined : logs;
}

class DistributionParts {
  constructor(
    readonly children: Children,
    readonly args: DistributionArgs,
  ) {}

  logConfig(): Input<string> | undefined {
    const { args } = this;
    if (args.logs !== undefined && "configArn" in args.logs) return args.logs.configArn;
    const logs = ownLogs(args);
    if (logs === undefined) return undefined;
    const role = this.children.make(Role, "log-role", {
      name: this.children.physicalName("log-role", { maxLength: ROLE_NAME_LENGTH }),
      assumeRolePolicy: trustService("cloudfront.amazonaws.com", logs.accountId),
    });
    const write = [
      "kinesis:DescribeStreamSummary",
      "kinesis:DescribeStream",
      "kinesis:PutRecord",
      "kinesis:PutRecords",
    ];
    const policy = this.children.make(RolePolicy, "log-policy", {
      name: this.children.physicalName("log-policy", { maxLength: ROLE_POLICY_NAME_LENGTH }),
      role: role.name,
      policy: policyDocument([{ Effect: "Allow", Action: write, Resource: logs.streamArn }]),
    });
    const config = this.children.make(
      RealtimeLogConfig,
      "logs",
      {
        name: this.children.physicalName("logs", { maxLength: 64 }),
        samplingRate: logs.samplingPercentage,
        fields: LOG_FIELDS,
        endpoint: { streamType: "Kinesis", kinesisStreamConfig: { roleArn: role.arn, streamArn: logs.streamArn } },
      },
      { dependsOn: [policy] },
    );
    return config.arn;
  }

  distribution(realtimeLogConfigArn: Input<string> | undefined): CloudFrontDistribution {
    const { args } = this;
    const { host, certificateArn, fallback, priceClass = "PriceClass_All" } = args;
    const settings = {
      originId: fallback === undefined ? "origin" : "origins",
      policies: args.cachePolicies,
      keyGroupIds: args.keyGroupIds,
      responseHeadersPolicyId: args.responseHeadersPolicyId ?? SIMPLE_CORS,
      ...(realtimeLogConfigArn === undefined ? {} : { realtimeLogConfigArn }),
    };
    return this.children.make(CloudFrontDistribution, "cdn", {
      enabled: true,
      comment: host.slice(0, 128),
      aliases: [host],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass,
      viewerCertificate: {
        acmCertificateArn: certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      origins: [
        this.origin("origin", args.origin),
        ...(fallback === undefined ? [] : [this.origin("fallback", fallback)]),
      ],
      originGroups: fallback === undefined ? [] : [ORIGIN_GROUP],
      defaultCacheBehavior: defaultBehavior(settings),
      orderedCacheBehaviors: [...behaviorsFor(args.protocol, settings)],
      customErrorResponses: CACHED_ERRORS.map((errorCode) => ({ errorCode, errorCachingMinTtl: ERROR_SECONDS })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
    });
  }

  private origin(
    originId: string,
    { domainName, originAccessControlId, path }: MediaOrigin,
  ): cloudfront.DistributionOrigin {
    return {
      originId,
      domainName,
      ...(path === undefined ? {} : { originPath: path }),
      originShield: { enabled: true, originShieldRegion: this.args.shieldRegion },
      ...CONNECTION,
      ...(originAccessControlId === undefined ? { customOriginConfig: HTTPS_ORIGIN } : { originAccessControlId }),
    };
  }
}

const ORIGIN_GROUP = {
  originId: "origins",
  failoverCriteria: { statusCodes: FAILURES },
  members: [{ originId: "origin" }, { originId: "fallback" }],
};

const HTTPS_ORIGIN = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: "https-only",
  originSslProtocols: ["TLSv1.2"],
  originReadTimeout: READ_TIMEOUT_SECONDS,
  originKeepaliveTimeout: 60,
};
