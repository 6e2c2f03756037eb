import { z } from "zod";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, UNKNOWN } from "../../values";

export const cdns = rule({
  id: "survival-cdns",
  area: "survival",
  level: "advisory",
  severity: "high",
  title: "No CDN stands alone: viewers can be sent to another",
  why: "A CDN that fails takes every viewer with it when players know no other host",
  fix: "Name a second CDN in delivery.cdns, with a small share or none: it is then everybody's last resort",
  sources: [{ document: "ETSI TS 103 998, DASH-IF content steering" }],
  appliesTo: "splits of viewers over CDNs",
  config: z.strictObject({
    leastCdns: z.number().int().min(1).max(5).default(2).describe("CDNs that players can be sent to."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.cdnSplit).map((at) => {
      const pathways = listAt(at.inputs, "pathways");
      if (pathways === UNKNOWN) return unknown(at, "its media hosts");
      const names = pathways.map((pathway) => textAt(pathway, "cdn"));
      if (names.includes(UNKNOWN)) return unknown(at, "CDNs of its media hosts");
      const count = new Set(names).size;
      if (count >= config.leastCdns) return fine(at);
      return violated(at, `${count} CDN`, `${config.leastCdns} at least`);
    }),
});
