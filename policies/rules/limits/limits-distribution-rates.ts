import { judgeOne, quotaInForce } from "../../allowed";
import { rule, unknown } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const GBPS = "aws/cloudfront/data-transfer-rate-per-distribution";
const REQUESTS = "aws/cloudfront/requests-per-second-per-distribution";

export const distributionRates = rule({
  id: "limits-distribution-rates",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title: "No distribution is expected to carry more than its quotas of traffic and requests",
  why: "CloudFront throttles the distribution when it is fullest, and players stall",
  fix: "Use more media hosts, or ask for a higher rate for each distribution and state it in account.quotas",
  sources: [{ quota: GBPS }, { quota: REQUESTS }],
  appliesTo: "media hosts on CloudFront",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.distribution).flatMap((at) => {
      const gbps = numberAt(at.inputs, "expected.gbps");
      const requests = numberAt(at.inputs, "expected.requestsPerSecond");
      if (gbps === undefined || requests === undefined)
        return [unknown(at, "what the plan expects of the host: its component isn't told")];
      return [
        judgeOne(gbps, quotaInForce(GBPS, facts), { at, noun: "Gbps" }),
        judgeOne(requests, quotaInForce(REQUESTS, facts), { at, noun: "requests/s" }),
      ];
    }),
});
