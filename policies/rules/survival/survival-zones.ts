import { z } from "zod";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textsAt, UNKNOWN } from "../../values";

export const zones = rule({
  id: "survival-zones",
  area: "survival",
  level: "mandatory",
  severity: "critical",
  title: "Every node pool stands in all zones of the plan, so that one lost takes its share and no more",
  why: "The plan holds the audience on the surviving zones; a pool in fewer zones loses more than planned for",
  fix: "Give the pool every zone of cluster.zones",
  sources: [{ document: "plan: surviving zones" }],
  appliesTo: "node pools",
  config: z.strictObject({
    leastZones: z.number().int().min(1).max(6).default(2).describe("Fewest zones of a pool, where there is no plan."),
  }),
  check: ({ graph, facts, config }) =>
    graph.ofType(TYPES.nodePool).map((at): Observation => {
      const has = textsAt(at.inputs, "zones");
      if (has === UNKNOWN) return unknown(at, "its zones");
      const planned = facts.plan?.event.zones ?? [];
      if (planned.length === 0) {
        return has.length >= config.leastZones
          ? fine(at)
          : violated(at, `nodes in ${has.join(", ")}`, `${config.leastZones} zones at least`);
      }
      const missing = planned.filter((zone) => !has.includes(zone));
      return missing.length === 0
        ? fine(at)
        : violated(at, `no nodes in ${missing.join(", ")}`, `nodes in ${planned.join(", ")}, as planned`);
    }),
});
