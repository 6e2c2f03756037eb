import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, UNKNOWN } from "../../values";

export const keyRotation = rule({
  id: "data-key-rotation",
  area: "data",
  level: "advisory",
  severity: "low",
  title: "Keys are rotated",
  why: "A key that is never changed protects ever more",
  fix: "Set enableKeyRotation",
  sources: [{ document: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html" }],
  appliesTo: "keys",
  check: ({ graph }) =>
    graph.ofType(TYPES.key).map((at) => {
      const rotated = flagAt(at.inputs, "enableKeyRotation");
      if (rotated === UNKNOWN) return unknown(at, "whether it is rotated");
      return rotated === true ? fine(at) : violated(at, "a key that is never rotated", "enableKeyRotation: true");
    }),
});
