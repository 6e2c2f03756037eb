import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, textsAt, UNKNOWN, valueAt } from "../../values";

const METADATA = "169.254.169.254/32";
const WORLD = "0.0.0.0/0";

export const instanceMetadata = rule({
  id: "firewall-instance-metadata",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "A node's credentials are given to nobody without a token, and to no pod",
  why: "A pod that asks the metadata service becomes the node, which may do in the cluster and at AWS whatever nodes may",
  fix: `Require tokens in the launch template, and except ${METADATA} from what pods may reach`,
  sources: [{ document: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html" }],
  appliesTo: "launch templates and network policies",
  check: ({ graph }) => [
    ...graph.ofType(TYPES.launchTemplate).map((at): Observation => {
      const tokens = textAt(at.inputs, "metadataOptions.httpTokens");
      if (tokens === UNKNOWN) return unknown(at, "whether it asks for tokens");
      return tokens === "required" ? fine(at) : violated(at, "credentials without a token", "httpTokens: required");
    }),
    ...graph.ofType(TYPES.networkPolicy).flatMap((at): readonly Observation[] => {
      const rules = listAt(at.inputs, "spec.egress");
      if (rules === UNKNOWN) return [unknown(at, "what pods may reach")];
      const blocks = rules
        .flatMap((each) => {
          const to = listAt(each, "to");
          return to === UNKNOWN ? [] : to;
        })
        .map((peer) => valueAt(peer, "ipBlock"))
        .filter((block) => textAt(block, "cidr") === WORLD);
      return blocks.map((block) => {
        const excepted = textsAt(block, "except");
        return excepted === UNKNOWN || excepted.includes(METADATA)
          ? fine(at)
          : violated(at, "pods that may reach the metadata service", `everything except ${METADATA}`);
      });
    }),
  ],
});
