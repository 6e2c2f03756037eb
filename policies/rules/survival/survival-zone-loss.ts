import { z } from "zod";
import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";

export const zoneLoss = rule({
  id: "survival-zone-loss",
  area: "survival",
  level: "advisory",
  severity: "high",
  title: "The plan holds the audience when a zone is lost",
  why: "Zones fail, also during events; without the planned loss the other zones are overloaded at once",
  fix: "Set cluster.survivingZones in the event file to one fewer than its zones, and plan again",
  sources: [{ document: "event file: cluster.survivingZones" }],
  appliesTo: "node pools of an event",
  config: z.strictObject({
    lostZones: z.number().int().min(0).max(3).default(1).describe("Zones whose loss must be survived."),
  }),
  check: ({ graph, facts, config }) => {
    if (facts.plan === null || graph.ofType(TYPES.nodePool).length === 0) return [];
    const { zones, survivingZones } = facts.plan.event;
    const lost = zones.length - survivingZones;
    if (lost >= config.lostZones) return [fine()];
    return [
      violated(
        undefined,
        `a plan that survives the loss of ${lost} of ${zones.length} zones`,
        `the loss of ${config.lostZones}`,
      ),
    ];
  },
});
