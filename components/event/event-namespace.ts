import { LimitRange } from "@pulumi/kubernetes/core/v1/limitRange";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import { PriorityClass } from "@pulumi/kubernetes/scheduling/v1/priorityClass";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { parseCidr } from "../platform/cidr";
import { EVENT_RULE, Requirements } from "../requirements";
import { CRITICALITIES, CRITICALITY_LABEL, type Criticality, EVENT_LABEL } from "./event-labels";
import { NETWORK_POLICIES } from "./network-policies";
import { mebibytes, millicores } from "./quantities";

/** The most that workloads of one criticality may ask for together. */
export interface NamespaceQuota {
  readonly pods: number;
  readonly vcpu: number;
  readonly memoryGib: number;
}

/** An event's corner of the cluster. */
export interface EventNamespaceArgs extends Overridable {
  readonly event: string;
  /** By criticality, so that what may be shed can't eat the share of what may not; room for a rolling update included. @default no quota */
  readonly quotas?: Readonly<Partial<Record<Criticality, NamespaceQuota>>>;
  /** What a container asks for that says nothing, since a quota refuses pods that don't. @default 0.1 vCPU and 0.125 GiB */
  readonly defaultRequest?: { readonly vcpu: number; readonly memoryGib: number };
  /** What the API server enforces; pods that set a kernel setting of their own (`listenBacklog`) need `privileged`, and are still warned about. @default "restricted" */
  readonly podSecurity?: "restricted" | "baseline" | "privileged";
  /** Blocks from which balancers reach pods; their security groups say more exactly who. @default the private blocks, in which every VPC lies */
  readonly balancerCidrs?: readonly string[];
  /** Blocks that pods may reach. @default everything but the metadata service */
  readonly egressCidrs?: readonly string[];
}

/** Far apart, so that something can be put between them; below what Kubernetes keeps for itself. */
const PRIORITIES: Readonly<Record<Criticality, number>> = { core: 1_000_000, "value-added": 100_000 };
const PRIVATE_CIDRS = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];
const EVERYWHERE = ["0.0.0.0/0"];

/** The namespace of an event: quotas and priorities by criticality, and network policies that let through only what an event needs. */
export class EventNamespace extends ComponentResource {
  static readonly type = "tidegate:compute:EventNamespace";
  readonly namespace: Output<string>;
  readonly priorityClasses: Readonly<Record<Criticality, Output<string>>>;

  constructor(name: string, args: EventNamespaceArgs, opts?: ComponentResourceOptions) {
    const intent = namespaceIntent(EventNamespace.type, name, args);
    super(EventNamespace.type, name, intent, opts);
    const parts = new NamespaceParts(new Children(this, name, args), intent);
    const namespace = parts.namespace();
    this.namespace = namespace.metadata.name;
    this.priorityClasses = { core: parts.priority("core"), "value-added": parts.priority("value-added") };
    for (const criticality of CRITICALITIES)
      parts.quota(criticality, this.namespace, this.priorityClasses[criticality]);
    parts.limits(this.namespace);
    parts.networkPolicies(this.namespace);
    parts.children.publish({ namespace: this.namespace, priorityClasses: this.priorityClasses });
  }
}

type NamespaceIntent = ReturnType<typeof namespaceIntent>;

