import type { Criticality, Event } from "./event/event";
import type { LayerInstance, PodShape, PoolName, Requirements, SizingContext, Workload } from "./layers/layer";
import { highestUtilization, type WaitObjective } from "./queueing";
import { type Capacity, type CapacitySizing, sizeByCapacity } from "./sizing";

/** How the copies of one workload are sized. */
export interface WorkloadRequest {
  readonly id: string;
  readonly pool: PoolName;
  readonly criticality: Criticality;
  readonly pod: PodShape;
  /** What one pod carries of each required resource besides processor time and memory, which the pod's shape says. */
  readonly capacity?: Capacity;
  /** Memory the pod needs before it does any work, GiB. */
  readonly baseMemoryGib?: number;
  readonly minimumReplicas: number;
  /** Wait that each replica's own queue must keep; caps its utilization. */
  readonly wait?: WaitObjective & { readonly serviceSeconds: number };
  /** Target utilization by resource where it differs from the layer's. */
  readonly targets?: Readonly<Record<string, number>>;
}

/** A workload and the arithmetic behind its replicas. */
export interface WorkloadSizing extends CapacitySizing {
  readonly workload: Workload;
}

/**
 * Replicas of a workload: requirements `vcpu` (of the reference machine) and `memoryGib` are filled by the pod's shape,
 * others by `capacity`.
 *
 * @returns replicas as a multiple of the zones, so that each zone has the same
 */
export function sizeWorkload(
  requirements: Requirements,
  request: WorkloadRequest,
  context: SizingContext,
): WorkloadSizing {
  const { pod } = request;
  const queued = request.wait
    ? highestUtilization(
        Math.max(1, Math.floor(pod.vcpu)),
        request.wait.serviceSeconds / context.relativeSpeed,
        request.wait,
      )
    : 1;
  // Below one worker the objective can't be met at all; a tenth of a worker still is a finite plan, and the layer says so.
  const vcpuTarget = Math.max(0.1, Math.min(request.targets?.vcpu ?? context.targetUtilization, queued));
  const sizing = sizeByCapacity(
    requirements,
    {
      vcpu: pod.vcpu * context.relativeSpeed,
      memoryGib: Math.max(0.01, pod.memoryGib - (request.baseMemoryGib ?? 0)),
      ...(pod.networkGbps > 0 ? { networkGbps: pod.networkGbps } : {}),
      ...(pod.connections === null ? {} : { connections: pod.connections }),
      ...request.capacity,
    },
    { ...context, degradedUtilization: Math.min(context.degradedUtilization, Math.max(queued, vcpuTarget)) },
    {
      zonal: "zonal",
      minimumUnits: request.minimumReplicas,
      targets: { memoryGib: 0.8, connections: 1, ...request.targets, vcpu: vcpuTarget },
    },
  );
  const feature = featureOf(context.event, request.id);
  return {
    ...sizing,
    workload: {
      id: request.id,
      pool: request.pool,
      criticality: request.criticality,
      pod: { ...pod, connections: heldConnections(requirements, pod, sizing.units, context) },
      replicas: sizing.units,
      image: feature?.image ?? null,
      deployment: feature?.deployment ?? null,
    },
  };
}

/**
 * Connections a pod holds when a zone is lost: where something else set the count they are fewer than it may hold, and a machine
 * must not keep room for sockets that nobody opens.
 */
function heldConnections(
  requirements: Requirements,
  pod: PodShape,
  units: number,
  context: Pick<SizingContext, "zones" | "survivingZones">,
): number | null {
  if (pod.connections === null || units === 0) return pod.connections;
  const held = ((requirements.connections?.atRisk ?? 0) * context.zones) / context.survivingZones / units;
  return Math.min(pod.connections, Math.ceil(held));
}

/** The feature of the event that a layer instance stands for, if it is one. */
export function featureOf(event: Event, id: string) {
  return event.features.find((feature) => feature.id === id);
}

/** Pool of a service by what may be shed first. */
export function poolOf(instance: Pick<LayerInstance, "criticality">): PoolName {
  return instance.criticality === "core" ? "core" : "value-added";
}
