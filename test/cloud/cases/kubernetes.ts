import type { Props } from "../../engine/cloud/values";
import { at, type RefusedCase, set, without } from "./case";

const SERVICE = "kubernetes:core/v1:Service";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const SCALED = "kubernetes:keda.sh/v1alpha1:ScaledObject";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const NAMESPACE = "kubernetes:core/v1:Namespace";

const workloads = Object.fromEntries(
  ["Deployment", "StatefulSet", "DaemonSet"].flatMap((kind): readonly (readonly [string, RefusedCase])[] => [
    [`kubernetes-${kind}.selector`, { bad: at("spec.selector.matchLabels", { app: "other" }) }],
    [
      `kubernetes-${kind}.containers`,
      {
        good: at("spec.template.spec.containers.resources", { requests: { cpu: "1" }, limits: { cpu: "1000m" } }),
        bad: at("spec.template.spec.containers.resources", { requests: { cpu: "1001m" }, limits: { cpu: "1" } }),
      },
    ],
    [
      `kubernetes-${kind}.labels`,
      {
        good: at("spec.template.metadata.labels", { app: "web", event: "e".repeat(63) }),
        bad: at("spec.template.metadata.labels", { app: "web", event: "e".repeat(64) }),
      },
    ],
  ]),
);

const rolling = (path: string, maxSurge: number | string) =>
  at(`${path}.rollingUpdate`, { maxSurge, maxUnavailable: 0 });
const cron = (metadata: Props) =>
  at("spec.triggers", [
    {
      type: "cron",
      metadata: { timezone: "UTC", start: "0 8 * * *", end: "0 9 * * *", desiredReplicas: "10", ...metadata },
    },
  ]);
const egress = (more: Props) => at("spec.egress", [more]);
const data = (bytes: number) => set({ data: { a: "x".repeat(bytes - 1) }, stringData: {} });
const immutable: RefusedCase = { good: set({ immutable: true, data: { a: "1" } }), bad: set({ data: { a: "2" } }) };

