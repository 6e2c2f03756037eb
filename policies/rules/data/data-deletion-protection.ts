import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, UNKNOWN } from "../../values";

export const deletionProtection = rule({
  id: "data-deletion-protection",
  area: "data",
  level: "mandatory",
  severity: "critical",
  title: "Network, cluster, keys of secrets and buckets of the platform can't be deleted by a deployment",
  why: "Every event stands on them, and a changed name is a deletion",
  fix: "Give the resource protect: true, and the cluster deletionProtection",
  sources: [{ document: "https://www.pulumi.com/docs/iac/concepts/options/protect/" }],
  appliesTo: "networks, clusters and buckets of a platform",
  check: ({ graph }) => {
    const buckets = graph
      .ofType(TYPES.bucket)
      .filter((each) => graph.ancestor(each, TYPES.privateBucket) !== undefined);
    const subnets = graph.ofType(TYPES.subnet).filter((each) => graph.ancestor(each, TYPES.network) !== undefined);
    const keys = graph.ofType(TYPES.key).filter((each) => graph.ancestor(each, TYPES.cluster) !== undefined);
    const all = [...graph.ofType(TYPES.vpc, TYPES.eksCluster), ...subnets, ...keys, ...buckets];
    return [
      ...all.map((at) =>
        at.options.protect === true ? fine(at) : violated(at, "a deployment may delete it", "protect: true"),
      ),
      ...graph.ofType(TYPES.eksCluster).map((at): Observation => {
        const protection = flagAt(at.inputs, "deletionProtection");
        if (protection === UNKNOWN) return unknown(at, "whether AWS protects it");
        return protection === true
          ? fine(at)
          : violated(at, "no deletion protection at AWS", "deletionProtection: true");
      }),
    ];
  },
});
