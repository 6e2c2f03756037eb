import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textAt, textsAt, UNKNOWN } from "../../values";

const PURCHASES: Readonly<Record<string, string>> = { ON_DEMAND: "on-demand", SPOT: "spot" };

export const machines = rule({
  id: "plan-machines",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "A pool's machine types and way of buying are the plan's",
  why: "The plan's pods were packed on these machines; on smaller ones they don't fit, on others the quota is another",
  fix: "Change cluster.families in the event file, and plan again",
  sources: [{ document: "plan: node pools, counts hold on each of the interchangeable types" }],
  appliesTo: "planned node pools",
  check: ({ graph, facts }) =>
    graph.ofType(TYPES.nodePool).flatMap((at) => {
      const name = textAt(at.inputs, "pool");
      const planned = facts.plan?.nodePools.find((pool) => pool.name === name);
      if (planned === undefined) return [];
      const types = textsAt(at.inputs, "instanceTypes");
      const capacity = textAt(at.inputs, "capacityType");
      if (types === UNKNOWN || capacity === UNKNOWN) return [unknown(at, "its machine types")];
      const others = types.filter((type) => !planned.instanceTypes.includes(type));
      const bought = PURCHASES[capacity ?? "ON_DEMAND"] ?? "unheard of";
      if (others.length > 0) {
        return [
          violated(at, `machines of type ${others.join(", ")}`, `${planned.instanceTypes.join(", ")}, as planned`),
        ];
      }
      return bought === planned.purchaseOption
        ? [fine(at)]
        : [violated(at, `machines bought ${bought}`, `${planned.purchaseOption}, as planned`)];
    }),
});
