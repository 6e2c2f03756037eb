import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";
import { settingOf } from "./buckets";

export const versioning = rule({
  id: "data-versioning",
  area: "data",
  level: "mandatory",
  severity: "high",
  title: "Buckets that outlive their stack keep what was overwritten or deleted for a while",
  why: "A recording is made once; a wrong path written over it is else the end of it",
  fix: "Set undoDays of the bucket",
  sources: [{ document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html" }],
  appliesTo: "buckets that are kept",
  check: ({ graph }) =>
    graph.ofType(TYPES.bucket).flatMap((at): readonly Observation[] => {
      const intent = graph.ancestor(at, TYPES.privateBucket);
      if (intent === undefined || textAt(intent.inputs, "onDestroy") !== "kept") return [];
      const set = settingOf(graph, at, TYPES.bucketVersioning);
      const status = set === undefined ? "off" : textAt(set.inputs, "versioningConfiguration.status");
      if (status === UNKNOWN) return [unknown(at, "whether it keeps versions")];
      return [status === "Enabled" ? fine(at) : violated(at, "no versions", "versions kept for some days")];
    }),
});
