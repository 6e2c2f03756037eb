import type { PolicyResource } from "../../graph";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, textsAt, UNKNOWN, valueAt } from "../../values";

export const defaultDeny = rule({
  id: "firewall-default-deny",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "In every namespace of an event, pods talk to nobody until a policy says to whom",
  why: "One service that is broken into else reaches all others, the database and the node's own credentials",
  fix: "Add a NetworkPolicy that selects all pods, for both ways, and lets nothing through",
  sources: [{ document: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies" }],
  appliesTo: "namespaces",
  check: ({ graph }) =>
    graph.ofType(TYPES.namespace).map((at): Observation => {
      const name = textAt(at.inputs, "metadata.name");
      const policies = graph.ofType(TYPES.networkPolicy);
      const own = policies.filter((policy) => {
        const namespace = textAt(policy.inputs, "metadata.namespace");
        // A namespace that isn't known yet is told by what the policy was made from.
        return namespace === UNKNOWN || name === UNKNOWN
          ? graph.sourcesOf(policy, "metadata", TYPES.namespace).some(({ urn }) => urn === at.urn)
          : namespace === name;
      });
      if (own.some(deniesAll)) return fine(at);
      return own.some((policy) => valueAt(policy.inputs, "spec") === UNKNOWN)
        ? unknown(at, "what its policies let through")
        : violated(at, "a namespace without a default deny", "a policy that denies both ways");
    }),
});

function deniesAll({ inputs }: PolicyResource): boolean {
  const spec = valueAt(inputs, "spec");
  const selector = valueAt(spec, "podSelector");
  const selectsAll = typeof selector === "object" && selector !== null && Object.keys(selector).length === 0;
  const ways = textsAt(spec, "policyTypes");
  const isEmpty = (way: string) => {
    const rules = listAt(spec, way);
    return rules !== UNKNOWN && rules.length === 0;
  };
  return (
    selectsAll &&
    ways !== UNKNOWN &&
    ways.includes("Ingress") &&
    ways.includes("Egress") &&
    isEmpty("ingress") &&
    isEmpty("egress")
  );
}
