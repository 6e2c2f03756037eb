import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { MANAGED_GROUPS, type ManagedGroup, webAclUnits } from "../../../components/event/web-acl-units";
import { WebFirewall, type WebFirewallArgs } from "../../../components/event/web-firewall";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: WebFirewallArgs = { perAddressLimit: 40_000 };
const graphWith = (changes: Partial<WebFirewallArgs> = {}) =>
  graphOf(() => new WebFirewall("app", { ...MINIMAL, ...changes }));

describe("WebFirewall", () => {
  it("asks reputation, common rules and the rate of an address, and only counts by the tight twin", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual(["aws:wafv2/webAcl:WebAcl app-acl", "tidegate:guard:WebFirewall app"]);
    const { rules, ...acl } = named(graph, "app-acl").inputs;
    expect(acl).toMatchObject({ name: "platform-app-acl", scope: "REGIONAL", defaultAction: { allow: {} } });
    expect(acl).not.toHaveProperty("region");
    expect(rules).toMatchObject([
      {
        priority: 0,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" } },
      },
      { priority: 1, statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet" } } },
      {
        priority: 2,
        name: "per-address",
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: { rateBasedStatement: { limit: 40_000, evaluationWindowSec: 300, aggregateKeyType: "IP" } },
      },
      {
        priority: 3,
        name: "per-address-tight",
        action: { count: {} },
        statement: { rateBasedStatement: { limit: 20_000 } },
      },
    ]);
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      windowSeconds: 60,
      tightPerAddressLimit: 9000,
      resourceArns: { "alb-1": "arn:alb/1", "alb-2": "arn:alb/2" },
      addressHeader: "CF-Connecting-IP",
      managedGroups: ["AWSManagedRulesKnownBadInputsRuleSet"],
    });
    const forwardedIpConfig = { headerName: "CF-Connecting-IP", fallbackBehavior: "MATCH" };
    expect(named(graph, "app-acl").inputs.rules).toMatchObject([
      { name: "AWSManagedRulesKnownBadInputsRuleSet" },
      {
        statement: {
          rateBasedStatement: { evaluationWindowSec: 60, aggregateKeyType: "FORWARDED_IP", forwardedIpConfig },
        },
      },
      { statement: { rateBasedStatement: { limit: 9000, aggregateKeyType: "FORWARDED_IP" } } },
    ]);
    expect(named(graph, "app-association-alb-2").inputs).toEqual({ webAclArn: UNKNOWN, resourceArn: "arn:alb/2" });
  });

  it("stands in us-east-1 for a distribution, which names it itself", async () => {
    expect(named(await graphWith({ scope: "CLOUDFRONT" }), "app-acl").inputs).toMatchObject({
      scope: "CLOUDFRONT",
      region: "us-east-1",
    });
  });

  it("keeps limits and units in state, in plain values", async () => {
    expect(named(await graphWith(), "app").inputs).toEqual({
      scope: "REGIONAL",
      perAddressLimit: 40_000,
      tightPerAddressLimit: 20_000,
      windowSeconds: 300,
      managedGroups: ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"],
      // 25 + 700 + 2 × 2.
      capacityUnits: 729,
    });
  });

  it("takes balancers that only a deployment knows", async () => {
    const graph = await graphOf(
      () => new WebFirewall("app", { ...MINIMAL, resourceArns: { alb: unknownText("some") } }),
    );
    expect(named(graph, "app-association-alb").inputs.resourceArn).toEqual(UNKNOWN);
  });

  it("keeps names within limits for the longest names", async () => {
    const graph = await graphOf(() => new WebFirewall(LONG, MINIMAL), { stack: LONG });
    expect(String(named(graph, `${LONG}-acl`).inputs.name)).toMatch(/^[0-9A-Za-z_-]{1,128}$/);
  });

  it.each<[string, Partial<WebFirewallArgs>, string]>([
    [
      "fewer than ten requests",
      { perAddressLimit: 9 },
      "perAddressLimit is 9, expected a whole number from 10 to 2000000000",
    ],
    [
      "a twin that is wider",
      { tightPerAddressLimit: 40_001 },
      "tightPerAddressLimit is 40001, expected a whole number from 10 to 40000",
    ],
    [
      "a window that AWS doesn't have",
      { windowSeconds: 90 as 60 },
      "windowSeconds is 90, expected one of 60, 120, 300, 600",
    ],
    [
      "an association of a distribution",
      { scope: "CLOUDFRONT", resourceArns: { cdn: "arn" } },
      "resourceArns is cdn, expected none: a distribution names its web ACL itself",
    ],
    [
      "groups that cost more",
      { managedGroups: Object.keys(MANAGED_GROUPS) as ManagedGroup[] },
      // 25 + 50 + 700 + 4 × 200 + 3 × 100 and two rate rules.
      "managedGroups is 1879 units, expected at most 1500 with both rate rules",
    ],
    [
      "a group that is none",
      { managedGroups: ["Mine" as "AWSManagedRulesSQLiRuleSet"] },
      "managedGroups is Mine, expected one of",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new WebFirewall("app", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("webAclUnits", () => {
  it("adds groups and two for each rate rule", () => {
    expect(webAclUnits(["AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"], 3)).toBe(700 + 200 + 6);
  });
});
