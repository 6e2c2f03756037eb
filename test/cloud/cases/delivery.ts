import type { Props, Value } from "../../engine/cloud/values";
import type { World } from "../world";
import { at, type RefusedCase, set } from "./case";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const ACL = "aws:wafv2/webAcl:WebAcl";
const ACL_RULE = "aws:wafv2/webAclRule:WebAclRule";
const IP_SET = "aws:wafv2/ipSet:IpSet";
const RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup";
const RECORD = "aws:route53/record:Record";

const VISIBLE: Props = { cloudwatchMetricsEnabled: true, metricName: "all", sampledRequestsEnabled: true };

const aliased =
  (...aliases: readonly string[]) =>
  async (inputs: Props, world: World): Promise<Props> => {
    const certificate = await world.clients.up(CERTIFICATE, world.freshName(), {
      domainName: "*.example.com",
      validationMethod: "DNS",
    });
    return {
      ...inputs,
      aliases,
      viewerCertificate: { acmCertificateArn: certificate.id, sslSupportMethod: "sni-only" },
    };
  };

const behavior =
  (more: Props) =>
  (inputs: Props): Props => ({
    ...inputs,
    defaultCacheBehavior: { ...(inputs.defaultCacheBehavior as Props), ...more },
  });

const uncached =
  (more: Props) =>
  (inputs: Props): Props => {
    const { cachePolicyId: _cached, ...rest } = inputs.defaultCacheBehavior as {
      readonly cachePolicyId: Value;
    } & Props;
    return {
      ...inputs,
      defaultCacheBehavior: { ...rest, forwardedValues: { queryString: false, cookies: { forward: "none" } }, ...more },
    };
  };

const wafRule = (priority: number, statement: Props): Props => ({
  name: `rule${priority}`,
  priority,
  action: { block: {} },
  visibilityConfig: VISIBLE,
  statement,
});
const managed = (priority: number, name: string): Props => ({
  name: `managed${priority}`,
  priority,
  overrideAction: { none: {} },
  visibilityConfig: VISIBLE,
  statement: { managedRuleGroupStatement: { name, vendorName: "AWS" } },
});
const crossSite = (priority: number): Props =>
  wafRule(priority, {
    xssMatchStatement: { fieldToMatch: { queryString: {} }, textTransformations: [{ priority: 0, type: "NONE" }] },
  });

// The common rule set costs 700 units: seven of them are 4900, and 100 units are left.
const common = (count: number): readonly Props[] =>
  Array.from({ length: count }, (_, index) => managed(index, "AWSManagedRulesCommonRuleSet"));

const keyGroups = async (world: World, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let variant = 0; variant < count; variant += 1)
    ids.push(await world.id("aws:cloudfront/keyGroup:KeyGroup", variant));
  return ids;
};

const setArn = (world: World) => world.output(IP_SET, "arn");
const GHOST = "arn:aws:wafv2:us-east-1:111122223333:regional/ipset/ghost/00000000-0000-0000-0000-000000000000";

const referenceCases = (name: string, wrap: (statement: Props) => Props): Readonly<Record<string, RefusedCase>> => ({
  [`${name}.references`]: {
    good: async (inputs, world) => ({ ...inputs, ...wrap({ ipSetReferenceStatement: { arn: await setArn(world) } }) }),
    bad: set(wrap({ notStatement: { statements: [{ ipSetReferenceStatement: { arn: GHOST } }] } })),
  },
  [`${name}.rule-form`]: {
    good: set(wrap({ rateBasedStatement: { limit: 100, aggregateKeyType: "CUSTOM_KEYS", customKeys: [{ ip: {} }] } })),
    bad: set(wrap({ rateBasedStatement: { limit: 100, aggregateKeyType: "CUSTOM_KEYS" } })),
  },
});

const scopeCases = (name: string): Readonly<Record<string, RefusedCase>> => ({
  [`${name}.scope-region`]: {
    good: set({ scope: "CLOUDFRONT", region: "us-east-1" }),
    bad: set({ region: "eu-west-1" }),
  },
});

