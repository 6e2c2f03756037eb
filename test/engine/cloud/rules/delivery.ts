import { cited, fact, modelled, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text, texts, textsAt, valuesAt } from "../values";
import { inUse, itemsLimited, limited, mustExist, others, rule, target, unique } from "./builders";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const CACHE_POLICY = "aws:cloudfront/cachePolicy:CachePolicy";
const REQUEST_POLICY = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy";
const HEADERS_POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";
const LOG_CONFIG = "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig";
const SUBSCRIPTION = "aws:cloudfront/monitoringSubscription:MonitoringSubscription";
const STORE = "aws:cloudfront/keyValueStore:KeyValueStore";
const PUBLIC_KEY = "aws:cloudfront/publicKey:PublicKey";
const KEY_GROUP = "aws:cloudfront/keyGroup:KeyGroup";
const FUNCTION = "aws:cloudfront/function:Function";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const ZONE = "aws:route53/zone:Zone";
const RECORD = "aws:route53/record:Record";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

/** CloudFront's own cache, origin request and response header policies, which every account has. */
const MANAGED_POLICIES: ReadonlySet<string> = new Set([
  // cache: CachingOptimized, CachingOptimizedForUncompressedObjects, CachingDisabled, Elemental-MediaPackage, Amplify, UseOriginCacheControlHeaders (-QueryStrings)
  "658327ea-f89d-4fab-a63d-7e88639e58f6",
  "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "08627262-05a9-4f76-9ded-b50ca2e3a84f",
  "2e54312d-136d-493c-8eb9-b001f22f67d2",
  "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
  "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
  // origin request: AllViewer, AllViewerExceptHostHeader, AllViewerAndCloudFrontHeaders-2022-06, CORS-CustomOrigin, CORS-S3Origin, UserAgentRefererHeaders, Elemental-MediaTailor
  "216adef6-5c7f-47e4-b989-5492eafa07d3",
  "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "33f36d7e-f396-46d9-90e0-52428a34d9dc",
  "59781a5b-3903-41f3-afcb-af62929ccde1",
  "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  "acba4595-bd28-49b8-b9fe-13317c0390fa",
  "775133bc-15f2-49f9-abea-afb2e0bf67d2",
  // response headers: SimpleCORS, CORS-With-Preflight, SecurityHeadersPolicy, CORS-and-SecurityHeadersPolicy, CORS-with-preflight-and-SecurityHeadersPolicy
  "60669652-455b-4ae9-85a4-c4c02393f86c",
  "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
  "67f7725c-6f97-4210-82d7-5512b31e9d03",
  "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
]);

const BEHAVIORS = ["defaultCacheBehavior", "orderedCacheBehaviors"] as const;

function behaviors(inputs: Props): readonly Props[] {
  return [props(inputs.defaultCacheBehavior), ...list(inputs.orderedCacheBehaviors).map((item) => props(item))];
}

function behaviorUsers(path: string, by = "id") {
  return BEHAVIORS.map((behavior) => ({ type: DISTRIBUTION, path: `${behavior}.${path}`, by }));
}

function behaviorTarget(path: string, type: string, code: string, when: string, by = "id"): readonly Refusal[] {
  return BEHAVIORS.map((behavior) =>
    mustExist(
      DISTRIBUTION,
      `${behavior}.${path}`,
      target(type, by),
      modelled(DISTRIBUTION, "create", code, when),
      (value) => MANAGED_POLICIES.has(value),
    ),
  );
}

/** Whether a certificate's name covers a host: the same, or a wildcard for one label. */
export function covers(name: string, host: string): boolean {
  if (name.toLowerCase() === host.toLowerCase()) return true;
  return name.startsWith("*.") && host.slice(host.indexOf(".") + 1).toLowerCase() === name.slice(2).toLowerCase();
}

