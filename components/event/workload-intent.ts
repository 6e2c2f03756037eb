import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { EVENT_RULE, KEY_RULE, Requirements } from "../requirements";
import { CRITICALITIES, type Criticality } from "./event-labels";
import type { WorkloadArgs } from "./workload";

/** What a workload is to be, with every default filled in; plain, so that it stands in state. */
export interface WorkloadIntent extends Inputs {
  readonly event: string;
  readonly pool: string;
  readonly criticality: Criticality;
  /** The floor: copies that run at least. */
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly gpus: number;
  readonly port: number;
  readonly targetUtilization: number;
  /** From the moment a pod is to end until its process is told. */
  readonly preStopSeconds: number;
  /** From that moment until it is killed. */
  readonly graceSeconds: number;
  readonly shards: number;
  /** Who moves floor and ceiling after they are made. */
  readonly sizedBy: "deployment" | "timers";
  /** Copies at least and at most when it is made; the floor and the ceiling unless timers move them. */
  readonly startReplicas: number;
  readonly startMaxReplicas: number;
}

/** Between a pod's end and the balancer's knowing: the controller's turn and the balancer's own. Assumed; a busy controller needs longer. */
const PROPAGATION_SECONDS = 15;
/** Between the end of draining and the kill. */
const MARGIN_SECONDS = 5;
/** A managed node group drains a node for 15 minutes, then ends it. @see EKS user guide, "Managed node group update behavior" */
const DRAIN_LIMIT_SECONDS = 900;
/** @see capacity assumption compute.targetUtilization */
const TARGET_UTILIZATION = 0.7;

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function workloadIntent(type: string, name: string, args: WorkloadArgs): WorkloadIntent {
  const { event, pool, criticality, replicas, pod, image, deployment } = args;
  const { maxReplicas = replicas, gpus = 0, port = 8080, targetUtilization = TARGET_UTILIZATION, shards = 1 } = args;
  const sizedBy = args.timed === undefined ? "deployment" : "timers";
  const { startReplicas = replicas, startMaxReplicas = maxReplicas } = args.timed ?? {};
  const { deregistrationDelaySeconds = 60, drainSeconds = 30, probePath = "/healthz", listenBacklog } = args;
  const preStopSeconds = deregistrationDelaySeconds + PROPAGATION_SECONDS;
  const graceSeconds = preStopSeconds + drainSeconds + MARGIN_SECONDS;
  new Requirements(type, name)
    .text("event", event, EVENT_RULE)
    .text("pool", pool, KEY_RULE)
    .oneOf("criticality", criticality, CRITICALITIES)
    // An autoscaler by CPU alone can't come back from nothing.
    .whole("replicas", replicas, { min: 1 })
    .whole("maxReplicas", maxReplicas, { min: replicas })
    .whole("shards", shards, { min: 1, max: replicas })
    .whole("timed.startReplicas", startReplicas, { min: 1, max: replicas })
    .whole("timed.startMaxReplicas", startMaxReplicas, { min: startReplicas, max: maxReplicas })
    .number("pod.vcpu", pod.vcpu, { min: 0.001 })
    .number("pod.memoryGib", pod.memoryGib, { min: 0.001 })
    .whole("gpus", gpus, { min: 0 })
    // Below 1024 a process needs a right that these pods don't have.
    .whole("port", port, { min: 1024, max: 65_535 })
    .number("targetUtilization", targetUtilization, { min: 0.05, max: 1 })
    .whole("deregistrationDelaySeconds", deregistrationDelaySeconds, { min: 0, max: 3600 })
    .whole("drainSeconds", drainSeconds, { min: 1 })
    .whole("listenBacklog", listenBacklog, { min: 128, max: 65_535 })
    .text("probePath", probePath, { pattern: /^\/[!-~]*$/, words: "a path such as /healthz" })
    .holds(
      (image === undefined) !== (deployment === undefined),
      "image",
      image === undefined ? "absent, and so is deployment" : "given, and so is deployment",
      "an image to run, or the name of a deployment that is there",
    )
    .holds(deployment === undefined || shards === 1, "shards", shards, "1 for a deployment that is there")
    .holds(graceSeconds <= DRAIN_LIMIT_SECONDS, "drainSeconds", drainSeconds, drainWords(preStopSeconds))
    .enforce();
  const shape = { vcpu: pod.vcpu, memoryGib: pod.memoryGib, gpus, port, shards };
  const scale = { replicas, maxReplicas, targetUtilization, preStopSeconds, graceSeconds };
  const start = { sizedBy, startReplicas, startMaxReplicas } as const;
  return { event, pool, criticality, ...scale, ...shape, ...start, ...overriddenInputs(args) };
}

function drainWords(preStopSeconds: number): string {
  const left = Math.max(0, DRAIN_LIMIT_SECONDS - preStopSeconds - MARGIN_SECONDS);
  return `at most ${left}, or a shorter deregistrationDelaySeconds: a node waits ${DRAIN_LIMIT_SECONDS} s for its pods`;
}

/** A count split over shards: whole numbers that differ by one at most, larger ones first. */
export function shareOf(count: number, shards: number, at: number): number {
  return Math.floor(count / shards) + (at < count % shards ? 1 : 0);
}