/** Refused objects of a cluster. */
export const KUBERNETES_CASES: Readonly<Record<string, RefusedCase>> = {
  "kubernetes.name-unique": {
    type: CONFIG_MAP,
    before: (world) => world.the(CONFIG_MAP, 2),
    bad: (_inputs, world) => world.inputs(CONFIG_MAP, 2),
  },
  "kubernetes.namespace-exists": {
    type: CONFIG_MAP,
    before: (world) => world.the(NAMESPACE, 0),
    good: at("metadata.namespace", "live"),
    bad: at("metadata.namespace", "dead"),
  },
  "kubernetes.kind-installed": {
    type: SCALED,
    bad: async (inputs, world) => {
      for (const release of world.cloud.objects(RELEASE)) world.cloud.remove(release);
      return inputs;
    },
    again: async (world) =>
      world.clients.up(RELEASE, "keda", {
        name: "keda-again",
        chart: "oci://registry.example/charts/keda",
        namespace: "kube-system",
      }),
  },
  "kubernetes.metadata-labels": {
    type: CONFIG_MAP,
    good: at("metadata.labels", { "tidegate.dev/event": "e".repeat(63) }),
    bad: at("metadata.labels", { "tidegate.dev/event": "e".repeat(64) }),
  },
  ...workloads,
  "kubernetes-Service.ports": {
    good: at("spec", { clusterIP: "None", selector: { app: "web" } }),
    bad: at("spec", { selector: { app: "web" } }),
  },
  "kubernetes-Service.port-names": {
    good: at("spec.ports", [
      { name: "a", port: 80 },
      { name: "b", port: 81 },
    ]),
    bad: at("spec.ports", [{ port: 80 }, { name: "b", port: 81 }]),
  },
  "kubernetes-Service.node-port": {
    before: async (world) =>
      world.clients.up(SERVICE, "other", {
        metadata: { name: "other" },
        spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] },
      }),
    good: at("spec.ports", [{ port: 80, nodePort: 30_081 }]),
    bad: at("spec.ports", [{ port: 80, nodePort: 30_080 }]),
  },
  "kubernetes-ConfigMap.size": { good: data(1_048_576), bad: data(1_048_577) },
  "kubernetes-Secret.size": { good: data(1_048_576), bad: data(1_048_577) },
  "kubernetes-ConfigMap.immutable": immutable,
  "kubernetes-Secret.immutable": immutable,
  "kubernetes-Deployment.surge": { good: rolling("spec.strategy", 1), bad: rolling("spec.strategy", 0) },
  "kubernetes-Deployment.recreate": {
    good: at("spec.strategy", { type: "Recreate" }),
    bad: at("spec.strategy", { type: "Recreate", rollingUpdate: { maxSurge: 1 } }),
  },
  "kubernetes-Deployment.deadline": { good: at("spec.minReadySeconds", 599), bad: at("spec.minReadySeconds", 600) },
  "kubernetes-DaemonSet.surge": { good: rolling("spec.updateStrategy", 1), bad: rolling("spec.updateStrategy", "0%") },
  "kubernetes-HorizontalPodAutoscaler.bounds": { good: at("spec.maxReplicas", 2), bad: at("spec.maxReplicas", 1) },
  "kubernetes-HorizontalPodAutoscaler.metrics": {
    good: at("spec.metrics", [{ type: "Resource", resource: { name: "cpu" } }]),
    bad: at("spec.metrics", [{ type: "Pods", resource: { name: "cpu" } }]),
  },
  "kubernetes-PodDisruptionBudget.percentage": {
    good: at("spec.maxUnavailable", "100%"),
    bad: at("spec.maxUnavailable", "101%"),
  },
  "kubernetes-PriorityClass.reserved": { bad: at("metadata.name", "system-core") },
  "kubernetes-PriorityClass.value": { bad: set({ value: 2000 }) },
  "kubernetes-PriorityClass.preemption": { bad: set({ preemptionPolicy: "Never" }) },
  "kubernetes-PriorityClass.default": {
    before: async (world) =>
      world.clients.up(PRIORITY, "first", { metadata: { name: "first" }, value: 1, globalDefault: true }),
    bad: set({ globalDefault: true }),
  },
  "kubernetes-NetworkPolicy.end-port": {
    good: egress({ ports: [{ port: 80, endPort: 80 }] }),
    bad: egress({ ports: [{ port: 80, endPort: 79 }] }),
  },
  "kubernetes-NetworkPolicy.end-port-alone": {
    good: egress({ ports: [{ port: 80, endPort: 90 }] }),
    bad: egress({ ports: [{ port: "http", endPort: 90 }] }),
  },
  "kubernetes-NetworkPolicy.except": {
    good: egress({ to: [{ ipBlock: { cidr: "10.0.0.0/16", except: ["10.0.1.0/24"] } }] }),
    bad: egress({ to: [{ ipBlock: { cidr: "10.0.0.0/16", except: ["10.1.0.0/24"] } }] }),
  },
  "kubernetes-NetworkPolicy.types": {
    good: at("spec.policyTypes", ["Ingress", "Egress"]),
    bad: at("spec.policyTypes", ["Ingress", "Egress", "Ingress"]),
  },
  "kubernetes-NetworkPolicy.peer": {
    good: egress({ to: [{ podSelector: {}, namespaceSelector: {} }] }),
    bad: egress({ to: [{ ipBlock: { cidr: "10.0.0.0/16" }, podSelector: {} }] }),
  },
  // The facts' enumeration refuses Always at check already; a template that names no policy means Always.
  "kubernetes-Job.restart": { bad: without("spec.template.spec.restartPolicy") },
  "kubernetes-Job.indexed": {
    good: (inputs) => ({ ...inputs, spec: { ...(inputs.spec as Props), completionMode: "Indexed", completions: 3 } }),
    bad: without("spec.completions"),
  },
  "kubernetes-CronJob.schedule": { bad: at("spec.schedule", "every five minutes") },
  "kubernetes-CronJob.zone": { good: at("spec.timeZone", "Asia/Shanghai"), bad: at("spec.timeZone", "Asia/Shanghigh") },
  "kubernetes-CronJob.inline-zone": { bad: at("spec.schedule", "TZ=UTC 0 8 * * *") },
  "kubernetes-StorageClass.reclaim": { good: set({ reclaimPolicy: "Delete" }), bad: set({ reclaimPolicy: "Retain" }) },
  "kubernetes-StorageClass.binding": {
    good: set({ volumeBindingMode: "Immediate" }),
    bad: set({ volumeBindingMode: "WaitForFirstConsumer" }),
  },
  "kubernetes-Release.name": {
    before: (world) => world.the(RELEASE, 2),
    bad: (_inputs, world) => world.inputs(RELEASE, 2),
  },
  "kubernetes-Release.namespace": {
    good: set({ namespace: "keda", createNamespace: true }),
    bad: set({ createNamespace: false }),
  },
  "kubernetes-ScaledObject.target": { bad: without("spec.scaleTargetRef.name") },
  "kubernetes-ScaledObject.triggers": { bad: at("spec.triggers", []) },
  "kubernetes-ScaledObject.bounds": { good: at("spec.minReplicaCount", 10), bad: at("spec.minReplicaCount", 11) },
  "kubernetes-ScaledObject.idle": { good: at("spec.idleReplicaCount", 1), bad: at("spec.idleReplicaCount", 2) },
  "kubernetes-ScaledObject.other-autoscaler": {
    before: (world) => world.the(AUTOSCALER, 0),
    bad: at("spec.scaleTargetRef", { name: "scaled" }),
  },
  "kubernetes-ScaledObject.other-scaled": {
    before: (world) => world.the(SCALED, 2),
    bad: at("spec.scaleTargetRef", { name: "other-2" }),
  },
  "kubernetes-ScaledObject.zero-with-cpu": { good: at("spec.minReplicaCount", 1), bad: at("spec.minReplicaCount", 0) },
  "kubernetes-ScaledObject.requests": {
    before: async (world) =>
      world.clients.up(DEPLOYMENT, "bare", {
        metadata: { name: "bare" },
        spec: {
          selector: { matchLabels: { app: "bare" } },
          template: {
            metadata: { labels: { app: "bare" } },
            spec: { containers: [{ name: "main", image: "registry.example/app:1" }] },
          },
        },
      }),
    bad: at("spec.scaleTargetRef", { name: "bare" }),
  },
  "kubernetes-ScaledObject.fallback": { bad: at("spec.fallback", { failureThreshold: 3, replicas: 5 }) },
  "kubernetes-ScaledObject.hpa-name": {
    good: at("metadata.name", "n".repeat(54)),
    bad: at("spec.advanced", { horizontalPodAutoscalerConfig: { name: "n".repeat(64) } }),
  },
  "kubernetes-ScaledObject.cron-form": { good: cron({}), bad: cron({ start: "0 8 * * * 2027" }) },
  "kubernetes-ScaledObject.cron-same": { good: cron({}), bad: cron({ end: "0 8 * * *" }) },
  "kubernetes-ScaledObject.cron-replicas": { good: cron({}), bad: cron({ desiredReplicas: "0" }) },
  "kubernetes-ScaledObject.cron-zone": {
    good: cron({ timezone: "Asia/Shanghai" }),
    bad: cron({ timezone: "Asia/Shanghigh" }),
  },
};
