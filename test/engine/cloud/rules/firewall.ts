import { cited, fact, modelled, type Refusal } from "../refusal";
import { isGiven, isProps, list, number, type Props, props, text, textsAt, type Value } from "../values";
import { inUse, limited, mustExist, rule, target, unique } from "./builders";
import { DISTRIBUTION } from "./delivery";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const ACL_RULE = "aws:wafv2/webAclRule:WebAclRule";
const IP_SET = "aws:wafv2/ipSet:IpSet";
const RULE_GROUP = "aws:wafv2/ruleGroup:RuleGroup";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

// AWS WAF Developer Guide, capacity units of statements and of the AWS managed rule groups.
const STATEMENT_WCU: Readonly<Record<string, number>> = {
  geoMatchStatement: 1,
  ipSetReferenceStatement: 1,
  labelMatchStatement: 1,
  rateBasedStatement: 2,
  regexMatchStatement: 3,
  regexPatternSetReferenceStatement: 25,
  sizeConstraintStatement: 1,
  sqliMatchStatement: 20,
  xssMatchStatement: 40,
  asnMatchStatement: 1,
};

const MANAGED_WCU: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
};

const CUSTOM_KEY_WCU = 30;

/** The capacity units of a statement; a kind or managed group whose cost is not known counts nothing. */
export function statementWcu(statement: Props, groups: ReadonlyMap<string, number>): number {
  return Object.entries(statement).reduce((sum, [kind, body]) => sum + partWcu(kind, props(body), groups), 0);
}

function partWcu(kind: string, body: Props, groups: ReadonlyMap<string, number>): number {
  if (kind === "andStatement" || kind === "orStatement") {
    return list(body.statements).reduce<number>((sum, item) => sum + statementWcu(props(item), groups), 0);
  }
  if (kind === "notStatement") {
    const inner = isProps(body.statement) ? [body.statement] : list(body.statements);
    return inner.reduce<number>((sum, item) => sum + statementWcu(props(item), groups), 0);
  }
  if (kind === "managedRuleGroupStatement") return MANAGED_WCU[text(body.name) ?? ""] ?? 0;
  if (kind === "ruleGroupReferenceStatement") return groups.get(text(body.arn) ?? "") ?? 0;
  const own = kind === "byteMatchStatement" ? byteMatchWcu(body) : (STATEMENT_WCU[kind] ?? 0);
  const keys = kind === "rateBasedStatement" ? CUSTOM_KEY_WCU * list(body.customKeys).length : 0;
  const scope = isProps(body.scopeDownStatement) ? statementWcu(body.scopeDownStatement, groups) : 0;
  return own + keys + scope + transformations(body);
}

function byteMatchWcu(body: Props): number {
  return (text(body.positionalConstraint) ?? "").startsWith("CONTAINS") ? 10 : 2;
}

// Each text transformation costs 10 units, in any statement (AWS WAF Developer Guide, text transformations).
const TRANSFORMATION_WCU = 10;

function transformations(body: Props): number {
  const real = list(body.textTransformations).filter((item) => props(item).type !== "NONE");
  return TRANSFORMATION_WCU * real.length;
}

/** The capacity units of a list of rules. */
export function rulesWcu(rules: Value | undefined, groups: ReadonlyMap<string, number>): number {
  return list(rules).reduce<number>((sum, item) => sum + statementWcu(props(props(item).statement), groups), 0);
}

function groupCapacities(cloud: {
  objects(type: string): readonly { readonly inputs: Props; readonly outputs: Props }[];
}): ReadonlyMap<string, number> {
  return new Map(
    cloud.objects(RULE_GROUP).map((group) => [text(group.outputs.arn) ?? "", number(group.inputs.capacity) ?? 0]),
  );
}

/** Every value of a name anywhere inside, for references that may sit in nested statements. */
function deepTexts(value: Value | undefined, holder: string, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Value) => deepTexts(item, holder, name));
  if (!isProps(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const found = key === holder ? text(props(item)[name]) : undefined;
    return [...(found === undefined ? [] : [found]), ...deepTexts(item, holder, name)];
  });
}