/** Refused CDN, certificates, zones and firewalls. */
export const DELIVERY_CASES: Readonly<Record<string, RefusedCase>> = {
  "distribution.alias": {
    before: async (world) =>
      world.clients.up(
        DISTRIBUTION,
        "other",
        await aliased("media.example.com")(await world.inputs(DISTRIBUTION, 3), world),
      ),
    good: aliased("media-2.example.com"),
    bad: set({ aliases: ["MEDIA.example.com"] }),
  },
  "distribution.certificate": { good: aliased("media.example.com"), bad: set({ aliases: ["deep.media.example.com"] }) },
  "distribution.key-groups": {
    options: { quotas: { "L-E7E9ACEB": 2 } },
    good: async (inputs, world) => behavior({ trustedKeyGroups: await keyGroups(world, 2) })(inputs),
    bad: async (inputs, world) => behavior({ trustedKeyGroups: await keyGroups(world, 3) })(inputs),
  },
  "distribution.ttl-order": {
    good: uncached({ minTtl: 0, defaultTtl: 5, maxTtl: 10 }),
    bad: uncached({ minTtl: 0, defaultTtl: 11, maxTtl: 10 }),
  },
  "distribution.web-acl": {
    good: async (inputs, world) => ({
      ...inputs,
      webAclId:
        (await world.clients.up(ACL, "global", { ...(await world.inputs(ACL, 4)), scope: "CLOUDFRONT" })).outputs.arn ??
        "",
    }),
    bad: async (inputs, world) => ({ ...inputs, webAclId: await world.output(ACL, "arn") }),
  },
  "distribution.origin-named": { bad: behavior({ targetOriginId: "elsewhere" }) },
  "distribution.origin-ids": {
    bad: (inputs) => ({
      ...inputs,
      origins: [...(inputs.origins as readonly Value[]), ...(inputs.origins as readonly Value[])],
    }),
  },
  "distribution.retained-in-use": {
    good: set({ staging: false }),
    bad: set({ staging: true }),
    arrange: async (_state, world) =>
      world.clients.up(DISTRIBUTION, "primary", {
        ...(await world.inputs(DISTRIBUTION, 3)),
        continuousDeploymentPolicyId: "policy",
      }),
    release: async (_state, world) => {
      const primary = world.cloud
        .objects(DISTRIBUTION)
        .find((object) => object.inputs.continuousDeploymentPolicyId === "policy");
      if (primary !== undefined) world.cloud.remove(primary);
    },
  },
  "cachePolicy.ttl-order": { bad: set({ maxTtl: 1 }) },
  "publicKey.form": { bad: set({ encodedKey: "ssh-rsa AAAA" }) },
  "cloudfront-function.size": { good: set({ code: "x".repeat(10_240) }), bad: set({ code: "x".repeat(10_241) }) },
  "certificate.names": {
    options: { quotas: { "L-FB94F0B0": 2 } },
    good: set({ subjectAlternativeNames: ["a.example.com"] }),
    bad: set({ subjectAlternativeNames: ["a.example.com", "b.example.com"] }),
  },
  "certificate.validation-options": {
    good: set({ validationOptions: [{ domainName: "media-1.example.com", validationDomain: "example.com" }] }),
    bad: set({ validationOptions: [{ domainName: "other.example.com", validationDomain: "example.com" }] }),
  },
  "certificateValidation.records": {
    good: async (inputs, world) => ({
      ...inputs,
      validationRecordFqdns: ((await world.output(CERTIFICATE, "domainValidationOptions")) as readonly Props[]).map(
        (option) => option.resourceRecordName ?? "",
      ),
    }),
    bad: set({ validationRecordFqdns: ["_other.example.com"] }),
  },
  "record.exists": {
    before: (world) => world.the(RECORD, 2),
    good: async (_inputs, world) => ({ ...(await world.inputs(RECORD, 2)), allowOverwrite: true }),
    bad: set({ allowOverwrite: false }),
  },
  ...scopeCases("WebAcl"),
  ...scopeCases("IpSet"),
  ...scopeCases("RuleGroup"),
  "webAcl.capacity": {
    good: set({ rules: [...common(7), crossSite(10), crossSite(11)] }),
    bad: set({ rules: [...common(7), crossSite(10), crossSite(11), crossSite(12)] }),
  },
  "ruleGroup.capacity": { good: set({ capacity: 40, rules: [crossSite(1)] }), bad: set({ capacity: 39 }) },
  ...referenceCases("WebAcl", (statement) => ({ rules: [wafRule(1, statement)] })),
  ...referenceCases("RuleGroup", (statement) => ({ rules: [wafRule(1, statement)], capacity: 100 })),
  ...referenceCases("WebAclRule", (statement) => ({ statement })),
  "webAclRule.priority": { before: (world) => world.the(ACL_RULE, 2), bad: set({ priority: 12 }) },
  "webAclRule.capacity": {
    before: async (world) => {
      const acl = await world.the(ACL);
      world.cloud.patch(ACL, acl.id, { inputs: { rules: [...common(7), crossSite(8), crossSite(9)] } });
    },
    // 4900 + 80 units are used; 20 fit, 40 do not.
    good: set({
      statement: {
        sqliMatchStatement: { fieldToMatch: { queryString: {} }, textTransformations: [{ priority: 0, type: "NONE" }] },
      },
    }),
    bad: set({
      statement: {
        xssMatchStatement: { fieldToMatch: { queryString: {} }, textTransformations: [{ priority: 0, type: "NONE" }] },
      },
    }),
  },
  "ipSet.addresses": {
    options: { quotas: { "wafv2: CIDR ranges per IP set": 1 } },
    bad: set({ addresses: ["203.0.113.0/25", "203.0.113.128/25"] }),
  },
  "ipSet.address-form": { good: set({ addresses: ["203.0.113.7/32"] }), bad: set({ addresses: ["203.0.113.7"] }) },
  ...Object.fromEntries(
    [IP_SET, RULE_GROUP].map((type): [string, RefusedCase] => [
      `${type.split(":")[2]}.in-use`,
      {
        bad: (inputs) => inputs,
        arrange: async (state, world) => {
          const statement: Props =
            type === IP_SET
              ? { ipSetReferenceStatement: { arn: state.outputs.arn ?? "" } }
              : { ruleGroupReferenceStatement: { arn: state.outputs.arn ?? "" } };
          const rule = type === IP_SET ? wafRule(1, statement) : { ...managed(1, ""), statement };
          await world.clients.up(ACL, "user", { ...(await world.inputs(ACL, 2)), rules: [rule] });
        },
        release: async (_state, world) => {
          const acl = world.cloud.objects(ACL)[0];
          if (acl !== undefined) world.cloud.remove(acl);
        },
      },
    ]),
  ),
  "webAclAssociation.kind": { bad: set({ resourceArn: "arn:aws:cloudfront::111122223333:distribution/E000" }) },
  "webAclAssociation.resource": { bad: (inputs) => ({ ...inputs, resourceArn: `${String(inputs.resourceArn)}0` }) },
  "webAclLogging.destination": {
    bad: at("logDestinationConfigs", ["arn:aws:logs:us-east-1:111122223333:log-group:app"]),
  },
};
