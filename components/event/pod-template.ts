import type { core } from "@pulumi/kubernetes/types/input";
import type { Input } from "@pulumi/pulumi";
import { EVENT_LABEL, POOL_LABEL } from "./event-labels";
import { mebibytes, millicores } from "./quantities";
import type { WorkloadArgs } from "./workload";
import type { WorkloadIntent } from "./workload-intent";

interface PodPlace {
  /** What the deployment's pods are told by. */
  readonly selector: Record<string, string>;
  readonly serviceAccountName: Input<string>;
}

/** The pods of a workload: on the event's nodes, spread over zones, without rights, and long enough in going. */
export function podTemplate(args: WorkloadArgs, intent: WorkloadIntent, place: PodPlace): core.v1.PodSpec {
  const { event, pool, graceSeconds } = intent;
  const { priorityClassName, listenBacklog } = args;
  return {
    serviceAccountName: place.serviceAccountName,
    automountServiceAccountToken: false,
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    nodeSelector: { [EVENT_LABEL]: event, [POOL_LABEL]: pool },
    tolerations: [{ key: EVENT_LABEL, operator: "Equal", value: event, effect: "NoSchedule" }],
    topologySpreadConstraints: [
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 1,
        // A zone that takes no pods must not keep the others from taking them.
        whenUnsatisfiable: "ScheduleAnyway",
        nodeTaintsPolicy: "Honor",
        nodeAffinityPolicy: "Honor",
        labelSelector: { matchLabels: place.selector },
      },
    ],
    terminationGracePeriodSeconds: graceSeconds,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
      ...(listenBacklog === undefined
        ? {}
        : { sysctls: [{ name: "net.core.somaxconn", value: String(listenBacklog) }] }),
    },
    containers: [container(args, intent)],
    volumes: [{ name: "scratch", emptyDir: {} }],
  };
}

function container(args: WorkloadArgs, intent: WorkloadIntent): core.v1.Container {
  const { vcpu, memoryGib, gpus, port, preStopSeconds } = intent;
  const { image, env = {}, probePath = "/healthz" } = args;
  const memory = mebibytes(memoryGib);
  const gpu = gpus === 0 ? {} : { "nvidia.com/gpu": String(gpus) };
  const httpGet = { path: probePath, port: "main" };
  return {
    name: "main",
    ...(image === undefined ? {} : { image }),
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ports: [{ name: "main", containerPort: port, protocol: "TCP" }],
    resources: {
      requests: { cpu: millicores(vcpu), memory, ...gpu },
      // No limit on CPU: throttled pods answer late while the node stands idle. Memory isn't lent.
      limits: { memory, ...gpu },
    },
    lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } },
    // Up to a minute to start; until then nobody asks whether it lives.
    startupProbe: { httpGet, periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    // Slower than readiness: a pod that is only busy must not be killed for it.
    livenessProbe: { tcpSocket: { port: "main" }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "scratch", mountPath: "/tmp" }],
  };
}
