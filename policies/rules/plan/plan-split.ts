import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, numberAt, textAt, UNKNOWN } from "../../values";

const TOLERANCE = 1e-6;

export const split = rule({
  id: "plan-split",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "Viewers are split over the CDNs as planned",
  why: "Each CDN's contract, hosts and cost were planned for its share",
  fix: "Change delivery.cdns in the event file, and plan again; in an emergency use the split's switch",
  sources: [{ document: "event file: delivery.cdns[].shareRatio" }],
  appliesTo: "splits of viewers over CDNs",
  check: ({ graph, facts }) => {
    const shares = facts.plan?.cdnShares ?? {};
    const planned = Object.entries(shares);
    if (planned.length === 0) return [];
    return graph.ofType(TYPES.cdnSplit).flatMap((at) => {
      const pathways = listAt(at.inputs, "pathways");
      if (pathways === UNKNOWN) return [unknown(at, "its media hosts")];
      const sums = new Map<string, number>();
      for (const pathway of pathways) {
        const cdn = textAt(pathway, "cdn");
        const share = numberAt(pathway, "shareRatio");
        if (cdn === UNKNOWN || share === UNKNOWN) return [unknown(at, "shares of its media hosts")];
        sums.set(cdn ?? "", (sums.get(cdn ?? "") ?? 0) + (share ?? 0));
      }
      const names = [...new Set([...planned.map(([name]) => name), ...sums.keys()])].sort();
      return names.map((name) => {
        const [has, wants] = [sums.get(name) ?? 0, shares[name] ?? 0];
        if (Math.abs(has - wants) <= TOLERANCE) return fine(at);
        return violated(at, `a share of ${figure(has)} for ${name}`, `${figure(wants)}, as planned`);
      });
    });
  },
});
