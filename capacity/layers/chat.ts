import type { chatAssumptions } from "../catalog/assumptions/chat";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { required } from "../problems";
import { ceilCount } from "../sizing";
import { KIB_PER_GIB } from "../units";
import { featureOf, poolOf } from "../workload";
import { chatFindings } from "./chat-findings";
import type { LayerModel } from "./layer";
import { sizePods } from "./pods";

const CHAT = "chat";
const TITLE = "Chat";

const equations = Equations.over<DemandName | LocalName<typeof chatAssumptions>>()
  .let("connections", "connections", "peakConcurrentViewers × chatShare", (s) => s.peakConcurrentViewers * s.chatShare)
  .let(
    "newConnectionsPerSecond",
    "connections/s",
    "arrivalsPerSecond × chatShare",
    (s) => s.arrivalsPerSecond * s.chatShare,
  )
  .let("roomViewers", "viewers", "min(viewersPerRoom, connections)", (s) => Math.min(s.viewersPerRoom, s.connections))
  .let("rooms", "rooms", "connections ÷ max(1, roomViewers)", (s) => s.connections / Math.max(1, s.roomViewers))
  .let(
    "writtenPerSecond",
    "messages/s",
    "connections × messagesPerViewerPerMinute ÷ 60",
    (s) => (s.connections * s.messagesPerViewerPerMinute) / 60,
  )
  // One room for everyone and nothing sampled: what rooms and sampling save, growing with the square of the viewers.
  .let(
    "unsplitDeliveriesPerSecond",
    "messages/s",
    "connections × writtenPerSecond",
    (s) => s.connections * s.writtenPerSecond,
  )
  .let(
    "roomMessagesPerSecond",
    "messages/s",
    "roomViewers × messagesPerViewerPerMinute ÷ 60",
    (s) => (s.roomViewers * s.messagesPerViewerPerMinute) / 60,
  )
  .let("visiblePerSecond", "messages/s", "min(roomMessagesPerSecond, visibleMessagesPerSecond)", (s) =>
    Math.min(s.roomMessagesPerSecond, s.visibleMessagesPerSecond),
  )
  .let("deliveredPerSecond", "messages/s", "connections × visiblePerSecond", (s) => s.connections * s.visiblePerSecond)
  .let("publishedPerSecond", "messages/s", "rooms × visiblePerSecond", (s) => s.rooms * s.visiblePerSecond)
  .let("idleVcpu", "vCPU", "connections ÷ idleConnectionsPerVcpu", (s) => s.connections / s.idleConnectionsPerVcpu)
  .let(
    "fanOutVcpu",
    "vCPU",
    "deliveredPerSecond ÷ deliveredPerSecondPerVcpu",
    (s) => s.deliveredPerSecond / s.deliveredPerSecondPerVcpu,
  )
  .let(
    "connectVcpu",
    "vCPU",
    "newConnectionsPerSecond × connectVcpuMs ÷ 1000",
    (s) => (s.newConnectionsPerSecond * s.connectVcpuMs) / 1000,
  )
  .let("vcpu", "vCPU", "idleVcpu + fanOutVcpu + connectVcpu", (s) => s.idleVcpu + s.fanOutVcpu + s.connectVcpu)
  .let(
    "memoryGib",
    "GiB",
    "connections × (kibPerConnection + kernelKibPerConnection) ÷ 1048576",
    (s) => (s.connections * (s.kibPerConnection + s.kernelKibPerConnection)) / KIB_PER_GIB,
  )
  .let("pingsPerSecond", "messages/s", "connections ÷ pingSeconds", (s) => s.connections / s.pingSeconds)
  .let(
    "egressGbps",
    "Gbps",
    "(deliveredPerSecond × (messageBytes + overheadBytesPerMessage) + pingsPerSecond × pingBytes) × 8 ÷ 1000000000",
    (s) =>
      ((s.deliveredPerSecond * (s.messageBytes + s.overheadBytesPerMessage) + s.pingsPerSecond * s.pingBytes) * 8) /
      1e9,
  )
  .let(
    "ingressGbps",
    "Gbps",
    "(writtenPerSecond × (messageBytes + overheadBytesPerMessage) + pingsPerSecond × pingBytes) × 8 ÷ 1000000000",
    (s) =>
      ((s.writtenPerSecond * (s.messageBytes + s.overheadBytesPerMessage) + s.pingsPerSecond * s.pingBytes) * 8) / 1e9,
  )
  .let("busyPods", "pods", "max(1, connections ÷ connectionsPerPod, vcpu ÷ vcpuPerPod)", (s) =>
    Math.max(1, s.connections / s.connectionsPerPod, s.vcpu / s.vcpuPerPod),
  )
  // A published message costs the broker one operation, and one more for every pod that holds somebody of the room.
  .let(
    "brokerOperationsPerSecond",
    "messages/s",
    "publishedPerSecond × (1 + min(roomViewers, busyPods)) + newConnectionsPerSecond",
    (s) => s.publishedPerSecond * (1 + Math.min(s.roomViewers, s.busyPods)) + s.newConnectionsPerSecond,
  )
  .let(
    "cacheOperations",
    "operations/s",
    "newConnectionsPerSecond × cacheOperationsPerConnect + publishedPerSecond",
    (s) => s.newConnectionsPerSecond * s.cacheOperationsPerConnect + s.publishedPerSecond,
  )
  .let(
    "historyGib",
    "GiB",
    "rooms × historyMessagesPerRoom × messageBytes ÷ 1073741824",
    (s) => (s.rooms * s.historyMessagesPerRoom * s.messageBytes) / 1073741824,
  );

