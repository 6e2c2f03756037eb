import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instanceType } from "../capacity/catalog/instances";
import { planPools, type WorkloadPlanInput } from "../capacity/compute";
import { vcpuQuotaClass } from "../capacity/fleet";
import type { PodShape, PoolName } from "../capacity/layers/layer";
import { machineTypes } from "../capacity/machine-types";
import { allocatable, nodeOverhead } from "../capacity/node-shape";
import type { NodePool } from "../capacity/plan-document";
import { podShape, sampleEvent, workload } from "./support/sample-event";

const fixed = (id: string, replicas: number, pod: PodShape, pool: PoolName = "core"): WorkloadPlanInput => ({
  id,
  pool,
  workloadAt: () => workload(id, pool, replicas, pod),
});

/** A workload that needs this many reference vCPU: faster machines need fewer pods. */
const busy = (id: string, referenceVcpu: number, pod: PodShape, pool: PoolName = "core"): WorkloadPlanInput => ({
  id,
  pool,
  workloadAt: (speed) => workload(id, pool, Math.ceil(referenceVcpu / speed / pod.vcpu / 3) * 3, pod),
});

const only = (requests: readonly WorkloadPlanInput[], event = sampleEvent()): NodePool => {
  const [pool, ...others] = planPools(requests, event).pools;
  expect(others).toEqual([]);
  if (!pool) throw new Error("no pool");
  return pool;
};

describe("allocatable", () => {
  it("is what remains of a c7i.4xlarge after hypervisor, kubelet, eviction and daemon sets", () => {
    const instance = instanceType("c7i.4xlarge");
    if (!instance) throw new Error("no c7i.4xlarge");
    const room = allocatable(instance, nodeOverhead(sampleEvent()));
    // 16 − (0.06 + 0.01 + 2 × 0.005 + 12 × 0.0025 = 0.11) − 0.3 of daemon sets
    expect(room.cpu).toBeCloseTo(15.59, 10);
    // 32768 × 0.925 = 30310.4; − (11 × 110 + 255 = 1465) − 100 − 600 = 28145.4 MiB
    expect(room.memory).toBeCloseTo(28145.4 / 1024, 10);
    expect(room).toMatchObject({ network: 6.25, internet: 5, pods: 104, connections: 100_000, gpus: 0 });
  });

  it("holds fewer pods and more memory without prefix delegation where addresses are few", () => {
    const instance = instanceType("c7i.xlarge");
    if (!instance) throw new Error("no c7i.xlarge");
    const event = sampleEvent({ cluster: { prefixDelegation: false } });
    // 4 interfaces × (15 − 1) + 2 = 58, six of them daemon sets
    expect(allocatable(instance, nodeOverhead(event)).pods).toBe(52);
  });

  it.each([
    ["m7i.4xlarge", 5, "5 Gbps below 32 vCPU"],
    ["m7i.16xlarge", 12.5, "half of 25 Gbps above"],
  ])("lets pods with public addresses of %s send %d Gbps: %s", (type, gbps) => {
    const instance = instanceType(type);
    if (!instance) throw new Error(`no ${type}`);
    expect(allocatable(instance, nodeOverhead(sampleEvent())).internet).toBe(gbps);
  });

  it("is never negative, whatever the daemon sets ask for", () => {
    const event = sampleEvent({ values: { "compute.daemonVcpu": 500, "compute.daemonMemoryMib": 1e7 } });
    for (const type of machineTypes(event).types) {
      expect(type.room.cpu).toBe(0);
      expect(type.room.memory).toBe(0);
    }
  });
});

describe("machine types", () => {
  it("are by default the current families whose processors somebody compared", () => {
    const { types, rejected } = machineTypes(sampleEvent());
    expect(types.some((type) => type.instance.family === "c7a")).toBe(true);
    expect(rejected).toContainEqual({
      family: "c7g",
      rejected: "no source compares its processors with the reference machine",
    });
    expect(rejected).toContainEqual({
      family: "t3",
      rejected: "its processors may be busy only a share of the time",
    });
  });

  it("are only the families an event allows", () => {
    const { types, rejected } = machineTypes(sampleEvent({ cluster: { families: ["m7i"] } }));
    expect(new Set(types.map((type) => type.instance.family))).toEqual(new Set(["m7i"]));
    expect(rejected.find((row) => row.family === "c7a")?.rejected).toBe("not among the families the event allows");
  });

  it("have no price outside us-east-1, and are compared by that region's prices", () => {
    const { types } = machineTypes(sampleEvent({ cluster: { region: "eu-central-1" } }));
    expect(types.every((type) => type.usdPerHour === null && type.choiceUsdPerHour === type.instance.usdPerHour)).toBe(
      true,
    );
  });

  it("follow the given prices where some are given", () => {
    const { types } = machineTypes(
      sampleEvent({ cluster: { region: "eu-central-1" }, prices: { "m5.large": 0.096 * 1.2 } }),
    );
    const other = types.find((type) => type.instance.type === "m5.xlarge");
    expect(other?.usdPerHour).toBeNull();
    expect(other?.choiceUsdPerHour).toBeCloseTo((other?.instance.usdPerHour ?? 0) * 1.2, 10);
  });
});

