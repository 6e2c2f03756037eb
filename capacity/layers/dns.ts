import type { dnsAssumptions } from "../catalog/assumptions/dns";
import { coreDnsReplicas, FORMULA_KEYS, limit, limitValue } from "../catalog/limits";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import type { LayerModel } from "./layer";

const DNS = "dns";
const TITLE = "Cluster DNS";
const PACKETS = "aws/ec2/link-local-packets-dns-resolver-metadata-time-per-interface";

const equations = Equations.over<"nodes" | "pods" | "vcpu" | LocalName<typeof dnsAssumptions>>()
  .let("replicasByNodes", "replicas", "nodes ÷ 16", (s) => s.nodes / 16)
  .let("replicasByVcpu", "replicas", "vcpu ÷ 256", (s) => s.vcpu / 256)
  .let("lookupsPerSecond", "requests/s", "pods × lookupsPerSecondPerPod", (s) => s.pods * s.lookupsPerSecondPerPod)
  .let(
    "uncachedLookupsPerSecond",
    "requests/s",
    "lookupsPerSecond × uncachedRatio",
    (s) => s.lookupsPerSecond * s.uncachedRatio,
  )
  .let(
    "packetsPerSecond",
    "packets/s",
    "uncachedLookupsPerSecond × packetsPerLookup",
    (s) => s.uncachedLookupsPerSecond * s.packetsPerLookup,
  );

/** Name resolution: replicas by the cluster's size, and packets to the resolver, of which each interface may send few. */
export const dns: LayerModel = {
  layer: "dns",
  title: TITLE,
  stage: "fleet",
  equations: equations.list,
  requires: ["replicasByNodes", "replicasByVcpu", "packetsPerSecond"],
  emits: {},
  size(requirements, context) {
    const packets = required(requirements.packetsPerSecond, "dns.packetsPerSecond");
    const byNodes = required(requirements.replicasByNodes, "dns.replicasByNodes");
    const byVcpu = required(requirements.replicasByVcpu, "dns.replicasByVcpu");
    const perInterface = limitValue(PACKETS);
    const minimum = context.value("minimumReplicas");
    const needs = [
      { resource: "replicasByNodes", replicas: byNodes.atRisk },
      { resource: "replicasByVcpu", replicas: byVcpu.atRisk },
      // Each replica on a node of its own: its interface is what is limited, not the replica.
      { resource: "packetsPerSecond", replicas: packets.atRisk / perInterface },
    ];
    const most = needs.reduce((a, b) => (b.replicas > a.replicas ? b : a));
    const { nodes, vcpu } = context.fleet;
    const units = Math.max(minimum, coreDnsReplicas(nodes, vcpu), ceilCount(most.replicas));
    return {
      id: DNS,
      layer: "dns",
      title: TITLE,
      criticality: "core",
      resources: [
        provision(byNodes.resource, byNodes.unit, byNodes.design, byNodes.atRisk, units),
        provision(byVcpu.resource, byVcpu.unit, byVcpu.design, byVcpu.atRisk, units),
        provision(packets.resource, packets.unit, packets.design, packets.atRisk, units * perInterface),
      ],
      unitName: "replicas",
      units,
      bindingConstraint: most.replicas > minimum ? most.resource : "minimum",
      waterfall: {
        demand: most.replicas,
        risk: most.replicas,
        utilization: most.replicas,
        zoneLoss: most.replicas,
        count: units,
      },
      candidates: [
        {
          name: "replicas on distinct nodes, with a cache on each node",
          units,
          usdPerHour: null,
          chosen: true,
          rejected: null,
        },
        {
          name: "replicas without a cache on each node",
          units: Math.max(
            units,
            ceilCount(packets.atRisk / Math.max(0.001, context.value("uncachedRatio")) / perInterface),
          ),
          usdPerHour: null,
          chosen: false,
          rejected: `every lookup would leave its node: ${numberText(Math.ceil(packets.atRisk / Math.max(0.001, context.value("uncachedRatio"))))} packets/s to the resolver`,
        },
      ],
      workload: null,
      settings: { coreDnsReplicas: units, packetsPerSecondPerNode: nodes === 0 ? 0 : packets.atRisk / nodes },
      findings: nodes > 0 && units > nodes ? [moreReplicasThanNodes(units, nodes)] : [],
    };
  },
};

function moreReplicasThanNodes(replicas: number, nodes: number): Finding {
  return {
    id: "dns-interfaces",
    severity: "warning",
    where: DNS,
    found: `lookups need ${numberText(replicas)} interfaces to the resolver`,
    expected: `at most ${numberText(nodes)}, one for each node`,
    fix: "Cache more on each node and end names with a dot, so that search domains are not asked (lower cluster.dns.lookupsPerSecondPerPod or cluster.dns.uncachedRatio).",
    source: `${limit(PACKETS).source}; ${FORMULA_KEYS.coreDnsReplicas}`,
  };
}
