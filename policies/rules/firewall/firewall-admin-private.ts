import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, textsAt, UNKNOWN } from "../../values";

export const adminPrivate = rule({
  id: "firewall-admin-private",
  area: "firewall",
  level: "mandatory",
  severity: "critical",
  title: "The cluster's API and databases are reached from inside, or from named blocks",
  why: "The cluster's API holds every secret and every size; open to the world it is one leaked key away",
  fix: "Turn the public endpoint off, or name blocks in publicAccessCidrs",
  sources: [{ document: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html" }],
  appliesTo: "clusters and databases",
  check: ({ graph }) => [
    ...graph.ofType(TYPES.eksCluster).map((at): Observation => {
      const isPublic = flagAt(at.inputs, "vpcConfig.endpointPublicAccess");
      const blocks = textsAt(at.inputs, "vpcConfig.publicAccessCidrs");
      if (isPublic === UNKNOWN || blocks === UNKNOWN) return unknown(at, "who reaches its API");
      // Public and open to everybody is what EKS does when nobody says.
      if (isPublic === false) return fine(at);
      const isOpen = blocks.length === 0 || blocks.includes("0.0.0.0/0") || blocks.includes("::/0");
      return isOpen ? violated(at, "an API that everybody reaches", "named blocks, or no public endpoint") : fine(at);
    }),
    ...graph.ofType(TYPES.clusterInstance).map((at): Observation => {
      const isPublic = flagAt(at.inputs, "publiclyAccessible");
      if (isPublic === UNKNOWN) return unknown(at, "who reaches it");
      return isPublic === true ? violated(at, "a database that everybody reaches", "no public address") : fine(at);
    }),
  ],
});
