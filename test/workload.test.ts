import { expect, test } from "vitest";
import { required } from "../capacity/problems";
import { answersOf } from "./validation/model";

const chat = (messagesPerViewerPerMinute: number) =>
  required(
    answersOf({
      audience: { peakConcurrentViewers: 1_000_000 },
      features: { chat: { chatShare: 1, messagesPerViewerPerMinute } },
      cluster: { region: "us-east-1", zones: ["us-east-1a", "us-east-1b", "us-east-1c"], survivingZones: 2 },
    }).sizing("chat").workload,
    "chat's workload",
  );

test("connections that set the count fill the pod: 1,000,000 × 3 zones ÷ 2 that survive ÷ 30 pods = 50,000", () => {
  expect(chat(0)).toMatchObject({ replicas: 30, pod: { connections: 50_000 } });
});

test("where processors set the count a pod takes of a machine only what it holds when a zone is lost", () => {
  const { replicas, pod } = chat(1);
  expect(replicas).toBeGreaterThan(300);
  expect(pod.connections).toBe(Math.ceil((1_000_000 * 3) / 2 / replicas));
});
