import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, UNKNOWN } from "../../values";
import { settingOf } from "./buckets";

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const publicAccess = rule({
  id: "data-public-access",
  area: "data",
  level: "mandatory",
  severity: "critical",
  title: "Public access to every bucket is blocked, in all four ways",
  why: "One policy written in a hurry would else show uploads or recordings to everybody",
  fix: "Give the bucket a BucketPublicAccessBlock with all four set",
  sources: [
    { document: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html" },
  ],
  appliesTo: "buckets",
  check: ({ graph }) =>
    graph.ofType(TYPES.bucket).map((at): Observation => {
      const block = settingOf(graph, at, TYPES.bucketPublicAccess);
      if (block === undefined) return violated(at, "no block of public access", "all four blocks");
      const flags = BLOCKS.map((name) => ({ name, on: flagAt(block.inputs, name) }));
      const off = flags.filter(({ on }) => on !== true && on !== UNKNOWN).map(({ name }) => name);
      if (off.length > 0) return violated(at, `${off.join(", ")} off`, "all four blocks");
      return flags.some(({ on }) => on === UNKNOWN) ? unknown(at, "its blocks of public access") : fine(at);
    }),
});
