import { type Input, interpolate, type Resource } from "@pulumi/pulumi";
import { expectedOf } from "../../capacity/event-parameter";
import type { Workload as PlannedWorkload } from "../../capacity/layers/layer";
import type { Criticality } from "../../components/event/event-labels";
import { EventNamespace, type NamespaceQuota } from "../../components/event/event-namespace";
import { SURGE_PERCENT, Workload } from "../../components/event/workload";
import type { Statement } from "../../components/iam";
import type { WorkloadSettings } from "../declared/event-settings";
import type { EventData } from "./data";
import { after, type EventContext, logicalName } from "./event-context";
import { workloadsOf } from "./event-plan";
import { routeOf, STEERING_SERVICE, steeringPrefix } from "./routes";

/** A service of the plan that runs in the cluster, and what balancers need of it. */
export interface RunningService {
  readonly planned: PlannedWorkload;
  readonly port: number;
  readonly serviceNames: readonly Input<string>[];
  readonly settings: WorkloadSettings;
}

export interface Services {
  readonly namespace: EventNamespace;
  readonly running: readonly RunningService[];
  /** Ids of services that nobody says how to run; their nodes are there. */
  readonly notRun: readonly string[];
}

/** The event's namespace, and in it every service of the plan that somebody says how to run. */
export function buildServices(context: EventContext, data: EventData, nodes: readonly Resource[]): Services {
  const { event, plan, opts } = context;
  const planned = workloadsOf(plan);
  const quotas = { core: quotaOf(planned, "core"), "value-added": quotaOf(planned, "value-added") };
  const namespace = new EventNamespace("space", { event: event.name, quotas }, opts);
  const running: RunningService[] = [];
  const notRun: string[] = [];
  for (const workload of planned) {
    const settings = settingsOf(context, workload);
    if (settings === undefined) notRun.push(workload.id);
    else running.push(runService(context, { planned: workload, settings, namespace, data, nodes }));
  }
  return { namespace, running, notRun };
}

interface ServiceParts {
  readonly planned: PlannedWorkload;
  readonly settings: WorkloadSettings;
  readonly namespace: EventNamespace;
  readonly data: EventData;
  readonly nodes: readonly Resource[];
}

function runService(
  context: EventContext,
  { planned, settings, namespace, data, nodes }: ServiceParts,
): RunningService {
  const { event, plan, opts } = context;
  const { id, pool, criticality, replicas, pod } = planned;
  const { image, deployment, port = DEFAULT_PORT, probePath, env = {} } = settings;
  const route = routeOf(planned, plan);
  const rights = rightsOf(context, id, data);
  const workload = new Workload(
    logicalName(id),
    {
      event: event.name,
      pool,
      criticality,
      namespace: namespace.namespace,
      replicas,
      pod: { vcpu: pod.vcpu, memoryGib: pod.memoryGib },
      gpus: pod.gpus,
      port,
      targetUtilization: expectedOf(event, "compute.targetUtilization"),
      priorityClassName: namespace.priorityClasses[criticality],
      deregistrationDelaySeconds: route.deregistrationDelaySeconds,
      ...(image === undefined
        ? {}
        : { image, shards: Math.min(route.balancers, replicas), env: { ...data.env, ...env } }),
      ...(deployment === undefined ? {} : { deployment }),
      ...(probePath === undefined ? {} : { probePath }),
      ...(rights === undefined || image === undefined ? {} : { rights }),
    },
    after(opts, nodes),
  );
  const serviceNames = deployment === undefined ? workload.serviceNames : [deployment];
  return { planned, port, serviceNames, settings };
}

const DEFAULT_PORT = 8080;

/** What the stack's config says of a service, else what the event file says; undefined: nobody says anything. */
function settingsOf(
  { settings }: EventContext,
  { id, image, deployment }: PlannedWorkload,
): WorkloadSettings | undefined {
  const own = settings.workloads?.[id];
  if (own !== undefined) return own;
  if (image !== null) return { image };
  return deployment === null ? undefined : { deployment };
}

/** What a service may do at AWS: workers take uploads from their queue, sessions read the split between CDNs. */
function rightsOf({ event, platform }: EventContext, id: string, { uploads }: EventData) {
  const statements: Statement[] = [];
  if (id === "upload" && uploads !== undefined) statements.push(...uploads.workerRights);
  if (id === STEERING_SERVICE && platform.storage !== undefined) {
    const { partition = "aws", storage } = platform;
    const Resource = interpolate`arn:${partition}:s3:::${storage.segments.name}/${steeringPrefix(event)}/*`;
    statements.push({ Effect: "Allow", Action: ["s3:GetObject"], Resource });
  }
  return statements.length === 0 ? undefined : { clusterName: platform.cluster.name, statements };
}

/** Room for every copy that the plan has, and for those of a rolling update. */
function quotaOf(planned: readonly PlannedWorkload[], criticality: Criticality): NamespaceQuota {
  const own = planned.filter((workload) => workload.criticality === criticality);
  const copies = own.map(({ replicas, pod }) => ({
    copies: replicas + Math.ceil((replicas * SURGE_PERCENT) / 100),
    pod,
  }));
  return {
    pods: sum(copies.map(({ copies }) => copies)),
    vcpu: sum(copies.map(({ copies, pod }) => copies * pod.vcpu)),
    memoryGib: sum(copies.map(({ copies, pod }) => copies * pod.memoryGib)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