function certificateProblem(
  inputs: Props,
  certificates: readonly { readonly location: string; readonly inputs: Props; readonly outputs: Props }[],
): string | undefined {
  const arn = text(props(inputs.viewerCertificate).acmCertificateArn);
  const aliases = texts(inputs.aliases);
  if (arn === undefined || arn === "") {
    const own = props(inputs.viewerCertificate).cloudfrontDefaultCertificate === true;
    return own && aliases.length > 0
      ? "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate"
      : undefined;
  }
  const found = certificates.find((certificate) => certificate.outputs.arn === arn);
  if (arn.split(":")[3] !== "us-east-1" || found === undefined)
    return "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain";
  const names = [text(found.inputs.domainName) ?? "", ...texts(found.inputs.subjectAlternativeNames)];
  const bare = aliases.find((alias) => !names.some((name) => covers(name, alias)));
  return bare === undefined
    ? undefined
    : `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) ${bare}`;
}

function ttlProblem(policy: Props): string | undefined {
  const low = number(policy.minTtl) ?? 0;
  const high = number(policy.maxTtl) ?? 31_536_000;
  const usual = number(policy.defaultTtl) ?? Math.max(86_400, low);
  return low <= usual && usual <= high
    ? undefined
    : `MinTTL ${low}, DefaultTTL ${usual} and MaxTTL ${high} are out of order`;
}

const policyTypes: readonly (readonly [type: string, name: string, path: string, quota: string])[] = [
  [CACHE_POLICY, "CachePolicy", "cachePolicyId", "L-7D134442"],
  [REQUEST_POLICY, "OriginRequestPolicy", "originRequestPolicyId", "L-C3659C43"],
  [
    HEADERS_POLICY,
    "ResponseHeadersPolicy",
    "responseHeadersPolicyId",
    "cloudfront: Custom response headers policies per AWS account",
  ],
];

const policies = policyTypes.flatMap(([type, name, path, quota]): readonly Refusal[] => [
  unique(type, { by: "name", scope: "account" }, fact(type, `${name}AlreadyExists`)),
  limited(
    type,
    { quota },
    fact(type, name === "CachePolicy" ? "TooManyCachePolicies" : `TooMany${name.slice(0, -1)}ies`),
  ),
  inUse(type, behaviorUsers(path), fact(type, `${name}InUse`)),
  ...behaviorTarget(path, type, `NoSuch${name}`, "a named policy does not exist"),
]);