describe("planPools", () => {
  const pod = podShape({ vcpu: 2, memoryGib: 3 });

  it("takes the machine that costs least for the work, not per hour", () => {
    const pool = only([busy("api", 3000, pod)]);
    for (const other of pool.runnersUp) {
      if (other.usdPerHour !== null) expect(other.usdPerHour).toBeGreaterThanOrEqual(pool.usdPerHour ?? 0);
    }
    const m5 = only([busy("api", 3000, pod)], sampleEvent({ cluster: { families: ["m5"] } }));
    expect(m5.usdPerHour ?? 0).toBeGreaterThan(pool.usdPerHour ?? 0);
  });

  it("sizes each workload by the speed of the machine chosen", () => {
    const plan = planPools([busy("api", 3000, pod)], sampleEvent({ cluster: { families: ["c7a"] } }));
    expect(plan.relativeSpeeds.get("api")).toBe(2.327);
    // 3000 ÷ 2.327 ÷ 2 = 644.6 pods, in threes: 645
    expect(plan.workloads[0]?.replicas).toBe(645);
  });

  it("puts equal nodes into every zone", () => {
    const pool = only([busy("api", 3000, pod)]);
    expect(pool.nodes).toBe(pool.nodesPerZone * 3);
  });

  it("holds its pods on the zones that survive, as they were sized for", () => {
    const replicas = 90;
    const pool = only([fixed("api", replicas, pod)]);
    // Losing one of three zones loses a third of the pods and nothing else: every zone holds its own third.
    expect(pool.workloads).toEqual([{ id: "api", pods: replicas }]);
    expect(pool.packing.vcpu * pool.allocatable.vcpu * pool.nodesPerZone).toBeCloseTo((replicas / 3) * 2, 6);
  });

  it("never needs fewer nodes than the bound and fills no axis above one", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ cpu: fc.integer({ min: 1, max: 8 }), gib: fc.integer({ min: 1, max: 32 }), n: fc.nat(900) }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (rows) => {
          const plan = planPools(
            rows.map((row, i) => fixed(`w${i}`, row.n * 3, podShape({ vcpu: row.cpu, memoryGib: row.gib }))),
            sampleEvent(),
          );
          for (const pool of plan.pools) {
            expect(pool.nodes).toBeGreaterThanOrEqual(pool.lowerBoundNodes);
            for (const used of Object.values(pool.packing)) expect(used).toBeLessThanOrEqual(1 + 1e-9);
            if (pool.nodes > pool.lowerBoundNodes && pool.bindingConstraint !== "minimum")
              expect(plan.findings.some((finding) => finding.id === "packing-above-bound")).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps enough nodes that losing one takes no more than the stated share", () => {
    const pool = only([fixed("api", 30, podShape({ vcpu: 0.1, memoryGib: 0.2 }))]);
    // a tenth: ten nodes, rounded up to four in each of three zones
    expect(pool.nodes).toBe(12);
    expect(pool.bindingConstraint).toBe("minimum");
  });

  it("asks for no more nodes than there are pods to spread", () => {
    expect(only([fixed("api", 3, podShape({ vcpu: 0.5, memoryGib: 1 }))]).nodes).toBe(3);
  });

  it("splits a pool into groups at the applied quota of 450 nodes", () => {
    const families = { families: ["m5"] };
    const request = [fixed("api", 3 * 451, podShape({ vcpu: 1.2, memoryGib: 4 }))];
    const types = sampleEvent({ cluster: families });
    const pool = only(request, types);
    const exact = Math.ceil(pool.nodesPerZone / 450);
    expect(pool.groupsPerZone).toBe(exact);
    const applied = { ...types, account: { quotas: { "L-BD136A63": 10 }, cloudflarePlan: null } };
    expect(only(request, applied).groupsPerZone).toBe(Math.ceil(pool.nodesPerZone / 10));
  });

  it("needs two groups for 451 nodes a zone and one for 450", () => {
    const wide = podShape({ vcpu: 60, memoryGib: 20 });
    const event = sampleEvent({ cluster: { families: ["c7i"] } });
    const at = (perZone: number) => only([fixed("api", perZone * 3, wide)], event);
    expect(at(450)).toMatchObject({ nodesPerZone: 450, groupsPerZone: 1 });
    expect(at(451)).toMatchObject({ nodesPerZone: 451, groupsPerZone: 2 });
  });

  it("lists stand-ins that are no smaller on any axis used and no slower", () => {
    const event = sampleEvent();
    const pool = only([busy("api", 3000, pod)], event);
    expect(pool.instanceTypes.length).toBeGreaterThanOrEqual(2);
    expect(pool.instanceTypes.length).toBeLessThanOrEqual(4);
    const { types } = machineTypes(event);
    const [planned, ...others] = pool.instanceTypes.map((name) => types.find((type) => type.instance.type === name));
    for (const other of others) {
      expect(other?.instance.vcpu).toBe(planned?.instance.vcpu);
      expect(other?.relativeSpeed).toBeGreaterThanOrEqual(planned?.relativeSpeed ?? 0);
      expect(other?.room.cpu).toBeGreaterThanOrEqual(planned?.room.cpu ?? 0);
      expect(other?.room.memory).toBeGreaterThanOrEqual(planned?.room.memory ?? 0);
    }
  });

  it("carries GPU pods on GPU machines only, and nothing else on them", () => {
    const gpu = only([fixed("transcode", 6, podShape({ vcpu: 3, memoryGib: 8, gpus: 1 }), "transcode")]);
    expect(instanceType(gpu.instanceTypes[0] ?? "")?.gpus).toBeGreaterThan(0);
    expect(instanceType(only([busy("api", 300, pod)]).instanceTypes[0] ?? "")?.gpus).toBe(0);
  });

  it("names what no machine can carry as a blocker instead of failing", () => {
    const plan = planPools([fixed("huge", 3, podShape({ memoryGib: 100_000 }))], sampleEvent());
    expect(plan.pools).toEqual([]);
    expect(plan.findings).toMatchObject([
      { id: "pool-without-machine", severity: "blocker", found: expect.stringContaining("memory") },
    ]);
  });

  it("says what was rejected and why", () => {
    const pool = only([busy("api", 3000, pod)]);
    expect(pool.runnersUp.find((row) => row.instanceType === "c7g.*")?.rejected).toContain("no source compares");
    expect(pool.runnersUp[0]?.rejected).toMatch(/^costs /);
  });

  it("prints an unknown price as unknown and still chooses", () => {
    const plan = planPools([busy("api", 3000, pod)], sampleEvent({ cluster: { region: "eu-central-1" } }));
    expect(plan.pools[0]?.usdPerHour).toBeNull();
    expect(plan.pools[0]?.instanceTypes).toEqual(only([busy("api", 3000, pod)]).instanceTypes);
    expect(plan.findings.find((finding) => finding.id === "machine-price-unknown")?.fix).toContain("prices:");
  });

  it("buys interruptible machines only for what may be shed", () => {
    const event = sampleEvent({ cluster: { purchaseOptions: ["on-demand", "spot"] } });
    const plan = planPools([fixed("api", 30, pod), fixed("rewards", 30, pod, "value-added")], event);
    expect(plan.pools.map((pool) => [pool.name, pool.purchaseOption])).toEqual([
      ["core", "on-demand"],
      ["value-added", "spot"],
    ]);
  });

  it("adds the fleet up by quota", () => {
    const plan = planPools(
      [busy("api", 3000, pod), fixed("transcode", 6, podShape({ vcpu: 3, memoryGib: 8, gpus: 1 }), "transcode")],
      sampleEvent(),
    );
    const [core, transcode] = plan.pools;
    expect(plan.fleet.nodes).toBe((core?.nodes ?? 0) + (transcode?.nodes ?? 0));
    expect(plan.fleet.vcpuByQuota).toEqual({
      standard: (core?.nodes ?? 0) * (core?.vcpuPerNode ?? 0),
      gpu: (transcode?.nodes ?? 0) * (transcode?.vcpuPerNode ?? 0),
    });
    expect(plan.fleet.storageTib).toBeCloseTo((plan.fleet.nodes * 80) / 1024, 10);
  });
});

describe("the vCPU quota that counts a machine", () => {
  it.each([
    ["c7i.large", "on-demand", "standard"],
    ["i4i.large", "on-demand", "standard"],
    ["t3.large", "spot", "standard-spot"],
    ["g6e.xlarge", "on-demand", "gpu"],
    ["vt1.3xlarge", "spot", "gpu-spot"],
    ["trn1.2xlarge", "on-demand", "trn"],
  ] as const)("%s %s → %s", (type, option, expected) => expect(vcpuQuotaClass(type, option)).toBe(expected));
});
