import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Workload, type WorkloadArgs } from "../../../components/event/workload";
import { shareOf } from "../../../components/event/workload-intent";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const SHARED = {
  event: "final",
  pool: "core",
  criticality: "core",
  namespace: "event-1m",
  replicas: 120,
  pod: { vcpu: 1.5, memoryGib: 2 },
} as const;
const MINIMAL: WorkloadArgs = { ...SHARED, image: "registry.example.com/session:1" };
const graphWith = (changes: Partial<WorkloadArgs> = {}) =>
  graphOf(() => new Workload("session", { ...MINIMAL, ...changes }));

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  }[];
}

async function podOf(changes: Partial<WorkloadArgs> = {}): Promise<PodSpec> {
  const { spec } = named(await graphWith(changes), "session-deployment").inputs as unknown as {
    readonly spec: { readonly template: { readonly spec: PodSpec } };
  };
  return spec.template.spec;
}

describe("Workload of an image", () => {
  it("is a deployment with account, service, floor and budget", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "kubernetes:apps/v1:Deployment session-deployment",
      "kubernetes:core/v1:Service session-service",
      "kubernetes:core/v1:ServiceAccount session-account",
      "kubernetes:keda.sh/v1alpha1:ScaledObject session-floor",
      "kubernetes:policy/v1:PodDisruptionBudget session-budget",
      "tidegate:compute:Workload session",
    ]);
  });

  it("leaves replicas to the autoscaler, whose floor is the plan's count", async () => {
    const graph = await graphWith({ maxReplicas: 150, targetUtilization: 0.6 });
    const deployment = named(graph, "session-deployment").inputs;
    expect(deployment.spec).not.toHaveProperty("replicas");
    expect(named(graph, "session-floor").inputs).toEqual({
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: {
        name: "platform-session-floor",
        namespace: "event-1m",
        labels: { "tidegate.dev/event": "final", "tidegate.dev/criticality": "core" },
      },
      spec: {
        scaleTargetRef: { name: "platform-session-deployment" },
        minReplicaCount: 120,
        maxReplicaCount: 150,
        advanced: {
          restoreToOriginalReplicaCount: false,
          horizontalPodAutoscalerConfig: {
            behavior: {
              scaleUp: {
                stabilizationWindowSeconds: 0,
                policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
              },
              scaleDown: {
                stabilizationWindowSeconds: 3600,
                policies: [{ type: "Percent", value: 5, periodSeconds: 60 }],
              },
            },
          },
        },
        triggers: [{ type: "cpu", metricType: "Utilization", metadata: { value: "60" } }],
      },
    });
  });

  it("asks for what the plan says, on the event's nodes alone, spread over zones without stranding pods", async () => {
    const labels = { "app.kubernetes.io/name": "platform-session-deployment" };
    expect(await podOf({ priorityClassName: "core", gpus: 1, env: { REGION: "us-east-1" } })).toMatchObject({
      nodeSelector: { "tidegate.dev/event": "final", "tidegate.dev/pool": "core" },
      tolerations: [{ key: "tidegate.dev/event", operator: "Equal", value: "final", effect: "NoSchedule" }],
      priorityClassName: "core",
      topologySpreadConstraints: [
        {
          topologyKey: "topology.kubernetes.io/zone",
          maxSkew: 1,
          whenUnsatisfiable: "ScheduleAnyway",
          nodeTaintsPolicy: "Honor",
          labelSelector: { matchLabels: labels },
        },
      ],
      containers: [
        {
          image: "registry.example.com/session:1",
          env: [{ name: "REGION", value: "us-east-1" }],
          resources: {
            requests: { cpu: "1500m", memory: "2048Mi", "nvidia.com/gpu": "1" },
            limits: { memory: "2048Mi", "nvidia.com/gpu": "1" },
          },
        },
      ],
    });
  });

  it("has no right that it doesn't need", async () => {
    const pod = await podOf();
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    });
    expect(JSON.stringify(pod)).not.toContain("sysctls");
  });

  it("may take a longer queue of connections than the kernel's", async () => {
    expect(await podOf({ listenBacklog: 16_384 })).toMatchObject({
      securityContext: { sysctls: [{ name: "net.core.somaxconn", value: "16384" }] },
    });
  });

  it("serves on until its balancer is done with it, and has time to end after that", async () => {
    const delays = fc.integer({ min: 0, max: 700 });
    const drains = fc.integer({ min: 1, max: 150 });
    const isLongEnough = fc.asyncProperty(delays, drains, async (deregistrationDelaySeconds, drainSeconds) => {
      const pod = await podOf({ deregistrationDelaySeconds, drainSeconds });
      const preStop = pod.containers[0]?.lifecycle.preStop.sleep.seconds ?? 0;
      expect(preStop).toBeGreaterThanOrEqual(deregistrationDelaySeconds);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(preStop + drainSeconds);
    });
    await fc.assert(isLongEnough, { numRuns: 10 });
  });

  it("is asked whether it started, serves and lives", async () => {
    expect((await podOf({ probePath: "/ready", port: 9000 })).containers[0]).toMatchObject({
      ports: [{ name: "main", containerPort: 9000 }],
      startupProbe: { httpGet: { path: "/ready", port: "main" } },
      readinessProbe: { httpGet: { path: "/ready", port: "main" } },
      livenessProbe: { tcpSocket: { port: "main" } },
    });
  });

  it("may be split, the first shard with the plain names", async () => {
    const graph = await graphWith({ shards: 3, replicas: 100, maxReplicas: 110 });
    const floors = ["session-floor", "session-floor-2", "session-floor-3"].map(
      (name) => named(graph, name).inputs.spec,
    );
    expect(floors).toMatchObject([
      { minReplicaCount: 34, maxReplicaCount: 37, scaleTargetRef: { name: "platform-session-deployment" } },
      { minReplicaCount: 33, maxReplicaCount: 37, scaleTargetRef: { name: "platform-session-deployment-2" } },
      { minReplicaCount: 33, maxReplicaCount: 36, scaleTargetRef: { name: "platform-session-deployment-3" } },
    ]);
    expect(named(graph, "session-service-2").inputs.spec).toMatchObject({
      selector: { "app.kubernetes.io/name": "platform-session-deployment-2" },
      ports: [{ port: 8080 }],
    });
    expect(named(graph, "session-budget-2").inputs.spec).toMatchObject({
      maxUnavailable: "10%",
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  it("may get rights of its own, before its pods start", async () => {
    const statements = [{ Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: "arn:queue" }] as const;
    const graph = await graphWith({ rights: { clusterName: "live", statements } });
    expect(named(graph, "session-identity").inputs).toMatchObject({ clusterName: "live", namespace: "event-1m" });
    expect(JSON.parse(String(named(graph, "session-rights").inputs.policy)).Statement).toEqual(statements);
    expect(String(named(graph, "session-role").inputs.assumeRolePolicy)).toContain("pods.eks.amazonaws.com");
    expect(awaitedBy(graph, "session-deployment")).toContain("session-identity");
    expect(named(graph, "session-identity").options.deleteBeforeReplace).toBe(true);
  });

  it("keeps its size in state, in plain values", async () => {
    expect(named(await graphWith(), "session").inputs).toMatchObject({
      replicas: 120,
      maxReplicas: 120,
      vcpu: 1.5,
      memoryGib: 2,
    });
  });

  it("takes names that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const some = unknownText("some");
      new Workload("session", { ...MINIMAL, namespace: some, priorityClassName: some, env: { CACHE: some } });
    });
    expect(named(graph, "session-floor").inputs.metadata).toMatchObject({
      namespace: UNKNOWN,
      name: "platform-session-floor",
    });
  });

  it("keeps names within limits for the longest names of event, component and stack", async () => {
    const graph = await graphOf(() => new Workload(LONG, { ...MINIMAL, event: LONG, shards: 2 }), { stack: LONG });
    const nameOf = (role: string) =>
      String((named(graph, `${LONG}-${role}`).inputs.metadata as { readonly name: string }).name);
    expect(nameOf("deployment-2").length).toBeLessThanOrEqual(46);
    expect(nameOf("floor-2").length).toBeLessThanOrEqual(54);
    expect(nameOf("service-2").length).toBeLessThanOrEqual(63);
    expect(nameOf("budget").length).toBeLessThanOrEqual(63);
    expect(nameOf("floor")).not.toBe(nameOf("floor-2"));
  });
});

