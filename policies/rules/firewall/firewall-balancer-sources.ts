import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { textsAt, UNKNOWN } from "../../values";

const WORLD = ["0.0.0.0/0", "::/0"];

export const balancerSources = rule({
  id: "firewall-balancer-sources",
  area: "firewall",
  level: "advisory",
  severity: "high",
  title: "Application balancers let in the proxy in front of them, and nobody else",
  why: "Whoever knows a balancer's name goes past waiting room and rate limits, with a million others after him",
  fix: "Set allowedCidrs to the proxy's published blocks",
  sources: [{ document: "https://www.cloudflare.com/ips/" }],
  appliesTo: "ingresses behind a waiting room",
  check: ({ graph }) => {
    if (graph.ofType(TYPES.admission).length === 0) return [];
    return graph.ofType(TYPES.ingress).map((at): Observation => {
      const blocks = textsAt(at.inputs, "allowedCidrs");
      if (blocks === UNKNOWN) return unknown(at, "whom its balancers let in");
      return blocks.some((block) => WORLD.includes(block))
        ? violated(at, "balancers that let everybody in", "the proxy's blocks")
        : fine(at);
    });
  },
});
