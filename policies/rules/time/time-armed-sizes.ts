import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

export const armedSizes = rule({
  id: "time-armed-sizes",
  area: "time",
  level: "mandatory",
  severity: "critical",
  title: "While a timeline is armed, the program leaves sizes of node groups alone; otherwise it owns them",
  why: "Else the next deployment sets a raised group back to its first size, with the audience on it",
  fix: "Give the pool sizedBy: timers while armed, deployment otherwise",
  sources: [{ document: "lifecycle, section 2.2: ignoreChanges of scalingConfig" }],
  appliesTo: "node groups of an event",
  check: ({ graph, facts }) => {
    if (facts.program !== "event") return [];
    const armed = facts.mode === "armed";
    return graph.ofType(TYPES.nodePool).flatMap((pool): readonly Observation[] => {
      const sizedBy = textAt(pool.inputs, "sizedBy");
      if (sizedBy === UNKNOWN) return [unknown(pool, "who sizes it")];
      const wants = armed ? "timers" : "deployment";
      if ((sizedBy ?? "deployment") !== wants) {
        return [violated(pool, `sizes owned by ${sizedBy ?? "deployment"} in mode ${facts.mode}`, wants)];
      }
      return graph
        .ofType(TYPES.nodeGroup)
        .filter((group) => graph.ancestor(group, TYPES.nodePool)?.urn === pool.urn)
        .map((group) => {
          const ignores = group.options.ignoreChanges?.some((path) => path.startsWith("scalingConfig")) ?? false;
          if (ignores === armed) return fine(group);
          return armed
            ? violated(group, "a size that the next deployment sets back", "ignoreChanges: scalingConfig")
            : violated(group, "a size that no deployment changes", `no ignoreChanges in mode ${facts.mode}`);
        });
    });
  },
});
