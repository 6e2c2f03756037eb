import { list, type Props, props, text } from "../values";
import type { Making } from "./making";

/** Kinds that live in the cluster, not in a namespace. */
const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  "Namespace",
  "PriorityClass",
  "StorageClass",
  "ClusterRole",
  "ClusterRoleBinding",
  "IngressClass",
  "CustomResourceDefinition",
]);

/** The kind at the end of a Kubernetes type token. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

/** Whether objects of a type live in a namespace. */
export function isNamespaced(type: string): boolean {
  return !CLUSTER_KINDS.has(kindOf(type));
}

/** The namespace an object lives in; `default` when it names none. */
export function namespaceOf(type: string, inputs: Props): string {
  if (type === "kubernetes:helm.sh/v3:Release") return text(inputs.namespace) ?? "default";
  return text(props(inputs.metadata).namespace) ?? "default";
}

/** The name of an object. */
export function objectName(type: string, inputs: Props): string {
  if (type === "kubernetes:helm.sh/v3:Release") return text(inputs.name) ?? "";
  return text(props(inputs.metadata).name) ?? "";
}

/** The id that the provider gives an object: its name, under its namespace if it has one. */
export function objectId(type: string, inputs: Props): string {
  const name = objectName(type, inputs);
  return isNamespaced(type) ? `${namespaceOf(type, inputs)}/${name}` : name;
}

/** What the API server and the controllers add to an object. */
export function kubernetesOutputs(making: Making): Props {
  const instant = making.cloud.now().toISOString();
  if (making.type === "kubernetes:helm.sh/v3:Release") return releaseOutputs(making, instant);
  const old = props(making.old?.metadata);
  const metadata: Props = {
    ...props(making.inputs.metadata),
    ...(isNamespaced(making.type) ? { namespace: namespaceOf(making.type, making.inputs) } : {}),
    uid: old.uid ?? making.cloud.nextId("", 32),
    creationTimestamp: old.creationTimestamp ?? instant,
    resourceVersion: String(making.cloud.nextNumber()),
  };
  return { metadata, ...status(making) };
}

function releaseOutputs(making: Making, instant: string): Props {
  const name = objectName(making.type, making.inputs);
  const namespace = namespaceOf(making.type, making.inputs);
  const revision = Number(props(making.old?.status).revision ?? 0) + 1;
  return {
    name,
    namespace,
    resourceNames: {},
    status: {
      name,
      namespace,
      revision,
      status: "deployed",
      chart: text(making.inputs.chart) ?? "",
      version: text(making.inputs.version) ?? "",
      appVersion: "",
    },
    lastUpdated: instant,
  };
}

function status(making: Making): Props {
  const spec = props(making.inputs.spec);
  switch (kindOf(making.type)) {
    case "Namespace":
      return { status: { phase: "Active" } };
    case "Deployment":
    case "StatefulSet":
      return {
        status: {
          replicas: spec.replicas ?? 1,
          readyReplicas: spec.replicas ?? 1,
          availableReplicas: spec.replicas ?? 1,
        },
      };
    case "Service":
      return {
        status: {
          loadBalancer:
            spec.type === "LoadBalancer"
              ? { ingress: [{ hostname: `${making.cloud.nextId("k8s-", 16)}.elb.amazonaws.com` }] }
              : {},
        },
        spec: { clusterIP: "10.100.0.10", ...spec, ports: list(spec.ports) },
      };
    case "Job":
      return { status: { succeeded: spec.completions ?? 1, conditions: [{ type: "Complete", status: "True" }] } };
    case "DaemonSet":
    case "HorizontalPodAutoscaler":
    case "PodDisruptionBudget":
    case "ResourceQuota":
      return { status: {} };
    default:
      return {};
  }
}
