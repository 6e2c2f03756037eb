import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, numberAt, textAt, UNKNOWN, valueAt } from "../../values";
import { settingOf } from "./buckets";

export const lifecycle = rule({
  id: "data-lifecycle",
  area: "data",
  level: "mandatory",
  severity: "medium",
  title: "Everything that grows has an end: buckets have a life cycle, abandoned uploads go, log groups forget",
  why: "Segments of one event are terabytes; kept for ever by oversight, they cost more than the event",
  fix: "Give the bucket a rule that expires or archives, and one for abandoned uploads; the log group retentionInDays",
  sources: [{ document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html" }],
  appliesTo: "buckets and log groups",
  check: ({ graph }) => [
    ...graph.ofType(TYPES.bucket).map((at): Observation => {
      const set = settingOf(graph, at, TYPES.bucketLifecycle);
      if (set === undefined) return violated(at, "no life cycle", "an end of what it keeps");
      const rules = listAt(set.inputs, "rules");
      if (rules === UNKNOWN) return unknown(at, "its life cycle");
      const enabled = rules.filter((each) => textAt(each, "status") === "Enabled");
      const ends = enabled.some(
        (each) => valueAt(each, "expiration") !== undefined || valueAt(each, "transitions") !== undefined,
      );
      const clears = enabled.some((each) => valueAt(each, "abortIncompleteMultipartUpload") !== undefined);
      if (!ends)
        return violated(at, "objects that stay for ever where storing is dearest", "a rule that expires or archives");
      return clears ? fine(at) : violated(at, "abandoned uploads that stay for ever", "a rule that removes them");
    }),
    ...graph.ofType(TYPES.logGroup).map((at): Observation => {
      const days = numberAt(at.inputs, "retentionInDays");
      if (days === UNKNOWN) return unknown(at, "how long it keeps logs");
      return days !== undefined && days > 0 ? fine(at) : violated(at, "logs kept for ever", "retentionInDays");
    }),
  ],
});
