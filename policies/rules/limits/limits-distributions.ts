import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/cloudfront/web-distributions-per-aws-account";

export const distributions = rule({
  id: "limits-distributions",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "CloudFront distributions fit the account's quota, with those of overlapping events",
  why: "A media host above it can't be made, and its share of viewers has no stream",
  fix: "Ask for a higher quota and state it in account.quotas, or for a higher rate of each distribution",
  sources: [{ quota: KEY }],
  appliesTo: "CloudFront distributions",
  check: ({ graph, facts }) => {
    const known = graph.ofType(TYPES.cloudFront).length;
    if (known === 0) return [];
    const inUse = facts.inUse[KEY] ?? 0;
    return [judge({ known, unknown: [] }, quotaInForce(KEY, facts), { noun: "distributions", inUse })];
  },
});
