import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { jsonAt, listAt, textAt, UNKNOWN, valueAt } from "../../values";
import { settingOf } from "./buckets";

export const tlsOnly = rule({
  id: "data-tls-only",
  area: "data",
  level: "mandatory",
  severity: "high",
  title: "Buckets of the platform are read and written over TLS alone, and by nobody whom no condition names",
  why: "S3 answers in the clear when asked so, and Allow for everybody is how recordings leak",
  fix: "Use PrivateBucket's own policy, and readers for CloudFront",
  sources: [{ document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html" }],
  appliesTo: "private buckets",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.bucket)
      .filter((each) => graph.ancestor(each, TYPES.privateBucket) !== undefined)
      .map((at): Observation => {
        const policy = settingOf(graph, at, TYPES.bucketPolicy);
        if (policy === undefined) return violated(at, "no policy", "one that denies requests in the clear");
        const statements = listAt(jsonAt(policy.inputs, "policy"), "Statement");
        if (statements === UNKNOWN) return unknown(policy, "what its policy says");
        const open = statements.some(
          (each) =>
            textAt(each, "Effect") === "Allow" &&
            isEverybody(valueAt(each, "Principal")) &&
            valueAt(each, "Condition") === undefined,
        );
        if (open) return violated(policy, "Allow for everybody", "named principals, or a condition");
        const denies = statements.some(
          (each) => textAt(each, "Effect") === "Deny" && secureTransport(each) === "false",
        );
        return denies ? fine(at) : violated(policy, "requests in the clear are answered", "a Deny without TLS");
      }),
});

function isEverybody(principal: unknown): boolean {
  return principal === "*" || valueAt(principal, "AWS") === "*";
}

/** The key has a colon, but no dot. */
function secureTransport(statement: unknown): unknown {
  return valueAt(statement, "Condition.Bool.aws:SecureTransport");
}
