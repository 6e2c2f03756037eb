import type { wafv2 } from "@pulumi/aws/types/input";
import { WebAcl } from "@pulumi/aws/wafv2/webAcl";
import { WebAclAssociation } from "@pulumi/aws/wafv2/webAclAssociation";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { KEY_RULE, Requirements } from "../requirements";
import { INCLUDED_UNITS, MANAGED_GROUPS, type ManagedGroup, webAclUnits } from "./web-acl-units";

/** The web firewall of an app host; media hosts have signed URLs instead. */
export interface WebFirewallArgs extends Overridable {
  /** Requests of one address in a window; the plan's number knows how many viewers sit behind one. */
  readonly perAddressLimit: number;
  /** @default 300 */
  readonly windowSeconds?: 60 | 120 | 300 | 600;
  /** The limit of the twin that only counts, until somebody flips it to block. @default half of perAddressLimit */
  readonly tightPerAddressLimit?: number;
  /** `CLOUDFRONT` for a distribution, which names the ACL itself. @default "REGIONAL", for balancers */
  readonly scope?: "REGIONAL" | "CLOUDFRONT";
  /** What it stands before, by a name of ours; for scope REGIONAL. @default nothing yet */
  readonly resourceArns?: Readonly<Record<string, Input<string>>>;
  /** Header with the viewer's address, written by the proxy in front; without it everybody behind the proxy is one address. @default none: the connection's own */
  readonly addressHeader?: string;
  /** Managed rules, in the order of asking; all together within 1,500 units, which cost nothing more. @default address reputation, then the common rules */
  readonly managedGroups?: readonly ManagedGroup[];
}

const GROUPS: readonly ManagedGroup[] = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"];
const WINDOWS = [60, 120, 300, 600] as const;
/** @see facts of aws:wafv2/webAcl:WebAcl, and quota "ALB associations per web ACL" */
const LIMITS = { leastRequests: 10, mostRequests: 2_000_000_000, associations: 100 };
/** The one region of scope CLOUDFRONT. */
const GLOBAL_REGION = "us-east-1";

/** The web ACL of the app host: managed rules, a rate for each address, and its tight twin that waits in Count. */
export class WebFirewall extends ComponentResource {
  static readonly type = "tidegate:guard:WebFirewall";
  readonly webAclArn: Output<string>;

  constructor(name: string, args: WebFirewallArgs, opts?: ComponentResourceOptions) {
    const intent = firewallIntent(WebFirewall.type, name, args);
    super(WebFirewall.type, name, intent, opts);
    const children = new Children(this, name, args);
    const acl = children.make(WebAcl, "acl", webAcl(children.physicalName("acl", { maxLength: 128 }), intent));
    for (const [key, resourceArn] of Object.entries(args.resourceArns ?? {})) {
      children.make(WebAclAssociation, { role: "association", key }, { webAclArn: acl.arn, resourceArn });
    }
    this.webAclArn = acl.arn;
    children.publish({ webAclArn: this.webAclArn });
  }
}

type FirewallIntent = ReturnType<typeof firewallIntent>;

function firewallIntent(type: string, name: string, args: WebFirewallArgs) {
  const { perAddressLimit, windowSeconds = 300, scope = "REGIONAL", managedGroups = GROUPS, addressHeader } = args;
  const least = LIMITS.leastRequests;
  const tightPerAddressLimit = args.tightPerAddressLimit ?? Math.max(least, Math.floor(perAddressLimit / 2));
  const resources = Object.keys(args.resourceArns ?? {});
  const checks = new Requirements(type, name)
    .whole("perAddressLimit", perAddressLimit, { min: least, max: LIMITS.mostRequests })
    .whole("tightPerAddressLimit", tightPerAddressLimit, { min: least, max: Math.max(least, perAddressLimit) })
    .oneOf("windowSeconds", windowSeconds, WINDOWS)
    .oneOf("scope", scope, ["REGIONAL", "CLOUDFRONT"])
    .text("addressHeader", addressHeader, { pattern: /^[A-Za-z0-9-]{1,255}$/, words: "a header's name" })
    .list("managedGroups", managedGroups)
    .list("resourceArns", resources, { max: LIMITS.associations })
    .holds(
      scope === "REGIONAL" || resources.length === 0,
      "resourceArns",
      resources.join(", "),
      "none: a distribution names its web ACL itself",
    );
  for (const key of resources) checks.text("resourceArns", key, KEY_RULE);
  for (const group of managedGroups)
    checks.oneOf("managedGroups", group, Object.keys(MANAGED_GROUPS) as ManagedGroup[]);
  checks.enforce();
  const capacityUnits = webAclUnits(managedGroups, 2);
  checks
    .holds(
      capacityUnits <= INCLUDED_UNITS,
      "managedGroups",
      `${capacityUnits} units`,
      `at most ${INCLUDED_UNITS} with both rate rules`,
    )
    .enforce();
  const limits = { perAddressLimit, tightPerAddressLimit, windowSeconds };
  return {
    scope,
    ...limits,
    managedGroups,
    capacityUnits,
    ...(addressHeader === undefined ? {} : { addressHeader }),
    ...overriddenInputs(args),
  };
}

function webAcl(name: string, intent: FirewallIntent) {
  const { scope, managedGroups, perAddressLimit, tightPerAddressLimit } = intent;
  const rules = [
    ...managedGroups.map((group) => managedRule(group)),
    rateRule("per-address", perAddressLimit, { block: { customResponse: { responseCode: 429 } } }, intent),
    rateRule("per-address-tight", tightPerAddressLimit, { count: {} }, intent),
  ];
  return {
    name,
    scope,
    ...(scope === "CLOUDFRONT" ? { region: GLOBAL_REGION } : {}),
    defaultAction: { allow: {} },
    rules: rules.map((rule, priority) => ({ ...rule, priority })),
    visibilityConfig: visibility(name),
  };
}

type Rule = Omit<wafv2.WebAclRule, "priority">;

function managedRule(group: ManagedGroup): Rule {
  return {
    name: group,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(group),
  };
}

function rateRule(name: string, limit: number, action: wafv2.WebAclRuleAction, intent: FirewallIntent): Rule {
  const { windowSeconds: evaluationWindowSec, addressHeader } = intent;
  const whose =
    addressHeader === undefined
      ? { aggregateKeyType: "IP" }
      : {
          aggregateKeyType: "FORWARDED_IP",
          // A request without a readable address didn't come through the proxy: the rule takes it.
          forwardedIpConfig: { headerName: addressHeader, fallbackBehavior: "MATCH" },
        };
  return {
    name,
    action,
    statement: { rateBasedStatement: { limit, evaluationWindowSec, ...whose } },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
