import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, listAt, textAt, UNKNOWN } from "../../values";

export const originShield = rule({
  id: "survival-origin-shield",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "Every CDN asks the origin through one shield: CloudFront's Origin Shield, Cloudflare's tiered cache",
  why: "Without it each of a CDN's sites asks for each new segment, hundreds at once, and the origin was sized for one",
  fix: "Enable originShield on every origin of the distribution, and tiered caching of the zone",
  sources: [
    { document: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html" },
    { document: "https://developers.cloudflare.com/cache/how-to/tiered-cache/" },
  ],
  appliesTo: "CloudFront distributions and Cloudflare zones",
  check: ({ graph }) => [
    ...graph.ofType(TYPES.cloudFront).flatMap((at): readonly Observation[] => {
      const origins = listAt(at.inputs, "origins");
      if (origins === UNKNOWN) return [unknown(at, "its origins")];
      return origins.map((origin) => {
        const enabled = flagAt(origin, "originShield.enabled");
        if (enabled === UNKNOWN) return unknown(at, "its shield");
        const id = textAt(origin, "originId");
        return enabled === true
          ? fine(at)
          : violated(
              at,
              `origin ${typeof id === "string" ? id : "without an id"} has no shield`,
              "a shield for every origin",
            );
      });
    }),
    ...graph.ofType(TYPES.edgeRules).map((at) => {
      const tiered = graph.ofType(TYPES.tieredCache).find(({ parent }) => parent === at.urn);
      const value = tiered === undefined ? "off" : textAt(tiered.inputs, "value");
      if (value === UNKNOWN) return unknown(at, "whether its cache is tiered");
      return value === "on" ? fine(at) : violated(at, "no tiered cache", "tiered caching on");
    }),
  ],
});
