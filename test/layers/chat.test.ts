import { describe, expect, test } from "vitest";
import { chatAssumptions } from "../../capacity/catalog/assumptions/chat";
import { chat } from "../../capacity/layers/chat";
import { required } from "../../capacity/problems";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  feature,
  findingIds,
  type Stated,
  sized,
} from "./app-event";

const EVERYONE = { "chat.chatShare": 1 };

function one(stated: Stated) {
  const { number, sizing } = sized(stated, [chat]);
  return { number: (name: string) => number("chat", name), sizing: sizing("chat") };
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(chat.equations);
  expectSoundRows(chatAssumptions);
});

describe("connections", () => {
  test("1,000,000 sockets at 50,000 a pod are 20 before the loss of a zone, 30 of three zones with it", () => {
    const quiet = { ...EVERYONE, "chat.messagesPerViewerPerMinute": 0 };
    const { sizing } = one({ viewers: 1e6, values: quiet });
    expect(sizing.bindingConstraint).toBe("connections");
    expect(sizing.waterfall?.demand).toBe(20);
    expect(sizing.units).toBe(30);
    expect(sizing.workload?.pod.connections).toBe(50_000);
  });

  test("on zones of which none may be lost 20 pods are enough", () => {
    const quiet = { ...EVERYONE, "chat.messagesPerViewerPerMinute": 0 };
    const zones = ["us-east-1a", "us-east-1b"];
    expect(one({ viewers: 1e6, values: quiet, cluster: { zones, survivingZones: 2 } }).sizing.units).toBe(20);
  });
});

describe("deliveries", () => {
  test("10,000 viewers of one room with 100 messages/s: 1,000,000 deliveries/s, the exact product", () => {
    const values = {
      ...EVERYONE,
      "chat.messagesPerViewerPerMinute": 0.6,
      "chat.viewersPerRoom": 10_000,
      "chat.visibleMessagesPerSecond": 100,
    };
    expect(one({ viewers: 10_000, values }).number("deliveredPerSecond")).toBeCloseTo(1e6, 3);
  });

  test("in one room deliveries grow with the square of the viewers, in rooms of fixed size with the viewers", () => {
    const deliveries = (viewers: number, viewersPerRoom: number) =>
      one({
        viewers,
        values: { ...EVERYONE, "chat.viewersPerRoom": viewersPerRoom, "chat.visibleMessagesPerSecond": 1e9 },
      }).number("deliveredPerSecond");
    expect(deliveries(200_000, 1e9) / deliveries(100_000, 1e9)).toBeCloseTo(4);
    expect(deliveries(200_000, 1000) / deliveries(100_000, 1000)).toBeCloseTo(2);
  });

  test("what is sampled away isn't delivered: 1,000,000 viewers × 7.5 visible messages/s", () => {
    const values = { ...EVERYONE, "chat.messagesPerViewerPerMinute": 60, "chat.viewersPerRoom": 10_000 };
    const { number, sizing } = one({ viewers: 1e6, values });
    expect(number("deliveredPerSecond")).toBe(7_500_000);
    expect(number("unsplitDeliveriesPerSecond")).toBe(1e12);
    expect(number("publishedPerSecond")).toBe(750);
    expect(findingIds(sizing)).toContain("note chat-sampled");
  });

  test("a room that writes less than is readable is not sampled", () => {
    const { number, sizing } = one({ viewers: 1e6, values: { ...EVERYONE, "chat.messagesPerViewerPerMinute": 0.006 } });
    expect(number("visiblePerSecond")).toBeCloseTo(1);
    expect(findingIds(sizing)).toEqual([]);
  });

  test("fan-out is what the pod needs of its machine's network", () => {
    const { sizing, number } = one({ viewers: 1e6, values: EVERYONE });
    const pod = required(sizing.workload, "workload").pod;
    expect(pod.networkGbps * sizing.units).toBeCloseTo(number("egressGbps"));
  });
});

