import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, listAt, UNKNOWN, valueAt } from "../../values";
import { settingOf } from "../data/buckets";

export const eventEnds = rule({
  id: "cost-event-ends",
  area: "cost",
  level: "mandatory",
  severity: "high",
  title: "Everything of an event goes with it, and what is kept on purpose has an end",
  why: "Destroying the event must return the platform to where it was; what is protected or kept for ever is paid for ever",
  fix: "Take protect and deletion protection out of event stacks; give what is kept an expiry",
  sources: [{ document: "design, section 2: destroying an event stack returns the platform to where it was" }],
  appliesTo: "resources of an event",
  check: ({ graph, facts }) => {
    if (facts.program !== "event") return [];
    const kept = graph.ofType(TYPES.bucket).map((at): Observation => {
      const set = settingOf(graph, at, TYPES.bucketLifecycle);
      const rules = set === undefined ? [] : listAt(set.inputs, "rules");
      if (rules === UNKNOWN) return unknown(at, "when its objects go");
      return rules.some((each) => valueAt(each, "expiration") !== undefined)
        ? fine(at)
        : violated(at, "objects of an event that stay for ever", "an expiration");
    });
    const balancers = graph.ofType(TYPES.loadBalancer).map((at): Observation => {
      const on = flagAt(at.inputs, "enableDeletionProtection");
      if (on === UNKNOWN) return unknown(at, "whether it can be deleted");
      return on === true
        ? violated(at, "a balancer that can't be deleted", "no deletion protection in an event stack")
        : fine(at);
    });
    const isProtected = graph.types().flatMap((type) =>
      graph
        .ofType(type)
        .filter(({ options }) => options.protect === true)
        .map((at) => violated(at, "a protected resource", "none in an event stack outside of its window")),
    );
    // While armed, what serves viewers is protected on purpose.
    return [...kept, ...balancers, ...(facts.mode === "armed" ? [] : isProtected)];
  },
});
