import type { InstanceType } from "./catalog/instances";
import { internetGatewayGbps, kubeReservedMemoryMib, kubeReservedVcpu, limitValue, maxPodsOf } from "./catalog/limits";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import type { PodShape } from "./layers/layer";
import { MIB_PER_GIB } from "./units";

/** The things a machine has and a pod takes, in the order in which a report names them. */
export const AXES = ["cpu", "memory", "network", "internet", "pods", "connections", "gpus"] as const;
export type Axis = (typeof AXES)[number];

/** One number for each axis: vCPU, GiB, Gbps, Gbps, pods, connections, GPUs. */
export type Vector = Readonly<Record<Axis, number>>;

/** What the system takes of every machine before a pod gets any. */
export interface NodeOverhead {
  readonly prefixDelegation: boolean;
  readonly memoryOverheadRatio: number;
  readonly evictionThresholdMib: number;
  readonly daemonVcpu: number;
  readonly daemonMemoryMib: number;
  readonly daemonPods: number;
  readonly connectionsPerNode: number;
}

/** The overhead that the event plans with. */
export function nodeOverhead(event: Event): NodeOverhead {
  return {
    prefixDelegation: event.cluster.prefixDelegation,
    memoryOverheadRatio: limitValue("aws/eks/vm-memory-overhead-before-the-kubelet-sees-it"),
    evictionThresholdMib: expectedOf(event, "compute.evictionThresholdMib"),
    daemonVcpu: expectedOf(event, "compute.daemonVcpu"),
    daemonMemoryMib: expectedOf(event, "compute.daemonMemoryMib"),
    daemonPods: Math.ceil(expectedOf(event, "compute.daemonPods")),
    connectionsPerNode: expectedOf(event, "compute.connectionsPerNode"),
  };
}

/** Pods the network plug-in lets a machine hold, daemon sets included. */
export function maxPods(instance: InstanceType, overhead: Pick<NodeOverhead, "prefixDelegation">): number {
  return maxPodsOf(instance, overhead.prefixDelegation ? "prefix-delegation" : "secondary-ip");
}

/**
 * What pods may use of one machine: capacity − hypervisor − kubelet − eviction threshold − daemon sets.
 *
 * @returns never negative; `internet` is what pods with the node's public address may send, never more than `network`
 */
export function allocatable(instance: InstanceType, overhead: NodeOverhead): Vector {
  const pods = maxPods(instance, overhead);
  const seenMib = instance.memoryGib * MIB_PER_GIB * (1 - overhead.memoryOverheadRatio);
  const memoryMib = seenMib - kubeReservedMemoryMib(pods) - overhead.evictionThresholdMib - overhead.daemonMemoryMib;
  return {
    cpu: Math.max(0, instance.vcpu - kubeReservedVcpu(instance.vcpu) - overhead.daemonVcpu),
    memory: Math.max(0, memoryMib / MIB_PER_GIB),
    network: instance.baselineNetworkGbps,
    internet: internetGatewayGbps(instance),
    pods: Math.max(0, pods - overhead.daemonPods),
    connections: overhead.connectionsPerNode,
    gpus: instance.gpus,
  };
}

/** What one pod takes. */
export function podNeeds(pod: PodShape): Vector {
  return {
    cpu: pod.vcpu,
    memory: pod.memoryGib,
    network: pod.networkGbps,
    internet: pod.internetFacing ? pod.networkGbps : 0,
    pods: 1,
    connections: pod.connections ?? 0,
    gpus: pod.gpus,
  };
}