/** What CloudFront, ACM and Route 53 refuse. */
export const DELIVERY_REFUSALS: readonly Refusal[] = [
  rule(
    "distribution.alias",
    [DISTRIBUTION],
    ["create", "update"],
    fact(DISTRIBUTION, "CNAMEAlreadyExists"),
    (asked) => {
      const aliases = texts(asked.inputs.aliases).map((alias) => alias.toLowerCase());
      const taken = asked.cloud
        .objects(DISTRIBUTION)
        .filter((object) => object !== asked.object)
        .flatMap((object) => texts(object.inputs.aliases))
        .find((alias) => aliases.includes(alias.toLowerCase()));
      return taken === undefined
        ? undefined
        : `One or more of the CNAMEs you provided are already associated with a different resource: ${taken}`;
    },
  ),
  rule(
    "distribution.certificate",
    [DISTRIBUTION],
    ["create", "update"],
    fact(DISTRIBUTION, "InvalidViewerCertificate"),
    (asked) => certificateProblem(asked.inputs, asked.cloud.objects(CERTIFICATE)),
  ),
  limited(DISTRIBUTION, { quota: "L-24B04930" }, fact(DISTRIBUTION, "TooManyDistributions")),
  itemsLimited(DISTRIBUTION, "orderedCacheBehaviors", "L-F432D044", fact(DISTRIBUTION, "TooManyCacheBehaviors")),
  itemsLimited(DISTRIBUTION, "aliases", "L-AAD4943E", fact(DISTRIBUTION, "TooManyDistributionCNAMEs")),
  itemsLimited(
    DISTRIBUTION,
    "origins",
    "L-B4048FB4",
    modelled(DISTRIBUTION, "create", "TooManyOrigins", "too many origins"),
  ),
  itemsLimited(
    DISTRIBUTION,
    "originGroups",
    "L-1B2BD627",
    modelled(DISTRIBUTION, "create", "TooManyOriginGroupsPerDistribution", "too many origin groups"),
  ),
  rule(
    "distribution.key-groups",
    [DISTRIBUTION],
    ["create", "update"],
    modelled(DISTRIBUTION, "create", "TooManyKeyGroupsAssociatedToDistribution", "too many key groups"),
    (asked) => {
      const used = new Set(behaviors(asked.inputs).flatMap((behavior) => texts(behavior.trustedKeyGroups))).size;
      const allowed = asked.cloud.quota("L-E7E9ACEB") ?? Infinity;
      return used <= allowed ? undefined : `${used} key groups, ${allowed} are allowed (quota L-E7E9ACEB)`;
    },
  ),
  rule(
    "distribution.ttl-order",
    [DISTRIBUTION],
    ["create", "update"],
    fact(DISTRIBUTION, "InvalidTTLOrder"),
    (asked) => {
      const legacy = behaviors(asked.inputs).filter(
        (behavior) =>
          !isGiven(behavior.cachePolicyId) &&
          ["minTtl", "defaultTtl", "maxTtl"].some((name) => behavior[name] !== undefined),
      );
      return legacy.map(ttlProblem).find((problem) => problem !== undefined);
    },
  ),
  rule("distribution.web-acl", [DISTRIBUTION], ["create", "update"], fact(DISTRIBUTION, "InvalidWebACLId"), (asked) => {
    const acl = text(asked.inputs.webAclId);
    if (acl === undefined || acl === "") return undefined;
    const found = asked.cloud.objects(WEB_ACL).find((object) => object.outputs.arn === acl);
    return found?.inputs.scope === "CLOUDFRONT"
      ? undefined
      : `The web ACL ${acl} is not a CLOUDFRONT-scope web ACL that exists`;
  }),
  rule(
    "distribution.origin-named",
    [DISTRIBUTION],
    ["create", "update"],
    fact(DISTRIBUTION, "NoSuchOrigin"),
    (asked) => {
      const ids = [...textsAt(asked.inputs, "origins.originId"), ...textsAt(asked.inputs, "originGroups.originId")];
      const wanted = [
        ...behaviors(asked.inputs).flatMap((behavior) => text(behavior.targetOriginId) ?? []),
        ...textsAt(asked.inputs, "originGroups.members.originId"),
      ];
      const missing = wanted.find((id) => !ids.includes(id));
      return missing === undefined
        ? undefined
        : `One or more of your origins or origin groups do not exist: ${missing}`;
    },
  ),
  rule(
    "distribution.origin-ids",
    [DISTRIBUTION],
    ["create", "update"],
    modelled(DISTRIBUTION, "create", "InvalidArgument", "two origins of one id, or behaviors of one path pattern"),
    (asked) => {
      const ids = [...textsAt(asked.inputs, "origins.originId"), ...textsAt(asked.inputs, "originGroups.originId")];
      if (new Set(ids).size < ids.length) return "The parameter Origin Id must be unique within a distribution";
      const paths = textsAt(asked.inputs, "orderedCacheBehaviors.pathPattern");
      return new Set(paths).size < paths.length ? "The parameter PathPattern contains duplicates" : undefined;
    },
  ),
  mustExist(
    DISTRIBUTION,
    "origins.originAccessControlId",
    target(ACCESS_CONTROL),
    modelled(DISTRIBUTION, "create", "InvalidOriginAccessControl", "the origin access control does not exist"),
  ),
  ...behaviorTarget(
    "realtimeLogConfigArn",
    LOG_CONFIG,
    "NoSuchRealtimeLogConfig",
    "the real-time log configuration does not exist",
    "arn",
  ),
  ...behaviorTarget("trustedKeyGroups", KEY_GROUP, "TrustedKeyGroupDoesNotExist", "a trusted key group does not exist"),
  ...behaviorTarget(
    "functionAssociations.functionArn",
    FUNCTION,
    "InvalidFunctionAssociation",
    "the function does not exist",
    "arn",
  ),
  rule("distribution.retained-in-use", [DISTRIBUTION], ["delete"], fact(DISTRIBUTION, "ResourceInUse"), (asked) => {
    const user = asked.cloud
      .objects(DISTRIBUTION)
      .find(
        (object) =>
          object.inputs.staging !== true &&
          isGiven(object.inputs.continuousDeploymentPolicyId) &&
          asked.inputs.staging === true,
      );
    return user === undefined ? undefined : `the staging distribution is attached to ${user.id}`;
  }),
  ...policies,
  rule("cachePolicy.ttl-order", [CACHE_POLICY], ["create", "update"], fact(CACHE_POLICY, "InvalidArgument"), (asked) =>
    ttlProblem(asked.inputs),
  ),
  unique(ACCESS_CONTROL, { by: "name", scope: "account" }, fact(ACCESS_CONTROL, "OriginAccessControlAlreadyExists")),
  limited(
    ACCESS_CONTROL,
    { quota: "cloudfront: Origin access controls per AWS account" },
    fact(ACCESS_CONTROL, "TooManyOriginAccessControls"),
  ),
  inUse(
    ACCESS_CONTROL,
    [{ type: DISTRIBUTION, path: "origins.originAccessControlId" }],
    fact(ACCESS_CONTROL, "OriginAccessControlInUse"),
  ),
  unique(LOG_CONFIG, { by: "name", scope: "account" }, fact(LOG_CONFIG, "RealtimeLogConfigAlreadyExists")),
  limited(
    LOG_CONFIG,
    { quota: "cloudfront: Real-time log configurations per account" },
    fact(LOG_CONFIG, "TooManyRealtimeLogConfigs"),
  ),
  inUse(LOG_CONFIG, behaviorUsers("realtimeLogConfigArn", "arn"), fact(LOG_CONFIG, "RealtimeLogConfigInUse")),
  mustExist(SUBSCRIPTION, "distributionId", target(DISTRIBUTION), fact(SUBSCRIPTION, "NoSuchDistribution")),
  unique(
    SUBSCRIPTION,
    { by: "distributionId", scope: "account" },
    fact(SUBSCRIPTION, "MonitoringSubscriptionAlreadyExists"),
  ),
  unique(STORE, { by: "name", scope: "account" }, fact(STORE, "EntityAlreadyExists")),
  inUse(
    STORE,
    [{ type: FUNCTION, path: "keyValueStoreAssociations", by: "arn" }],
    fact(STORE, "CannotDeleteEntityWhileInUse"),
  ),
  unique(PUBLIC_KEY, { by: "name", scope: "account" }, fact(PUBLIC_KEY, "PublicKeyAlreadyExists")),
  rule(
    "publicKey.form",
    [PUBLIC_KEY],
    ["create"],
    modelled(PUBLIC_KEY, "create", "InvalidArgument", "encodedKey is not a PEM public key"),
    (asked) =>
      /^-----BEGIN PUBLIC KEY-----\r?\n[\s\S]+-----END PUBLIC KEY-----\s*$/.test(text(asked.inputs.encodedKey) ?? "")
        ? undefined
        : "The parameter EncodedKey is not a valid PEM encoded public key",
  ),
  inUse(PUBLIC_KEY, [{ type: KEY_GROUP, path: "items" }], fact(PUBLIC_KEY, "PublicKeyInUse")),
  unique(KEY_GROUP, { by: "name", scope: "account" }, fact(KEY_GROUP, "KeyGroupAlreadyExists")),
  mustExist(KEY_GROUP, "items", target(PUBLIC_KEY), fact(KEY_GROUP, "InvalidArgument")),
  itemsLimited(KEY_GROUP, "items", "L-9EBD26CA", fact(KEY_GROUP, "TooManyPublicKeysInKeyGroup")),
  limited(KEY_GROUP, { quota: "L-D64DA6E2" }, fact(KEY_GROUP, "TooManyKeyGroups")),
  inUse(KEY_GROUP, behaviorUsers("trustedKeyGroups"), fact(KEY_GROUP, "ResourceInUse")),
  unique(FUNCTION, { by: "name", scope: "account" }, fact(FUNCTION, "FunctionAlreadyExists")),
  limited(FUNCTION, { quota: "cloudfront: Functions per account" }, fact(FUNCTION, "TooManyFunctions")),
  rule(
    "cloudfront-function.size",
    [FUNCTION],
    ["create", "update"],
    fact(FUNCTION, "FunctionSizeLimitExceeded"),
    (asked) =>
      (text(asked.inputs.code) ?? "").length > 10_240 ? "The function exceeds the maximum size of 10 KB" : undefined,
  ),
  inUse(FUNCTION, behaviorUsers("functionAssociations.functionArn", "arn"), fact(FUNCTION, "FunctionInUse")),

  limited(CERTIFICATE, { quota: "L-F141DD1D" }, fact(CERTIFICATE, "LimitExceededException")),
  rule(
    "certificate.names",
    [CERTIFICATE],
    ["create"],
    { ...fact(CERTIFICATE, "LimitExceededException"), when: "more domain names than a certificate may have" },
    (asked) => {
      const names = new Set([text(asked.inputs.domainName), ...texts(asked.inputs.subjectAlternativeNames)]).size;
      const allowed = asked.cloud.quota("L-FB94F0B0") ?? Infinity;
      return names <= allowed ? undefined : `${names} domain names, ${allowed} are allowed (quota L-FB94F0B0)`;
    },
  ),
  rule(
    "certificate.validation-options",
    [CERTIFICATE],
    ["create"],
    fact(CERTIFICATE, "InvalidDomainValidationOptionsException"),
    (asked) => {
      const names = [text(asked.inputs.domainName), ...texts(asked.inputs.subjectAlternativeNames)];
      const stray = textsAt(asked.inputs, "validationOptions.domainName").find((name) => !names.includes(name));
      return stray === undefined
        ? undefined
        : `Domain validation option ${stray} does not match a domain of the certificate`;
    },
  ),
  inUse(
    CERTIFICATE,
    [
      { type: "aws:lb/listener:Listener", path: "certificateArn", by: "arn" },
      { type: DISTRIBUTION, path: "viewerCertificate.acmCertificateArn", by: "arn" },
    ],
    fact(CERTIFICATE, "ResourceInUseException"),
  ),
  rule(
    "certificateValidation.records",
    [VALIDATION],
    ["create"],
    { ...fact(VALIDATION, "provider"), code: "provider" },
    (asked) => {
      const certificate = asked.cloud
        .objects(CERTIFICATE)
        .find((object) => object.outputs.arn === asked.inputs.certificateArn);
      if (certificate === undefined || asked.inputs.validationRecordFqdns === undefined) return undefined;
      const given = texts(asked.inputs.validationRecordFqdns).map((name) => name.replace(/\.$/, ""));
      const missing = valuesAt(certificate.outputs, "domainValidationOptions.resourceRecordName")
        .map((name) => String(name).replace(/\.$/, ""))
        .find((name) => !given.includes(name));
      return missing === undefined ? undefined : `missing certificate DNS validation record: ${missing}`;
    },
  ),
  mustExist(
    VALIDATION,
    "certificateArn",
    target(CERTIFICATE, "arn"),
    cited(
      "ResourceNotFoundException",
      "the certificate does not exist",
      "boto/botocore acm DescribeCertificate errors",
    ),
  ),

  limited(ZONE, { quota: "route53: Hosted zones per account" }, fact(ZONE, "TooManyHostedZones")),
  inUse(
    ZONE,
    [{ type: RECORD, path: "zoneId" }],
    fact(ZONE, "HostedZoneNotEmpty"),
    "not-empty",
    (inputs) => inputs.forceDestroy === true,
  ),
  mustExist(RECORD, "zoneId", target(ZONE), fact(RECORD, "NoSuchHostedZone")),
  rule("record.exists", [RECORD], ["create"], fact(RECORD, "InvalidChangeBatch"), (asked) => {
    if (asked.inputs.allowOverwrite === true) return undefined;
    const taken = others(asked).some((record) =>
      ["zoneId", "name", "type", "setIdentifier"].every(
        (name) => (record.inputs[name] ?? null) === (asked.inputs[name] ?? null),
      ),
    );
    return taken
      ? `Tried to create resource record set [name='${text(asked.inputs.name)}', type='${text(asked.inputs.type)}'] but it already exists`
      : undefined;
  }),
];
