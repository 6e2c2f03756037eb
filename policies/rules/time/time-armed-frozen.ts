import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, textAt, UNKNOWN } from "../../values";

export const armedFrozen = rule({
  id: "time-armed-frozen",
  area: "time",
  level: "mandatory",
  severity: "high",
  title:
    "Nothing of an event changes by itself: no automatic upgrades, no node repair, no upgrade at the end of support",
  why: "An upgrade during the window replaces nodes or restarts stores when nobody wants it, and restores the sizes it saw when it began",
  fix: "Turn autoMinorVersionUpgrade and node repair off; keep the cluster's support type EXTENDED",
  sources: [{ document: "lifecycle, sections 2.1 and 9.15: window freeze" }],
  appliesTo: "node groups, stores and clusters",
  check: ({ graph }) => {
    const off = (types: readonly string[], input: string, what: string) =>
      graph.ofType(...types).map((at): Observation => {
        const on = flagAt(at.inputs, input);
        if (on === UNKNOWN) return unknown(at, what);
        return on === true ? violated(at, what, "off") : fine(at);
      });
    // RDS turns it on when nobody says.
    const stated = (types: readonly string[], input: string, what: string) =>
      graph.ofType(...types).map((at): Observation => {
        const on = flagAt(at.inputs, input);
        if (on === UNKNOWN) return unknown(at, what);
        return on === false ? fine(at) : violated(at, what, "off");
      });
    return [
      ...off([TYPES.nodeGroup], "nodeRepairConfig.enabled", "node repair"),
      ...stated([TYPES.replicationGroup, TYPES.clusterInstance], "autoMinorVersionUpgrade", "automatic minor upgrades"),
      ...graph.ofType(TYPES.eksCluster).map((at): Observation => {
        const support = textAt(at.inputs, "upgradePolicy.supportType");
        if (support === UNKNOWN) return unknown(at, "what happens at the end of support");
        return support === "EXTENDED"
          ? fine(at)
          : violated(at, "an upgrade by itself at the end of standard support", "support type EXTENDED");
      }),
    ];
  },
});