function ruleChecks(type: string, own: (inputs: Props) => readonly Props[]): readonly Refusal[] {
  const statements = (inputs: Props): readonly Value[] => own(inputs).map((item) => item.statement ?? {});
  return [
    rule(
      `${type.split(":")[2]}.references`,
      [type],
      ["create", "update"],
      modelled(type, "create", "WAFNonexistentItemException", "a referenced set or group does not exist"),
      (asked) => {
        const sets = deepTexts(statements(asked.inputs), "ipSetReferenceStatement", "arn");
        const groups = deepTexts(statements(asked.inputs), "ruleGroupReferenceStatement", "arn");
        const missing =
          sets.find((arn) => !asked.cloud.objects(IP_SET).some((set) => set.outputs.arn === arn)) ??
          groups.find((arn) => !asked.cloud.objects(RULE_GROUP).some((group) => group.outputs.arn === arn));
        return missing === undefined
          ? undefined
          : `AWS WAF couldn't perform the operation because your resource doesn't exist: ${missing}`;
      },
    ),
    rule(
      `${type.split(":")[2]}.rule-form`,
      [type],
      ["create", "update"],
      fact(type, "WAFInvalidParameterException"),
      (asked) => ruleFormProblem(own(asked.inputs)),
    ),
  ];
}

function ruleFormProblem(rules: readonly Props[]): string | undefined {
  const names = rules.map((item) => text(item.name) ?? "");
  const priorities = rules.map((item) => number(item.priority));
  if (new Set(names).size < names.length) return "a rule name stands twice";
  if (new Set(priorities).size < priorities.length) return "a rule priority stands twice";
  for (const item of rules) {
    const isGroup = ["managedRuleGroupStatement", "ruleGroupReferenceStatement"].some((kind) =>
      isGiven(props(item.statement)[kind]),
    );
    if (isGroup === isGiven(item.action))
      return `rule ${text(item.name)}: a rule group takes overrideAction, any other statement takes action`;
    const rate = props(props(item.statement).rateBasedStatement);
    const key = text(rate.aggregateKeyType) ?? "IP";
    if (isGiven(rate.limit) && (key === "CUSTOM_KEYS") !== list(rate.customKeys).length > 0)
      return `rule ${text(item.name)}: customKeys go with aggregateKeyType CUSTOM_KEYS`;
    if (key === "CONSTANT" && !isGiven(rate.scopeDownStatement))
      return `rule ${text(item.name)}: aggregateKeyType CONSTANT needs a scopeDownStatement`;
    if (list(rate.customKeys).length > 5) return `rule ${text(item.name)}: at most 5 custom keys`;
  }
  return undefined;
}

const scoped = [WEB_ACL, IP_SET, RULE_GROUP];
const inlineRules = (inputs: Props): readonly Props[] => list(inputs.rules).map((item) => props(item));