/** Chat: long connections, and deliveries that grow with the square of the viewers until rooms are split and messages sampled. */
export const chat: LayerModel = {
  layer: "chat",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["vcpu", "memoryGib", "connections", "egressGbps", "brokerOperationsPerSecond"],
  emits: {
    appRequestsPerSecond: "newConnectionsPerSecond",
    appConnectionsPerSecond: "newConnectionsPerSecond",
    appConnections: "connections",
    appEgressGbps: "egressGbps",
    appIngressGbps: "ingressGbps",
    cacheOperationsPerSecond: "cacheOperations",
    cacheMemoryGib: "historyGib",
  },
  size(requirements, context) {
    const criticality = featureOf(context.event, CHAT)?.criticality ?? "value-added";
    const broker = required(requirements.brokerOperationsPerSecond, "chat.brokerOperationsPerSecond");
    const egress = required(requirements.egressGbps, "chat.egressGbps");
    const perShard = context.value("brokerOperationsPerSecondPerShard");
    const brokerShards = Math.max(1, ceilCount(broker.atRisk / (perShard * context.targetUtilization)));
    const brokerReplicas = Math.max(context.value("brokerReplicas"), context.zones > context.survivingZones ? 1 : 0);
    const sized = sizePods(
      requirements,
      {
        id: CHAT,
        layer: "chat",
        title: TITLE,
        pool: poolOf({ criticality }),
        criticality,
        pod: {
          vcpu: context.value("vcpuPerPod"),
          memoryGib: context.value("memoryGibPerPod"),
          networkGbps: 0,
          connections: context.value("connectionsPerPod"),
          internetFacing: false,
          gpus: 0,
        },
        baseMemoryGib: context.value("baseMemoryGib"),
        minimumReplicas: context.zones,
        shapePath: "features.chat.vcpuPerPod",
        settings: {
          brokerShards,
          brokerNodes: brokerShards * (1 + brokerReplicas),
          pingSeconds: context.value("pingSeconds"),
          viewersPerRoom: Math.ceil(context.value("viewersPerRoom")),
          visibleMessagesPerSecond: context.value("visibleMessagesPerSecond"),
        },
        findings: chatFindings({ egressGbps: egress.atRisk, brokerShards }, context),
      },
      context,
    );
    const resources = sized.resources.map((resource) =>
      resource.resource === broker.resource
        ? { ...resource, provisioned: brokerShards * perShard, utilization: broker.atRisk / (brokerShards * perShard) }
        : resource,
    );
    if (sized.workload === null || sized.units === 0) return { ...sized, resources };
    // The pod's share of the fan-out is known once pods are counted: the scheduler must find room for it on a machine's network.
    const pod = { ...sized.workload.pod, networkGbps: egress.atRisk / sized.units };
    return { ...sized, resources, workload: { ...sized.workload, pod } };
  },
};
