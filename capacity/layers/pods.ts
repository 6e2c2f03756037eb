import type { Finding } from "../problems";
import { highestUtilization } from "../queueing";
import { sizeWorkload, type WorkloadRequest, type WorkloadSizing } from "../workload";
import { figure, percent } from "./figure";
import type { Candidate, LayerModel, LayerSizing, PodShape, Requirements, SizingContext } from "./layer";

/** A layer that is answered with copies of one pod. */
export interface PodsRequest extends WorkloadRequest {
  readonly layer: LayerModel["layer"];
  readonly title: string;
  /** Event-file path of the pod's size, e.g. `features.api.vcpuPerPod`: where another candidate is taken. */
  readonly shapePath: string;
  readonly settings?: Readonly<Record<string, number>>;
  readonly findings?: readonly Finding[];
}

/** A pod behind the balancers, as large as the layer's parameters say. */
export function podOf(context: SizingContext): PodShape {
  return {
    vcpu: context.value("vcpuPerPod"),
    memoryGib: context.value("memoryGibPerPod"),
    networkGbps: 0,
    connections: null,
    internetFacing: false,
    gpus: 0,
  };
}

/** The wait that the layer's parameters accept, for calls that keep a worker busy for `serviceSeconds`. */
export function waitOf(context: SizingContext, serviceSeconds: number): NonNullable<WorkloadRequest["wait"]> {
  return { serviceSeconds, waitSeconds: context.value("waitSeconds"), exceedRatio: context.value("waitExceedRatio") };
}

/** Pod sizes that are looked at beside the stated one: half of it and twice it. */
const SCALES = [0.5, 1, 2] as const;

/** Sizes a layer in pods: replicas, other pod sizes with the reason against them, and what the wait objective costs. */
export function sizePods(requirements: Requirements, request: PodsRequest, context: SizingContext): LayerSizing {
  const sized = sizeWorkload(requirements, request, context);
  return {
    id: request.id,
    layer: request.layer,
    title: request.title,
    criticality: request.criticality,
    resources: sized.resources,
    unitName: "pods",
    units: sized.units,
    bindingConstraint: sized.bindingConstraint,
    waterfall: sized.waterfall,
    candidates: SCALES.map((scale) => candidate(requirements, request, context, { scale, chosen: sized })),
    workload: sized.workload,
    settings: request.settings ?? {},
    findings: [...waitFindings(request, context), ...(request.findings ?? [])],
  };
}

function candidate(
  requirements: Requirements,
  request: PodsRequest,
  context: SizingContext,
  size: { readonly scale: number; readonly chosen: WorkloadSizing },
): Candidate {
  const { scale, chosen } = size;
  const vcpu = request.pod.vcpu * scale;
  const memoryGib = request.pod.memoryGib * scale;
  const name = `pods of ${figure(vcpu)} vCPU, ${figure(memoryGib)} GiB`;
  // Prices belong to machines: the node pools price what pods of every layer need together.
  if (scale === 1) return { name, units: chosen.units, usdPerHour: null, chosen: true, rejected: null };
  const { units } = sizeWorkload(requirements, scaled(request, scale), context);
  const ask = `state ${request.shapePath} to take it`;
  const total = `${figure(units * vcpu)} vCPU in all instead of ${figure(chosen.units * request.pod.vcpu)}`;
  const rejected =
    scale < 1
      ? `${total}; fewer workers share a queue, so each waits more at the same utilization; ${ask}`
      : `${total}; each pod lost takes twice the work with it and fits fewer gaps on machines; ${ask}`;
  return { name, units, usdPerHour: null, chosen: false, rejected };
}

function scaled(request: PodsRequest, scale: number): WorkloadRequest {
  const { pod } = request;
  const capacity = Object.fromEntries(
    Object.entries(request.capacity ?? {}).map(([resource, perPod]) => [resource, perPod * scale]),
  );
  return {
    ...request,
    capacity,
    pod: {
      ...pod,
      vcpu: pod.vcpu * scale,
      memoryGib: pod.memoryGib * scale,
      networkGbps: pod.networkGbps * scale,
      connections: pod.connections === null ? null : pod.connections * scale,
    },
  };
}

/** The wait objective as something to act on: where it costs machines, and where no utilization can meet it. */
function waitFindings(request: PodsRequest, context: SizingContext): readonly Finding[] {
  const { wait, pod } = request;
  if (wait === undefined) return [];
  const serviceSeconds = wait.serviceSeconds / context.relativeSpeed;
  const reachable = highestUtilization(Math.max(1, Math.floor(pod.vcpu)), serviceSeconds, wait);
  if (reachable >= context.targetUtilization) return [];
  const objective = `at most ${percent(wait.exceedRatio)} of calls waiting longer than ${figure(wait.waitSeconds)} s`;
  const found = `${percent(reachable)} busy at most, with calls of ${figure(serviceSeconds)} s on ${figure(pod.vcpu)} vCPU`;
  const fix = `Raise ${request.shapePath} so that more workers share a queue, make the call shorter, or allow a longer wait.`;
  return reachable < 0.1
    ? [
        {
          id: "wait-unreachable",
          severity: "warning",
          where: request.id,
          found,
          expected: objective,
          fix,
          source: ERLANG,
        },
      ]
    : [{ id: "wait-binds", severity: "note", where: request.id, found, expected: objective, fix, source: ERLANG }];
}

const ERLANG = "Erlang C for the workers of one replica, which queues alone behind a balancer";
