import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, textsAt, UNKNOWN } from "../../values";

export const launchAlarms = rule({
  id: "survival-launch-alarms",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "Every node group of an event is watched: failed launches and missing nodes raise an alarm",
  why: "A launch that fails for want of machines is the commonest failure of a raise, and no queue or timer sees it",
  fix: "Give the group to LaunchAlarms",
  sources: [{ document: "design, section 2: a launch that fails for capacity is the commonest failure" }],
  appliesTo: "node groups of an event",
  check: ({ graph }) => {
    const lists = graph.ofType(TYPES.launchAlarms).map(({ inputs }) => textsAt(inputs, "nodeGroups"));
    const watched = new Set(lists.flatMap((names) => (names === UNKNOWN ? [] : names)));
    return graph
      .ofType(TYPES.nodeGroup)
      .filter((group) => graph.ancestor(group, TYPES.nodePool) !== undefined)
      .map((at) => {
        const name = textAt(at.inputs, "nodeGroupName");
        if (name === UNKNOWN || lists.includes(UNKNOWN)) return unknown(at, "whether it is watched");
        return name !== undefined && watched.has(name)
          ? fine(at)
          : violated(at, "a node group that nobody watches", "alarms on its launches and its missing nodes");
      });
  },
});
