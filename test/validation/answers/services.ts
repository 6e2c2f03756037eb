import { type CaseAnswers, notExpressible, predicted } from "../answer";
import { given } from "../cases";
import { answersOf, type Document, fleetOf, seconds } from "../model";

const CENTRIFUGE = "chat's coefficients were taken from this maker's posts, this one among them";

const chat = (connections: number, coefficients: Document, audience: Document = {}) =>
  answersOf({
    audience: { peakConcurrentViewers: connections, ...audience },
    features: { chat: { chatShare: 1, ...coefficients } },
  });

/** Rooms of ten who together see half a message a second each; 200,000 connect in a minute. */
const million = () => {
  const connections = given("CHAT-01", "connections");
  const room = given("CHAT-01", "subscribers_per_channel");
  const seenPerSecond = given("CHAT-01", "delivered_msgs_per_s") / connections;
  return chat(
    connections,
    {
      viewersPerRoom: room,
      messagesPerViewerPerMinute: (seenPerSecond * 60) / room,
      messageBytes: given("CHAT-01", "message_bytes"),
    },
    { ramp: seconds((connections / given("CHAT-01", "connect_disconnect_per_min")) * 60), rampSteepness: 1 },
  );
};

const idle = (more: Document = {}) => chat(given("CHAT-02", "connections"), { messagesPerViewerPerMinute: 0, ...more });

/** Pods that connections alone ask for, without reserve: measurements have none. */
const podsByConnections = (answers: ReturnType<typeof chat>) =>
  answers.number("chat", "connections") / answers.number("chat", "connectionsPerPod");

/** Decimal GB of a requirement in GiB. */
const gb = (gib: number) => gib * 1.073741824;

/** Published chats, sign-ins and per-address measurements. */
export const SERVICE_ANSWERS: Readonly<Record<string, CaseAnswers>> = {
  "CHAT-01": {
    "server vCPU": predicted(
      "chat.vcpu: 1 million connections, rooms of 10, 500 thousand deliveries a second, 200 thousand connects a minute",
      () => million().number("chat", "vcpu"),
      { notIndependent: CENTRIFUGE },
    ),
    RAM: predicted("chat.memoryGib of the same event", () => gb(million().number("chat", "memoryGib")), {
      notIndependent: CENTRIFUGE,
    }),
    "Redis cores": predicted(
      "chat.brokerOperationsPerSecond ÷ chat.brokerOperationsPerSecondPerShard: an instance works on one core",
      () => {
        const answers = million();
        return (
          answers.number("chat", "brokerOperationsPerSecond") /
          answers.number("chat", "brokerOperationsPerSecondPerShard")
        );
      },
    ),
    "idle vCPU for 1M connections": predicted(
      "chat.idleVcpu of the same event",
      () => million().number("chat", "idleVcpu"),
      {
        notIndependent: CENTRIFUGE,
      },
    ),
    "network sent by all pods": predicted(
      "chat.egressGbps of the same event",
      () => million().number("chat", "egressGbps"),
      {
        notIndependent: "the upper end of chat.overheadBytesPerMessage was taken from this case",
      },
    ),
  },
  "CHAT-02": {
    "busy cores for 1M idle sockets": predicted(
      "chat.idleVcpu: 1 million connections",
      () => idle().number("chat", "idleVcpu"),
      {
        notIndependent: CENTRIFUGE,
      },
    ),
    "process RAM": predicted(
      "chat.memoryGib: 1 million connections, kernelKibPerConnection 0 since the process alone was measured",
      () => gb(idle({ kernelKibPerConnection: 0 }).number("chat", "memoryGib")),
      { notIndependent: CENTRIFUGE },
    ),
  },
  "CHAT-04": {
    "nodes of 40 cores/128 GB for 2M sockets": predicted(
      "chat.connections ÷ chat.connectionsPerPod: one pod of 40 vCPU and 128 GiB a node, idle",
      () =>
        podsByConnections(
          chat(given("CHAT-04", "connections"), {
            messagesPerViewerPerMinute: 0,
            vcpuPerPod: 40,
            memoryGibPerPod: 128,
          }),
        ),
      {
        disagrees:
          "50,000 connections a pod are prudence and not a limit: losing the node must not send millions back at once. Processors and memory of the model would hold them all on " +
          "one such node (10 vCPU, 59 GiB). Who wants fewer, larger nodes states features.chat.connectionsPerPod and cluster.connectionsPerNode.",
      },
    ),
  },
  "CHAT-05": {
    "front-end nodes for 1M connections": predicted(
      "chat.connections ÷ chat.connectionsPerPod: 1 million connections, one pod a node",
      () => podsByConnections(chat(1_000_000, {})),
    ),
    "delivered msg/s for 10000 viewers and 100 likes/s": predicted(
      "chat.unsplitDeliveriesPerSecond: 10,000 viewers who write 0.6 a minute each",
      () =>
        chat(10_000, { messagesPerViewerPerMinute: (100 * 60) / 10_000 }).number("chat", "unsplitDeliveriesPerSecond"),
    ),
  },
  "CHAT-07": {
    "reactions per user per tournament": notExpressible(
      "how often people react is measured: it enters as messagesPerViewerPerMinute",
    ),
    "broadcasts per viewer per s after aggregation": notExpressible(
      "one push for each window is a setting of the app: it enters as visibleMessagesPerSecond",
    ),
  },
  "CHAT-08": {
    "visible messages/s per room": notExpressible("a limit of a service: it enters as visibleMessagesPerSecond"),
  },
  "CHAT-09": {
    "peak rps / daily average rps": notExpressible(
      "the shape of a working day of a whole service; an event has no day",
    ),
  },
  "CHAT-10": {
    "users who join rooms / all chat users": notExpressible(
      "how many of the registered take part is measured: it enters as chatShare",
    ),
    "chat worker processes for 30K users": predicted(
      "pods of chat: 30,000 users in 1,000 rooms, default coefficients",
      () => {
        const users = given("CHAT-10", "local_users");
        return chat(users, { viewersPerRoom: users / given("CHAT-10", "public_rooms") }).sizing("chat").units;
      },
      {
        disagrees:
          "The measured server federates, stores every message and runs one thread a process; the model's chat passes messages on from memory, as a broadcast's chat does. Its " +
          "coefficients are not those of such a server: state features.chat.connectionsPerPod and vcpuPerPod as measured.",
      },
    ),
  },
  "NET-01": {
    "viewers per IPv4 address at the 99th percentile, mobile audience": notExpressible(
      "who shares an address is measured: it enters as audience.viewersBehindOneAddress, whose default was taken from this case",
    ),
  },
  "NET-02": {
    "nodes that must host DNS forwarders for 10,000 uncached lookups/s": predicted(
      "replicas of dns on nodes of their own: 1,000 pods with 10 uncached lookups a second each, on 100 nodes",
      () =>
        answersOf({ cluster: { dns: { lookupsPerSecondPerPod: 10, uncachedRatio: 1 } } }).fleetSizing(
          "dns",
          fleetOf({ nodes: 100, pods: 1000, vcpu: 800, cores: 800 }),
        ).units,
      { notIndependent: "dns.packetsPerLookup was taken from this case" },
    ),
  },
  "LOGIN-01": {
    "login rate for 3M joining in 5 minutes": predicted(
      "session.signInsPerSecond: 3 million viewers, ramp 5 min, default share of valid tokens and steepness",
      () =>
        answersOf({
          audience: { peakConcurrentViewers: given("LOGIN-01", "digital_viewers"), ramp: "5m" },
        }).number("session", "signInsPerSecond"),
    ),
  },
};
