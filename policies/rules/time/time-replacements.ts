import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";

/** What the provider deletes first whenever a program names it, unless it is told not to. */
const NAMED = [TYPES.nodeGroup, TYPES.targetGroup];
const SERVING = [
  TYPES.loadBalancer,
  TYPES.cloudFront,
  TYPES.deployment,
  TYPES.service,
  TYPES.replicationGroup,
  TYPES.waitingRoom,
];

export const replacements = rule({
  id: "time-replacements",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title: "Nothing that serves viewers is deleted before its replacement stands",
  why: "A replaced node group or target group takes all its nodes or pods with it first, in the middle of whatever goes on",
  fix: "Set deleteBeforeReplace to false, and make what would replace it part of its name",
  sources: [{ document: "pulumi-terraform-bridge, nameRequiresDeleteBeforeReplace" }],
  appliesTo: "resources of an event that serve viewers",
  check: ({ graph, facts }) => {
    if (facts.program !== "event") return [];
    return [
      ...graph
        .ofType(...NAMED)
        .map((at) =>
          at.options.deleteBeforeReplace === false
            ? fine(at)
            : violated(at, "deleted before its replacement stands", "deleteBeforeReplace: false"),
        ),
      ...graph
        .ofType(...SERVING)
        .map((at) =>
          at.options.deleteBeforeReplace === true
            ? violated(at, "deleted before its replacement stands", "the replacement first")
            : fine(at),
        ),
    ];
  },
});