/** What WAF refuses. */
export const FIREWALL_REFUSALS: readonly Refusal[] = [
  ...scoped.flatMap((type): readonly Refusal[] => [
    unique(type, { by: "name", within: ["scope"], scope: "location" }, fact(type, "WAFDuplicateItemException")),
    rule(
      `${type.split(":")[2]}.scope-region`,
      [type],
      ["create"],
      cited(
        "WAFInvalidParameterException",
        "scope CLOUDFRONT outside us-east-1",
        "resource facts, notes of aws:wafv2/webAcl:WebAcl",
      ),
      (asked) =>
        asked.inputs.scope === "CLOUDFRONT" && asked.place.location !== "us-east-1"
          ? "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT"
          : undefined,
    ),
  ]),
  limited(
    WEB_ACL,
    { quota: "L-2EC3DE7B", which: (inputs) => inputs.scope === "REGIONAL" },
    fact(WEB_ACL, "WAFLimitsExceededException"),
  ),
  limited(
    WEB_ACL,
    { quota: "L-24189897", which: (inputs) => inputs.scope === "CLOUDFRONT" },
    fact(WEB_ACL, "WAFLimitsExceededException"),
  ),
  limited(
    RULE_GROUP,
    { quota: "L-C5BCD850", which: (inputs) => inputs.scope === "REGIONAL" },
    fact(RULE_GROUP, "WAFLimitsExceededException"),
  ),
  limited(
    IP_SET,
    { quota: "L-D6DA96AE", which: (inputs) => inputs.scope === "REGIONAL" },
    fact(IP_SET, "WAFLimitsExceededException"),
  ),
  rule("webAcl.capacity", [WEB_ACL], ["create", "update"], fact(WEB_ACL, "WAFLimitsExceededException"), (asked) => {
    const used = rulesWcu(asked.inputs.rules, groupCapacities(asked.cloud));
    const allowed = asked.cloud.quota("wafv2: Web ACL capacity units per web ACL") ?? Infinity;
    return used <= allowed
      ? undefined
      : `You exceeded the capacity limit for a rule group or web ACL: ${used} of ${allowed} units`;
  }),
  rule(
    "ruleGroup.capacity",
    [RULE_GROUP],
    ["create", "update"],
    fact(RULE_GROUP, "WAFLimitsExceededException"),
    (asked) => {
      const used = rulesWcu(asked.inputs.rules, groupCapacities(asked.cloud));
      const declared = number(asked.inputs.capacity) ?? 0;
      const most = asked.cloud.quota("wafv2: Web ACL capacity units per rule group") ?? Infinity;
      if (declared > most) return `capacity ${declared} is above ${most} units`;
      return used <= declared ? undefined : `the rules need ${used} units, capacity is ${declared}`;
    },
  ),
  ...ruleChecks(WEB_ACL, inlineRules),
  ...ruleChecks(RULE_GROUP, inlineRules),
  ...ruleChecks(ACL_RULE, (inputs) => [inputs]),
  mustExist(
    ACL_RULE,
    "webAclArn",
    target(WEB_ACL, "arn"),
    cited("WAFNonexistentItemException", "the web ACL does not exist", "boto/botocore wafv2 UpdateWebACL errors"),
  ),
  rule(
    "webAclRule.priority",
    [ACL_RULE],
    ["create", "update"],
    { ...fact(ACL_RULE, "provider"), code: "provider" },
    (asked) => {
      const priority = number(asked.inputs.priority);
      const acl = asked.cloud.objects(WEB_ACL).find((object) => object.outputs.arn === asked.inputs.webAclArn);
      const separate = asked.cloud
        .objects(ACL_RULE)
        .filter((object) => object !== asked.object && object.inputs.webAclArn === asked.inputs.webAclArn);
      const taken = [...inlineRules(acl?.inputs ?? {}), ...separate.map((object) => object.inputs)].find(
        (item) => number(item.priority) === priority && item.name !== asked.inputs.name,
      );
      return taken === undefined ? undefined : `rule with priority ${priority} already exists in Web ACL`;
    },
  ),
  rule(
    "webAclRule.capacity",
    [ACL_RULE],
    ["create", "update"],
    fact(ACL_RULE, "WAFLimitsExceededException"),
    (asked) => {
      const groups = groupCapacities(asked.cloud);
      const acl = asked.cloud.objects(WEB_ACL).find((object) => object.outputs.arn === asked.inputs.webAclArn);
      const separate = asked.cloud
        .objects(ACL_RULE)
        .filter((object) => object !== asked.object && object.inputs.webAclArn === asked.inputs.webAclArn);
      const used = rulesWcu(
        [...inlineRules(acl?.inputs ?? {}), ...separate.map((object) => object.inputs), asked.inputs],
        groups,
      );
      const allowed = asked.cloud.quota("wafv2: Web ACL capacity units per web ACL") ?? Infinity;
      return used <= allowed
        ? undefined
        : `You exceeded the capacity limit for a rule group or web ACL: ${used} of ${allowed} units`;
    },
  ),
  rule("ipSet.addresses", [IP_SET], ["create", "update"], fact(IP_SET, "WAFLimitsExceededException"), (asked) => {
    const count = list(asked.inputs.addresses).length;
    const allowed = asked.cloud.quota("wafv2: CIDR ranges per IP set") ?? Infinity;
    return count <= allowed ? undefined : `${count} addresses, ${allowed} are allowed`;
  }),
  rule("ipSet.address-form", [IP_SET], ["create", "update"], fact(IP_SET, "WAFInvalidParameterException"), (asked) => {
    const pattern =
      asked.inputs.ipAddressVersion === "IPV6"
        ? /^[0-9a-fA-F:]+\/\d{1,3}$/
        : /^\d{1,3}(\.\d{1,3}){3}\/([1-9]|[12]\d|3[0-2])$/;
    const bad = textsAt(asked.inputs, "addresses").find((address) => !pattern.test(address));
    return bad === undefined
      ? undefined
      : `Error reason: The parameter contains formatting that is not valid., field: IP_ADDRESS, parameter: ${bad}`;
  }),
  inUse(
    WEB_ACL,
    [
      { type: ASSOCIATION, path: "webAclArn", by: "arn" },
      { type: DISTRIBUTION, path: "webAclId", by: "arn" },
    ],
    fact(WEB_ACL, "WAFAssociatedItemException"),
  ),
  ...[IP_SET, RULE_GROUP].map((type) =>
    rule(`${type.split(":")[2]}.in-use`, [type], ["delete"], fact(type, "WAFAssociatedItemException"), (asked) => {
      const arn = text(asked.object?.outputs.arn);
      const user = [WEB_ACL, RULE_GROUP, ACL_RULE]
        .flatMap((kind) => asked.cloud.objects(kind))
        .find((object) => object !== asked.object && arn !== undefined && JSON.stringify(object.inputs).includes(arn));
      return user === undefined
        ? undefined
        : `AWS WAF couldn't perform the operation because your resource is being used by ${user.id}`;
    }),
  ),
  mustExist(ASSOCIATION, "webAclArn", target(WEB_ACL, "arn"), fact(ASSOCIATION, "WAFNonexistentItemException")),
  rule(
    "webAclAssociation.kind",
    [ASSOCIATION],
    ["create"],
    fact(ASSOCIATION, "WAFInvalidParameterException"),
    (asked) =>
      (text(asked.inputs.resourceArn) ?? "").includes(":cloudfront:")
        ? "a CloudFront distribution is associated through its webAclId"
        : undefined,
  ),
  rule(
    "webAclAssociation.resource",
    [ASSOCIATION],
    ["create"],
    { ...fact(ASSOCIATION, "WAFNonexistentItemException"), when: "the balancer does not exist" },
    (asked) => {
      const arn = text(asked.inputs.resourceArn) ?? "";
      if (!arn.includes(":loadbalancer/")) return undefined;
      return asked.cloud.objects("aws:lb/loadBalancer:LoadBalancer").some((object) => object.id === arn)
        ? undefined
        : `AWS WAF couldn't perform the operation because your resource doesn't exist: ${arn}`;
    },
  ),
  mustExist(LOGGING, "resourceArn", target(WEB_ACL, "arn"), fact(LOGGING, "WAFNonexistentItemException")),
  rule("webAclLogging.destination", [LOGGING], ["create"], fact(LOGGING, "WAFInvalidParameterException"), (asked) => {
    const bad = textsAt(asked.inputs, "logDestinationConfigs").find(
      (arn) => !(arn.split(/[:/]/).find((part) => part.startsWith("aws-waf-logs-")) !== undefined),
    );
    return bad === undefined ? undefined : `the destination's name must begin with aws-waf-logs-: ${bad}`;
  }),
];