function namespaceIntent(type: string, name: string, args: EventNamespaceArgs) {
  const {
    event,
    quotas = {},
    defaultRequest = { vcpu: 0.1, memoryGib: 0.125 },
    podSecurity = "restricted",
    balancerCidrs = PRIVATE_CIDRS,
    egressCidrs = EVERYWHERE,
  } = args;
  const checks = new Requirements(type, name)
    .text("event", event, EVENT_RULE)
    .oneOf("podSecurity", podSecurity, ["restricted", "baseline", "privileged"])
    .number("defaultRequest.vcpu", defaultRequest.vcpu, { min: 0.001 })
    .number("defaultRequest.memoryGib", defaultRequest.memoryGib, { min: 0.001 })
    .list("balancerCidrs", balancerCidrs, { min: 1 })
    .list("egressCidrs", egressCidrs);
  for (const [criticality, quota] of Object.entries(quotas)) {
    checks
      .oneOf("quotas", criticality, CRITICALITIES)
      .whole(`quotas["${criticality}"].pods`, quota.pods, { min: 0 })
      .number(`quotas["${criticality}"].vcpu`, quota.vcpu, { min: 0 })
      .number(`quotas["${criticality}"].memoryGib`, quota.memoryGib, { min: 0 });
  }
  for (const [input, blocks] of Object.entries({ balancerCidrs, egressCidrs })) {
    for (const [at, block] of blocks.entries()) {
      checks.holds(parseCidr(block) !== undefined, `${input}[${at}]`, block, "a block such as 10.0.0.0/16");
    }
  }
  checks.enforce();
  return { event, quotas, defaultRequest, podSecurity, balancerCidrs, egressCidrs, ...overriddenInputs(args) };
}

class NamespaceParts {
  constructor(
    readonly children: Children,
    readonly intent: NamespaceIntent,
  ) {}

  namespace(): Namespace {
    const { event, podSecurity } = this.intent;
    const labels = {
      [EVENT_LABEL]: event,
      // A pod counts as ready only once its balancer sends to it.
      "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      "pod-security.kubernetes.io/enforce": podSecurity,
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
    };
    const name = this.children.physicalName("namespace", { maxLength: 63 });
    return this.children.make(Namespace, "namespace", { metadata: { name, labels } });
  }

  priority(criticality: Criticality): Output<string> {
    const role = { role: "priority", key: criticality };
    const isCore = criticality === "core";
    const inputs = {
      metadata: { name: this.children.physicalName(role, { maxLength: 63 }), labels: this.labels(criticality) },
      value: PRIORITIES[criticality],
      preemptionPolicy: isCore ? "PreemptLowerPriority" : "Never",
      description: isCore ? "What viewers came for" : "What is shed first",
    };
    // Kubernetes refuses to change either, and Pulumi doesn't know.
    const opts = { replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true };
    return this.children.make(PriorityClass, role, inputs, opts).metadata.name;
  }

  quota(criticality: Criticality, namespace: Output<string>, priorityClass: Output<string>): void {
    const quota = this.intent.quotas[criticality];
    if (quota === undefined) return;
    const role = { role: "quota", key: criticality };
    this.children.make(ResourceQuota, role, {
      metadata: { name: criticality, namespace, labels: this.labels(criticality) },
      spec: {
        hard: {
          pods: String(quota.pods),
          "requests.cpu": millicores(quota.vcpu),
          "requests.memory": mebibytes(quota.memoryGib),
        },
        scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: [priorityClass] }] },
      },
    });
  }

  limits(namespace: Output<string>): void {
    const { vcpu, memoryGib } = this.intent.defaultRequest;
    const defaultRequest = { cpu: millicores(vcpu), memory: mebibytes(memoryGib) };
    this.children.make(LimitRange, "limits", {
      metadata: { name: "defaults", namespace, labels: this.labels() },
      spec: { limits: [{ type: "Container", defaultRequest }] },
    });
  }

  networkPolicies(namespace: Output<string>): void {
    const { balancerCidrs, egressCidrs } = this.intent;
    for (const [key, specOf] of Object.entries(NETWORK_POLICIES)) {
      const spec = specOf({ balancerCidrs, egressCidrs });
      const metadata = { name: key, namespace, labels: this.labels() };
      this.children.make(NetworkPolicy, { role: "policy", key }, { metadata, spec });
    }
  }

  private labels(criticality?: Criticality): Record<string, string> {
    const event = { [EVENT_LABEL]: this.intent.event };
    return criticality === undefined ? event : { ...event, [CRITICALITY_LABEL]: criticality };
  }
}
