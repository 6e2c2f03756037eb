import type { relayAssumptions } from "../catalog/assumptions/relay";
import { FORMULA_KEYS, limit, limitValue } from "../catalog/limits";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount } from "../sizing";
import { KIB_PER_GIB } from "../units";
import { figure } from "./figure";
import type { Candidate, LayerModel, LayerSizing, Requirements, SizingContext } from "./layer";
import { sizePods } from "./pods";

const RELAY = "relay";
const TITLE = "Relay";

const shared = Equations.over<DemandName | LocalName<typeof relayAssumptions>>()
  .let("connections", "connections", "peakConcurrentViewers", (s) => s.peakConcurrentViewers)
  // A join is answered with the pictures since the last whole one at once: the start-up burst counts.
  .let("networkGbps", "Gbps", "edgeGbps", (s) => s.edgeGbps);

/** WebRTC encrypts and sends packet by packet: bits hardly matter. */
const webrtc = shared
  .let(
    "packetsPerViewer",
    "packets/s",
    "deliveredMbps × 125000 ÷ packetBytes + audioPacketsPerSecond",
    (s) => (s.deliveredMbps * 125_000) / s.packetBytes + s.audioPacketsPerSecond,
  )
  .let("packetsPerSecond", "packets/s", "connections × packetsPerViewer", (s) => s.connections * s.packetsPerViewer)
  .let("vcpu", "vCPU", "packetsPerSecond ÷ packetsPerSecondPerVcpu", (s) => {
    return s.packetsPerSecond / s.packetsPerSecondPerVcpu;
  })
  .let(
    "memoryGib",
    "GiB",
    "connections × webrtcKibPerConnection ÷ 1048576",
    (s) => (s.connections * s.webrtcKibPerConnection) / KIB_PER_GIB,
  );

/** HTTP-FLV writes to a TCP stream: bits count, and below the measured bitrate a viewer does not get cheaper. */
const httpFlv = shared
  .let(
    "vcpuPerViewer",
    "vCPU",
    "max(1, deliveredMbps ÷ measuredMbps) × tlsRatio ÷ httpFlvViewersPerVcpu",
    (s) => (Math.max(1, s.deliveredMbps / s.measuredMbps) * s.tlsRatio) / s.httpFlvViewersPerVcpu,
  )
  .let("vcpu", "vCPU", "connections × vcpuPerViewer", (s) => s.connections * s.vcpuPerViewer)
  .let(
    "memoryGib",
    "GiB",
    "connections × httpFlvKibPerConnection ÷ 1048576",
    (s) => (s.connections * s.httpFlvKibPerConnection) / KIB_PER_GIB,
  );

/** Media servers that hold one long connection for every viewer: HTTP-FLV and WebRTC. */
export function relayModel(event: Event): LayerModel {
  const isWebrtc = event.stream.protocol === "webrtc";
  return {
    layer: RELAY,
    title: TITLE,
    stage: "demand",
    equations: (isWebrtc ? webrtc : httpFlv).list,
    requires: ["connections", "networkGbps", "vcpu", "memoryGib"],
    emits: { relayEgressGbps: "networkGbps" },
    size: sizeRelay,
  };
}

function sizeRelay(requirements: Requirements, context: SizingContext): LayerSizing {
  const sizing = sizePods(
    requirements,
    {
      id: RELAY,
      layer: RELAY,
      title: TITLE,
      pool: "media",
      criticality: "core",
      pod: {
        vcpu: context.value("vcpuPerPod"),
        memoryGib: context.value("memoryGibPerPod"),
        networkGbps: context.value("gbpsPerPod"),
        connections: context.value("connectionsPerPod"),
        internetFacing: true,
        gpus: 0,
      },
      baseMemoryGib: 0.5,
      minimumReplicas: context.zones,
      shapePath: "delivery.relay.vcpuPerPod",
      findings: relayFindings(requirements, context),
    },
    context,
  );
  const published = publishedDensity(requirements, context, sizing.units);
  return { ...sizing, candidates: [...sizing.candidates, ...published] };
}

/** What the maker of one server publishes for WebRTC, carried over by packets. */
function publishedDensity(requirements: Requirements, context: SizingContext, units: number): readonly Candidate[] {
  if (context.event.stream.protocol !== "webrtc") return [];
  const packets = required(requirements.vcpu, "vcpu of the relay").atRisk * context.value("packetsPerSecondPerVcpu");
  const perViewer = (context.value("measuredMbps") * 125_000) / context.value("packetBytes");
  const packetsPerVcpu =
    context.value("srsWebrtcViewersPerVcpu") * (perViewer + context.value("audioPacketsPerSecond"));
  const perPod = packetsPerVcpu * context.value("vcpuPerPod") * context.relativeSpeed * context.targetUtilization;
  return [
    {
      name: `SRS at the density its maker publishes, ${figure(packetsPerVcpu)} packets/s on a vCPU, by processors alone`,
      units: Math.max(context.zones, ceilCount(packets / perPod / context.zones) * context.zones),
      usdPerHour: null,
      chosen: false,
      rejected: `the maker's own benchmark at 600 kbit/s, twice what others reach; measure your server and state delivery.relay.packetsPerSecondPerVcpu to go below ${units} pods`,
    },
  ];
}

function relayFindings(requirements: Requirements, context: SizingContext): readonly Finding[] {
  const gateway = limit(FORMULA_KEYS.internetGatewayGbpsSmall);
  const gatewayGbps = limitValue(FORMULA_KEYS.internetGatewayGbpsSmall);
  const network = required(requirements.networkGbps, "networkGbps of the relay");
  const nodes = ceilCount(network.atRisk / gatewayGbps);
  const findings: Finding[] = [];
  if (nodes > 1) {
    findings.push({
      id: "relay-internet-gateway",
      severity: "note",
      where: RELAY,
      found: `${figure(network.atRisk)} Gbps from machines with public addresses`,
      expected: `${figure(gatewayGbps)} Gbps a machine under 32 vCPU, half its baseline from 32 vCPU: at least ${figure(nodes)} small machines for the bits alone`,
      fix: "Allow families with 32 vCPU or more and a high network baseline in cluster.families, or send media through a CDN as HLS",
      source: gateway.source,
    });
  }
  if (context.event.given.some((path) => path.startsWith("delivery.cdns"))) {
    findings.push({
      id: "relay-without-cdn",
      severity: "note",
      where: RELAY,
      found: `delivery.cdns with stream.protocol ${context.event.stream.protocol}`,
      expected: "every viewer connects to our own relay: a CDN carries HLS, LL-HLS or DASH here",
      fix: "Choose hls, ll-hls or dash to use the CDNs, or leave delivery.cdns out",
    });
  }
  return findings;
}
