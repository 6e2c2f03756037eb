import type { GraphIndex, PolicyResource } from "../../graph";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { entriesAt, flagAt, textAt, UNKNOWN } from "../../values";

export const proxiedHosts = rule({
  id: "firewall-proxied-hosts",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "App hosts are proxied, media hosts of another CDN are not",
  why: "A waiting room sees proxied hosts only; a proxied media host sends another CDN's traffic through Cloudflare, and pays for both",
  fix: "Name the host with its kind in EdgeHosts, and leave the record alone",
  sources: [{ document: "https://developers.cloudflare.com/dns/proxy-status/" }],
  appliesTo: "hosts of an event",
  check: ({ graph }) =>
    graph.ofType(TYPES.edgeHosts).flatMap((hosts): readonly Observation[] => {
      const kinds = entriesAt(hosts.inputs, "hosts");
      if (kinds === UNKNOWN) return [unknown(hosts, "its hosts")];
      return kinds.map(([host, kind]): Observation => {
        const record = recordOf(graph, hosts, host);
        if (record === undefined) return violated(hosts, `host ${host} without a record`, "a record for every host");
        const proxied = flagAt(record.inputs, "proxied");
        if (proxied === UNKNOWN || kind === UNKNOWN) return unknown(record, "whether it is proxied");
        const wants = kind !== "media";
        if ((proxied ?? false) === wants) return fine(record);
        return violated(
          record,
          `${wants ? "an app host" : "a media host"} that is ${wants ? "not " : ""}proxied`,
          wants ? "proxied" : "not proxied",
        );
      });
    }),
});

function recordOf(graph: GraphIndex, hosts: PolicyResource, host: string): PolicyResource | undefined {
  return graph
    .ofType(TYPES.dnsRecord)
    .find(({ parent, inputs }) => parent === hosts.urn && textAt(inputs, "name") === host);
}
