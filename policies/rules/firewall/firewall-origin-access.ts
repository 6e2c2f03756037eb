import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, UNKNOWN } from "../../values";

const BUCKET = /\.s3[.-][a-z0-9-]*\.?amazonaws\.com/;

export const originAccess = rule({
  id: "firewall-origin-access",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "CloudFront reaches buckets as itself, and other origins over HTTPS alone",
  why: "An origin that answers anybody is asked past the CDN: without its cache, its signatures and its shield",
  fix: "Give the origin an origin access control, or originProtocolPolicy https-only",
  sources: [
    {
      document:
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    },
  ],
  appliesTo: "CloudFront distributions",
  check: ({ graph }) =>
    graph.ofType(TYPES.cloudFront).flatMap((at): readonly Observation[] => {
      const origins = listAt(at.inputs, "origins");
      if (origins === UNKNOWN) return [unknown(at, "its origins")];
      return origins.map((origin): Observation => {
        const host = textAt(origin, "domainName");
        const control = textAt(origin, "originAccessControlId");
        const protocol = textAt(origin, "customOriginConfig.originProtocolPolicy");
        if (control !== undefined) return fine(at);
        if (protocol === "https-only") {
          if (typeof host !== "string" || !BUCKET.test(host)) return fine(at);
          return violated(at, `bucket ${host} asked as anybody`, "an origin access control");
        }
        if (protocol === UNKNOWN || host === UNKNOWN) return unknown(at, "how it asks its origin");
        const how = protocol === undefined ? "no access control" : `protocol ${protocol}`;
        return violated(at, `origin ${host ?? ""} with ${how}`, "an origin access control, or https-only");
      });
    }),
});
