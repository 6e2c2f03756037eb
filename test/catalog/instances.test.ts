import { expect, test } from "vitest";
import { families, INSTANCE_TYPES, instanceType, relativeSpeedPerVcpu } from "../../capacity/catalog/instances";

test("370 shapes, each once", () => {
  expect(INSTANCE_TYPES).toHaveLength(370);
  expect(new Set(INSTANCE_TYPES.map((instance) => instance.type)).size).toBe(370);
});

test("c7i.large", () => {
  expect(instanceType("c7i.large")).toMatchObject({
    family: "c7i",
    vcpu: 2,
    threadsPerCore: 2,
    memoryGib: 4, // 4096 MiB
    architecture: "amd64",
    gpus: 0,
    gpuName: null,
    gpuMemoryGib: null,
    baselineNetworkGbps: 0.781,
    enis: 3,
    ipv4PerEni: 10,
    maxPods: 29, // 3 × (10 − 1) + 2
    usdPerHour: 0.08925,
    nitroVersion: 4,
    burstableCpu: false,
    localNvmeGib: 0,
    currentGeneration: true,
    asOf: "2026-07-20",
  });
});

test("g6e.12xlarge has four GPUs, memory given for each", () => {
  expect(instanceType("g6e.12xlarge")).toMatchObject({ gpus: 4, gpuName: "NVIDIA L40S", gpuMemoryGib: 45776 / 1024 });
});

test("a name that is no shape is undefined, not an error", () => {
  expect(instanceType("c7i.huge")).toBeUndefined();
  expect(instanceType("constructor")).toBeUndefined();
});

test("every shape's numbers are finite and above zero where zero has no meaning", () => {
  const wrong = INSTANCE_TYPES.filter((instance) => {
    const { vcpu, memoryGib, baselineNetworkGbps, enis, ipv4PerEni, maxPods, usdPerHour } = instance;
    return [vcpu, memoryGib, baselineNetworkGbps, enis, ipv4PerEni, maxPods, usdPerHour].some(
      (n) => !(Number.isFinite(n) && n > 0),
    );
  });
  expect(wrong).toEqual([]);
});

test("GPU columns agree with each other", () => {
  const wrong = INSTANCE_TYPES.filter(
    ({ gpus, gpuName, gpuMemoryGib }) => gpus > 0 !== (gpuName !== null) || gpus > 0 !== (gpuMemoryGib !== null),
  );
  expect(wrong).toEqual([]);
});

test("an unlisted Nitro version stays unknown", () => {
  expect(instanceType("c5.large")?.nitroVersion).toBeNull();
});

test("families", () => {
  expect(families()).toHaveLength(42);
  expect(families()).toContain("c7i");
  expect(new Set(families()).size).toBe(families().length);
});

test("speed is relative to m5", () => {
  expect(relativeSpeedPerVcpu("m5")).toMatchObject({ expected: 1, unit: "x m5 vCPU" });
  expect(relativeSpeedPerVcpu("c7a")?.expected).toBe(2.327);
});

test("a family that no source compares has no speed, rather than that of m5", () => {
  expect(families()).toContain("c7g");
  expect(relativeSpeedPerVcpu("c7g")).toBeUndefined();
});