describe("Workload of an armed event", () => {
  const window = { zone: "Asia/Shanghai", start: "45 5 31 1 *", end: "30 15 31 1 *" };
  const timed = { startReplicas: 1, startMaxReplicas: 1, window };

  it("begins at the size of its moment, leaves sizes to timers, and has a floor by the cluster's own clock", async () => {
    const graph = await graphWith({ timed, shards: 2 });
    const floor = named(graph, "session-floor");
    expect(floor.inputs.spec).toMatchObject({
      minReplicaCount: 1,
      maxReplicaCount: 1,
      triggers: [
        { type: "cpu" },
        // 120 copies over two shards.
        {
          type: "cron",
          metadata: { timezone: "Asia/Shanghai", start: window.start, end: window.end, desiredReplicas: "60" },
        },
      ],
    });
    expect(floor.options.ignoreChanges).toEqual(["spec.minReplicaCount", "spec.maxReplicaCount"]);
    expect(named(graph, "session").inputs).toMatchObject({ replicas: 120, sizedBy: "timers", startReplicas: 1 });
  });

  it("doesn't wait for pods, whose nodes come later", async () => {
    const graph = await graphWith({ timed });
    for (const name of ["session-deployment", "session-service"]) {
      expect(named(graph, name).inputs.metadata).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
    }
  });

  it("says which floors there are", async () => {
    let floors: Workload["floors"] = [];
    await graphOf(() => {
      ({ floors } = new Workload("session", { ...MINIMAL, timed, shards: 2 }));
    });
    expect(floors).toEqual([
      { scaledObject: "platform-session-floor", deployment: "platform-session-deployment" },
      { scaledObject: "platform-session-floor-2", deployment: "platform-session-deployment-2" },
    ]);
  });
});

