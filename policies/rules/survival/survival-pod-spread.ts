import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { inputAt, listAt, textAt, UNKNOWN } from "../../values";

const ZONE = "topology.kubernetes.io/zone";

export const podSpread = rule({
  id: "survival-pod-spread",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "Pods of every service are spread over zones",
  why: "The scheduler fills one node after the other; a zone lost may then hold all copies of a service",
  fix: `Give the pods a topologySpreadConstraint over ${ZONE}`,
  sources: [{ document: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/" }],
  appliesTo: "deployments of workloads",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.deployment)
      .filter((deployment) => graph.ancestor(deployment, TYPES.workload) !== undefined)
      .map((at) => {
        const constraints = listAt(inputAt(at, "spec.template.spec"), "topologySpreadConstraints");
        if (constraints === UNKNOWN) return unknown(at, "how its pods are spread");
        const keys = constraints.map((constraint) => textAt(constraint, "topologyKey"));
        if (keys.includes(ZONE)) return fine(at);
        return keys.includes(UNKNOWN)
          ? unknown(at, "over what its pods are spread")
          : violated(at, "pods that aren't spread over zones", `a constraint over ${ZONE}`);
      }),
});
