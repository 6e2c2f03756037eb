/** AWS managed rule groups that an app host of an event may use, with their capacity units. @see AWS WAF developer guide, "AWS Managed Rules rule groups list" */
export const MANAGED_GROUPS = {
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesAdminProtectionRuleSet: 100,
} as const satisfies Readonly<Record<string, number>>;
export type ManagedGroup = keyof typeof MANAGED_GROUPS;

/** Units that a web ACL may use without paying per request; 5,000 are the limit. @see https://aws.amazon.com/about-aws/whats-new/2023/04/aws-waf-web-acl-capacity-units-limits/ */
export const INCLUDED_UNITS = 1500;

/** A rate rule by address, plain or from a header. @see AWS WAF developer guide, "Rate-based rule statement" */
const RATE_RULE_UNITS = 2;

/** Capacity units of a web ACL with managed groups and rate rules: 25 + 700 + 2 × 2 = 729 with the defaults. */
export function webAclUnits(groups: readonly ManagedGroup[], rateRules: number): number {
  return groups.reduce((sum, group) => sum + MANAGED_GROUPS[group], rateRules * RATE_RULE_UNITS);
}