describe("against what others measured", () => {
  // CHAT-01: 1,000,000 sockets, 500,000 deliveries/s of 100 bytes to channels of 10, 200,000 connects and disconnects a minute.
  const centrifuge = {
    viewers: 1e6,
    values: {
      ...EVERYONE,
      "chat.viewersPerRoom": 10,
      "chat.messagesPerViewerPerMinute": 3,
      "chat.visibleMessagesPerSecond": 100,
      "chat.messageBytes": 100,
      "audience.rejoinShareRatio": 0.1,
      "audience.rejoinSeconds": 60,
    },
  };

  test("CHAT-01: 40 vCPU, 27 GB, 1.6 cores of Redis, 3 Gbit/s", () => {
    const { number } = one(centrifuge);
    expect(number("deliveredPerSecond")).toBeCloseTo(500_000);
    expect(number("vcpu")).toBeGreaterThan(20);
    expect(number("vcpu")).toBeLessThan(80);
    expect(number("memoryGib") * 1.0737).toBeGreaterThan(20);
    expect(number("memoryGib") * 1.0737).toBeLessThan(54);
    expect(number("egressGbps")).toBeGreaterThan(1);
    expect(number("egressGbps")).toBeLessThan(4.5);
    const brokerCores = number("brokerOperationsPerSecond") / 650_000;
    expect(brokerCores).toBeGreaterThan(0.8);
    expect(brokerCores).toBeLessThan(3.2);
  });

  test("CHAT-02: a million idle sockets take 2.3 to 10 cores", () => {
    const idle = { viewers: 1e6, values: { ...EVERYONE, "chat.messagesPerViewerPerMinute": 0 } };
    expect(one(idle).number("idleVcpu")).toBe(5);
  });

  test("CHAT-04: 2,000,000 sockets fit 40 cores and 128 GB when only cores and memory count", () => {
    const { number } = one({
      viewers: 2e6,
      values: { ...EVERYONE, "chat.messagesPerViewerPerMinute": 0, "chat.connectionsPerPod": 2e6 },
    });
    expect(number("vcpu")).toBeLessThan(40);
    expect(number("memoryGib")).toBeLessThan(128);
  });
});

describe("broker and keep-alive", () => {
  test("650,000 operations/s at 0.7 busy is one shard up to 455,000; each has a copy in another zone", () => {
    const { sizeFor } = sized({}, [chat]);
    const settings = (operations: number) => sizeFor("chat", { brokerOperationsPerSecond: operations }).settings;
    expect(settings(455_000).brokerShards).toBe(1);
    expect(settings(455_001).brokerShards).toBe(2);
    expect(settings(455_001).brokerNodes).toBe(4);
    expect(findingIds(sizeFor("chat", { brokerOperationsPerSecond: 455_001 }))).toContain("note chat-broker-sharded");
  });

  test.each([
    [25, []],
    [59, []],
    [60, ["warning chat-ping-too-rare"]],
    [350, ["warning chat-ping-too-rare"]],
  ])("a ping every %i s", (seconds, ids) => {
    const values = { "chat.pingSeconds": seconds, "chat.messagesPerViewerPerMinute": 0 };
    expect(findingIds(one({ values }).sizing)).toEqual(ids);
  });

  test("at 350 s every timeout on the way is named, and the fix is half of the shortest", () => {
    const [finding] = one({ values: { "chat.pingSeconds": 350, "chat.messagesPerViewerPerMinute": 0 } }).sizing
      .findings;
    expect(finding?.expected).toContain("350 s for a Network Load Balancer");
    expect(finding?.fix).toContain("to 30 s");
  });

  test("chat is value-added unless the event says otherwise", () => {
    expect(one({}).sizing.workload?.pool).toBe("value-added");
    const features = [feature("chat", { kind: "chat", criticality: "core" })];
    expect(one({ features }).sizing.workload?.pool).toBe("core");
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [chat]);
    expectSoundFor((amounts) => sizeFor("chat", amounts), chat.requires);
  });
});
