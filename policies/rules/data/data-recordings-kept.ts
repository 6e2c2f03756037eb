import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

export const recordingsKept = rule({
  id: "data-recordings-kept",
  area: "data",
  level: "mandatory",
  severity: "critical",
  title: "Recordings stay when their stack is destroyed",
  why: "Taking a platform down must not take down what was recorded on it",
  fix: "Give the bucket onDestroy: kept",
  sources: [{ document: "https://www.pulumi.com/docs/iac/concepts/options/retainondelete/" }],
  appliesTo: "buckets of recordings",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.privateBucket)
      .filter(({ name }) => name.endsWith("recordings"))
      .flatMap((at): readonly Observation[] => {
        const meant = textAt(at.inputs, "onDestroy");
        if (meant === UNKNOWN) return [unknown(at, "whether it is kept")];
        if (meant !== "kept") return [violated(at, "recordings that go with their stack", "onDestroy: kept")];
        const bucket = graph.ofType(TYPES.bucket).find(({ parent }) => parent === at.urn);
        const retained = bucket?.options.retainOnDelete ?? false;
        if (bucket !== undefined && retained === false)
          return [violated(bucket, "recordings that go with their stack", "retainOnDelete")];
        return [fine(at)];
      }),
});