describe("Workload of a deployment that is there", () => {
  it("is a floor under it, and gives back the count it had", async () => {
    const graph = await graphOf(() => new Workload("rewards", { ...SHARED, deployment: "rewards" }));
    expect(childrenOf(graph)).toEqual([
      "kubernetes:keda.sh/v1alpha1:ScaledObject rewards-floor",
      "tidegate:compute:Workload rewards",
    ]);
    expect(named(graph, "rewards-floor").inputs.spec).toMatchObject({
      scaleTargetRef: { name: "rewards" },
      minReplicaCount: 120,
      advanced: { restoreToOriginalReplicaCount: true },
    });
  });
});

describe("Workload", () => {
  it.each<[string, Partial<WorkloadArgs>, string]>([
    ["neither image nor deployment", { ...{ image: undefined as never } }, "image is absent, and so is deployment"],
    ["both image and deployment", { deployment: "there" }, "image is given, and so is deployment"],
    ["no copies", { replicas: 0 }, "replicas is 0, expected a whole number of at least 1"],
    [
      "fewer copies at most than at least",
      { maxReplicas: 119 },
      "maxReplicas is 119, expected a whole number of at least 120",
    ],
    ["a port that needs a right", { port: 80 }, "port is 80, expected a whole number from 1024 to 65535"],
    [
      "a drain that outlasts the node's",
      { deregistrationDelaySeconds: 600, drainSeconds: 300 },
      "drainSeconds is 300, expected at most 280, or a shorter deregistrationDelaySeconds: a node waits 900 s for its pods",
    ],
    [
      "a criticality that is none",
      { criticality: "vital" as "core" },
      "criticality is vital, expected one of core, value-added",
    ],
    [
      "a start above the floor",
      { timed: { startReplicas: 121 } },
      "timed.startReplicas is 121, expected a whole number from 1 to 120",
    ],
    ["more shards than copies", { replicas: 2, shards: 3 }, "shards is 3, expected a whole number from 1 to 2"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Workload("session", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("shareOf", () => {
  it("splits a count into shares that differ by one at most and add up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 40 }), (count, shards) => {
        const shares = Array.from({ length: shards }, (_, at) => shareOf(count, shards, at));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
