import { z } from "zod";
import { typesOf } from "../../machines";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, UNKNOWN } from "../../values";

const BOUGHT: Readonly<Record<string, "on-demand" | "spot">> = { ON_DEMAND: "on-demand", SPOT: "spot" };

export const machines = rule({
  id: "cost-machines",
  area: "cost",
  level: "mandatory",
  severity: "medium",
  title: "Machines are of families, and bought in ways, that the team allows",
  why: "Discounts are agreed for families; spot machines may be taken away in the middle of an event",
  fix: "Set cluster.families in the event file, or allow the family here",
  sources: [{ document: "event file: cluster.families" }],
  appliesTo: "node groups",
  config: z.strictObject({
    families: z
      .array(z.string().regex(/^[a-z]+\d+[a-z0-9-]*$/))
      .default([])
      .describe("Families such as m7i; empty: all."),
    purchaseOptions: z
      .array(z.enum(["on-demand", "spot"]))
      .min(1)
      .default(["on-demand", "spot"])
      .describe("How machines may be bought."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.nodeGroup).map((at): Observation => {
      const types = typesOf(at);
      const capacity = textAt(at.inputs, "capacityType");
      if (types === UNKNOWN || capacity === UNKNOWN) return unknown(at, "which machines it has");
      const others = types.filter(
        (type) => config.families.length > 0 && !config.families.includes(type.split(".")[0] ?? ""),
      );
      if (others.length > 0)
        return violated(at, `machines of type ${others.join(", ")}`, `families ${config.families.join(", ")}`);
      const bought = BOUGHT[capacity ?? "ON_DEMAND"] ?? "on-demand";
      return config.purchaseOptions.includes(bought)
        ? fine(at)
        : violated(at, `machines bought ${bought}`, config.purchaseOptions.join(" or "));
    }),
});
