import { asPlanned, howSized } from "../../planned";
import { type Observation, rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt, UNKNOWN } from "../../values";

export const pools = rule({
  id: "plan-pools",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title: "Every node pool has the nodes of the plan, and no other pool is there",
  why: "Fewer nodes than planned hold fewer viewers than promised; more are paid for and counted by nobody",
  fix: "Take the sizes from the plan: run the stack's program on the event file, and change the event file instead",
  sources: [{ document: "design, section 6: intent in components equals the plan's" }],
  appliesTo: "node pools and planned pools",
  check: ({ graph, facts }) => {
    if (facts.plan === null) return [];
    const planned = new Map(facts.plan.nodePools.map((pool) => [pool.name, pool]));
    const seen = new Set<string>();
    const built = graph.ofType(TYPES.nodePool).map((at): Observation => {
      const name = textAt(at.inputs, "pool");
      const pool = name === UNKNOWN || name === undefined ? undefined : planned.get(name);
      if (pool !== undefined) seen.add(pool.name);
      return asPlanned(at, numberAt(at.inputs, "nodes"), pool?.nodes, { noun: "nodes", how: howSized(facts) });
    });
    const missing = facts.plan.nodePools
      .filter(({ name, nodes }) => nodes > 0 && !seen.has(name))
      .map(({ name, nodes }) => violated(undefined, `no pool ${name}`, `${nodes} nodes in pool ${name}, as planned`));
    return [...built, ...missing];
  },
});
