import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, UNKNOWN, valueAt } from "../../values";

export const signedMedia = rule({
  id: "firewall-signed-media",
  area: "firewall",
  level: "mandatory",
  severity: "critical",
  title: "Media is given out by signed URL only, on every path of a media host",
  why: "One path without a signature is the one that is shared, and its traffic is on the event's bill",
  fix: "Give every behavior the trusted key group",
  sources: [{ document: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html" }],
  appliesTo: "media hosts on CloudFront",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.cloudFront)
      .filter((each) => graph.ancestor(each, TYPES.distribution) !== undefined)
      .flatMap((at): readonly Observation[] => {
        const ordered = listAt(at.inputs, "orderedCacheBehaviors");
        if (ordered === UNKNOWN) return [unknown(at, "its behaviors")];
        return [valueAt(at.inputs, "defaultCacheBehavior"), ...ordered].map((behavior): Observation => {
          const groups = listAt(behavior, "trustedKeyGroups");
          if (groups === UNKNOWN || groups.length > 0) return fine(at);
          const path = textAt(behavior, "pathPattern");
          return violated(
            at,
            `path ${typeof path === "string" ? path : "*"} without a signature`,
            "a trusted key group",
          );
        });
      }),
});
