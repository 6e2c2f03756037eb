import type { uploadAssumptions } from "../catalog/assumptions/upload";
import { limit, limitValue } from "../catalog/limits";
import type { DemandName } from "../demand";
import { Equations, namesIn } from "../equation";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { featureOf } from "../workload";
import { figure } from "./figure";
import type { LayerModel, Requirement, SizingContext } from "./layer";
import { podOf, sizePods } from "./pods";

const UPLOAD = "upload";
const TITLE = "Short-video upload";
const BALANCER_START = "aws/elasticloadbalancing/nlb-initial-bandwidth";

const equations = Equations.over<DemandName | LocalName<typeof uploadAssumptions>>()
  .let("uploadsPerSecond", "uploads/s", "uploadsPerMinute ÷ 60", (s) => s.uploadsPerMinute / 60)
  .let("callsPerSecond", "calls/s", "uploadsPerSecond × callsPerUpload", (s) => s.uploadsPerSecond * s.callsPerUpload)
  .let(
    "ingressGbps",
    "Gbps",
    "uploadsPerSecond × megabytesPerUpload × 8 ÷ 1000",
    (s) => (s.uploadsPerSecond * s.megabytesPerUpload * 8) / 1000,
  )
  .let("throughAppGbps", "Gbps", "ingressGbps × throughAppRatio", (s) => s.ingressGbps * s.throughAppRatio)
  .let(
    "storedGbPerHour",
    "GB/h",
    "uploadsPerSecond × megabytesPerUpload × (1 + renditionsSizeRatio) × 3600 ÷ 1000",
    (s) => (s.uploadsPerSecond * s.megabytesPerUpload * (1 + s.renditionsSizeRatio) * 3600) / 1000,
  )
  // Nobody waits at a screen: a surge must be done by the time it has lasted plus the time that the queue may take to drain.
  .let(
    "transcodesPerSecond",
    "uploads/s",
    "uploadsPerSecond × surgeSeconds ÷ (surgeSeconds + drainSeconds)",
    (s) => (s.uploadsPerSecond * s.surgeSeconds) / (s.surgeSeconds + s.drainSeconds),
  )
  .let(
    "vcpu",
    "vCPU",
    "transcodesPerSecond × clipSeconds × vcpuPerClipSecond",
    (s) => s.transcodesPerSecond * s.clipSeconds * s.vcpuPerClipSecond,
  )
  .let(
    "queuedUploads",
    "count",
    "(uploadsPerSecond − transcodesPerSecond) × surgeSeconds",
    (s) => (s.uploadsPerSecond - s.transcodesPerSecond) * s.surgeSeconds,
  )
  .let(
    "databaseWrites",
    "operations/s",
    "uploadsPerSecond × databaseWritesPerUpload",
    (s) => s.uploadsPerSecond * s.databaseWritesPerUpload,
  );

/** Short videos that viewers upload: bytes in, bytes kept, and a queue of transcodes that is the first to be shed. */
export const upload: LayerModel = {
  layer: "upload",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  // Not vcpu: a world with more work than planned has a longer queue, and nobody is short of what they came for.
  requires: ["ingressGbps", "queuedUploads"],
  emits: {
    appRequestsPerSecond: "callsPerSecond",
    appIngressGbps: "throughAppGbps",
    databaseWritesPerSecond: "databaseWrites",
    storageGbPerHour: "storedGbPerHour",
  },
  size(requirements, context) {
    const criticality = featureOf(context.event, UPLOAD)?.criticality ?? "value-added";
    const ingress = required(requirements.ingressGbps, "upload.ingressGbps");
    const queued = required(requirements.queuedUploads, "upload.queuedUploads");
    const vcpu = surgeVcpu(context);
    const sized = sizePods(
      { vcpu, ...requirements },
      {
        id: UPLOAD,
        layer: "upload",
        title: TITLE,
        // Its own machines, whatever its criticality: they are what is given up first.
        pool: "upload",
        criticality,
        pod: podOf(context),
        minimumReplicas: 1,
        targets: { vcpu: context.value("transcodeUtilization") },
        shapePath: "features.shortVideo.vcpuPerPod",
        findings: throughApp(ingress, context),
      },
      context,
    );
    const provisioned = sized.units * context.value("vcpuPerPod") * context.relativeSpeed;
    return {
      ...sized,
      settings: {
        queuedUploads: Math.ceil(queued.atRisk),
        drainSeconds: drainSeconds(vcpu, provisioned, context),
        surgeUploadsPerMinute: Math.ceil(context.parameter("uploadsPerMinute").interval.high),
      },
    };
  },
};

/** Transcoding for the highest rate of uploads that is believed possible, each of them of the expected kind. */
function surgeVcpu(context: SizingContext): Requirement {
  const at = (uploadsPerMinute: number): number => {
    const scope: Record<string, number> = { uploadsPerMinute };
    const computed = new Set(equations.list.map((equation) => equation.key));
    for (const equation of equations.list) {
      for (const name of namesIn(equation.text)) if (!computed.has(name)) scope[name] ??= context.value(name);
      scope[equation.key] = equation.value(scope);
    }
    return required(scope.vcpu, "upload.vcpu");
  };
  const { expected, high } = context.parameter("uploadsPerMinute").interval;
  return { resource: "vcpu", unit: "vCPU", design: at(expected), atRisk: at(high) };
}

/** How long the queue takes to drain after the surge with what is provisioned: never longer than the objective. */
function drainSeconds(vcpu: Requirement, provisioned: number, context: SizingContext): number {
  if (provisioned === 0) return 0;
  const surge = context.value("surgeSeconds");
  const work = vcpu.atRisk * (surge + context.value("drainSeconds"));
  return Math.max(0, Math.ceil(work / provisioned - surge));
}

/** Uploads that pass the balancers crowd out what viewers came for. */
function throughApp(ingress: Requirement, context: SizingContext): readonly Finding[] {
  const gbps = ingress.atRisk * context.value("throughAppRatio");
  const start = limitValue(BALANCER_START);
  if (gbps <= start) return [];
  return [
    {
      id: "upload-through-app",
      severity: "warning",
      where: UPLOAD,
      found: `${figure(gbps)} Gbit/s of uploads pass the balancers and app pods`,
      expected: `at most ${start} Gbit/s, what a balancer starts with`,
      fix: "Let the app upload straight to the bucket with signed URLs and set features.shortVideo.throughAppRatio to 0, or cap features.shortVideo.uploadsPerMinute at the door.",
      source: limit(BALANCER_START).source,
    },
  ];
}
