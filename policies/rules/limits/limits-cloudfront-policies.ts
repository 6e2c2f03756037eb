import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEYS = {
  [TYPES.cachePolicy]: ["aws/cloudfront/custom-cache-policies-per-aws-account", "cache policies"],
  [TYPES.originRequestPolicy]: [
    "aws/cloudfront/custom-origin-request-policies-per-aws-account",
    "origin request policies",
  ],
  [TYPES.responseHeadersPolicy]: [
    "aws/cloudfront/custom-response-headers-policies-per-aws-account",
    "response headers policies",
  ],
} as const;

export const cloudFrontPolicies = rule({
  id: "limits-cloudfront-policies",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "CloudFront policies fit the account's quotas of 20 of a kind",
  why: "They are counted over the account: events that bring their own soon leave none for the next",
  fix: "Share the platform's policies (SharedDelivery), or ask for a higher quota and state it in account.quotas",
  sources: Object.values(KEYS).map(([quota]) => ({ quota })),
  appliesTo: "CloudFront policies",
  check: ({ graph, facts }) =>
    Object.entries(KEYS).flatMap(([type, [key, noun]]) => {
      const known = graph.ofType(type).length;
      if (known === 0) return [];
      return [judge({ known, unknown: [] }, quotaInForce(key, facts), { noun, inUse: facts.inUse[key] ?? 0 })];
    }),
});
