import { coefficient } from "../catalog/coefficients";
import { required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { figure } from "./figure";
import type { Candidate, LayerSizing, PodShape, Requirement, Requirements, SizingContext } from "./layer";
import { CARD_CHANNEL_STREAMS } from "./picture-units";

const TRANSCODE = "transcode";
const PRESET_PREFIX = "transcode.x264.1080p30.streamsPerVcpu.";
/** Presets of the catalog, fastest first. */
const PRESETS = ["ultrafast", "veryfast", "faster", "fast", "medium"] as const;
/** Independent pipelines, and pods for each: a ladder that is too heavy for one pod is divided by rungs. */
function podsFor(pipelines: number, vcpuPerPipeline: number, largestPodVcpu: number) {
  const podsPerPipeline = Math.max(1, ceilCount(vcpuPerPipeline / largestPodVcpu));
  return { pods: pipelines * podsPerPipeline, podVcpu: Math.max(1, ceilCount(vcpuPerPipeline / podsPerPipeline)) };
}

function need(requirements: Requirements, name: string): Requirement {
  return required(requirements[name], `requirement ${name} of transcoding`);
}

function pipelinesOf(context: SizingContext): number {
  return Math.max(1, Math.ceil(context.event.stream.channels * context.value("pipelinesPerChannel")));
}

/** Whole zones, so that each has the same: what is left over is a warm spare. */
function inZones(pods: number, zones: number): number {
  return Math.max(1, ceilCount(pods / zones)) * zones;
}

/** Encoders on processors: one pod a pipeline, large enough for the ladder at the target, never shared. */
export function sizeEncoders(requirements: Requirements, context: SizingContext): LayerSizing {
  const vcpu = need(requirements, "vcpu");
  const memory = need(requirements, "memoryGib");
  const pipelines = pipelinesOf(context);
  const largest = context.value("largestPodVcpu");
  const perPipeline = vcpu.atRisk / pipelines / context.targetUtilization / context.relativeSpeed;
  const { pods, podVcpu } = podsFor(pipelines, perPipeline, largest);
  const units = inZones(pods, context.zones);
  const podMemoryGib = Math.max(1, Math.ceil(memory.atRisk / pods / 0.8));
  const perPod = podVcpu * context.relativeSpeed;
  return answer(context, {
    pod: shape({ vcpu: podVcpu, memoryGib: podMemoryGib, gpus: 0 }),
    units,
    bindingConstraint: pods > pipelines ? "vcpu" : "pipelines",
    waterfall: {
      demand: vcpu.design / perPod,
      risk: vcpu.atRisk / perPod,
      utilization: vcpu.atRisk / perPod / context.targetUtilization,
      zoneLoss: pods,
      count: units,
    },
    resources: [
      provision("pipelines", "streams", pipelines, pipelines, units / (pods / pipelines)),
      provision("vcpu", "vCPU", vcpu.design, vcpu.atRisk, units * perPod),
      provision("memoryGib", "GiB", memory.design, memory.atRisk, units * podMemoryGib),
    ],
    candidates: [
      ...presetCandidates(context, { pipelines, perPipeline, largest }),
      cardCandidate(vcpu.atRisk, pipelines, context),
    ],
    settings: { pipelines, podsPerPipeline: pods / pipelines },
  });
}

/** Encoders on cards: pipelines of a channel stand on different cards. */
export function sizeCards(requirements: Requirements, context: SizingContext): LayerSizing {
  const cards = need(requirements, "cards");
  const memory = need(requirements, "memoryGib");
  const pipelines = pipelinesOf(context);
  const wanted = cards.atRisk / context.targetUtilization;
  const apart = Math.ceil(context.value("pipelinesPerChannel"));
  const units = inZones(Math.max(ceilCount(wanted), apart), context.zones);
  const podMemoryGib = Math.max(4, Math.ceil(memory.atRisk / Math.max(1, ceilCount(wanted)) / 0.8));
  return answer(context, {
    pod: shape({ vcpu: context.value("vcpuPerGpu"), memoryGib: podMemoryGib, gpus: 1 }),
    units,
    bindingConstraint: wanted > apart ? "cards" : "pipelines",
    waterfall: { demand: cards.design, risk: cards.atRisk, utilization: wanted, zoneLoss: wanted, count: units },
    resources: [
      provision("pipelines", "streams", pipelines, pipelines, null),
      provision("cards", "count", cards.design, cards.atRisk, units),
      provision("memoryGib", "GiB", memory.design, memory.atRisk, units * podMemoryGib),
    ],
    candidates: [
      { name: `${units} pods of one GPU`, units, usdPerHour: null, chosen: true, rejected: null },
      processorCandidate(cards.atRisk, pipelines, context),
    ],
    settings: { pipelines, cards: units },
  });
}

function shape(size: Pick<PodShape, "vcpu" | "memoryGib" | "gpus">): PodShape {
  return { ...size, networkGbps: 0, connections: null, internetFacing: false };
}

function answer(
  context: SizingContext,
  sizing: Pick<LayerSizing, "units" | "bindingConstraint" | "waterfall" | "resources" | "candidates" | "settings"> & {
    readonly pod: PodShape;
  },
): LayerSizing {
  const { pod, ...rest } = sizing;
  return {
    id: TRANSCODE,
    layer: TRANSCODE,
    title: "Transcoding",
    criticality: "core",
    unitName: "pods",
    ...rest,
    workload: {
      id: TRANSCODE,
      pool: "transcode",
      criticality: "core",
      pod,
      replicas: sizing.units,
      image: null,
      deployment: null,
    },
    findings:
      context.zones > 1
        ? []
        : [
            {
              id: "transcode-one-zone",
              severity: "warning",
              where: TRANSCODE,
              found: "1 zone: all pipelines of a channel stand in it",
              expected: "2 zones or more",
              fix: "Name a second zone in cluster.zones",
            },
          ],
  };
}

/** The ladder at other presets of the encoder. */
function presetCandidates(
  context: SizingContext,
  load: { readonly pipelines: number; readonly perPipeline: number; readonly largest: number },
): readonly Candidate[] {
  const stated = context.value("streamsPerVcpu");
  const candidate = (name: string, streamsPerVcpu: number): Candidate => {
    const { pods, podVcpu } = podsFor(load.pipelines, (load.perPipeline * stated) / streamsPerVcpu, load.largest);
    const units = inZones(pods, context.zones);
    const isChosen = streamsPerVcpu === stated;
    const better = `${figure(units * podVcpu)} vCPU in all`;
    return {
      name: `x264 ${name}, pods of ${figure(podVcpu)} vCPU`,
      units,
      usdPerHour: null,
      chosen: isChosen,
      rejected: isChosen
        ? null
        : streamsPerVcpu > stated
          ? `${better}, but the same picture takes more bits, which every viewer pays for; state stream.encoder.streamsPerVcpu: ${streamsPerVcpu} to take it`
          : `${better}, for a better picture at the same bits; state stream.encoder.streamsPerVcpu: ${streamsPerVcpu} to take it`,
    };
  };
  const known = PRESETS.map((preset) => {
    const row = coefficient(`${PRESET_PREFIX}${preset}`);
    return candidate(preset, required(row.expected, row.key));
  });
  return known.some((one) => one.chosen) ? known : [candidate("as stated", stated), ...known];
}

/** The same pictures on cards, from what processors need. */
function cardCandidate(vcpu: number, pipelines: number, context: SizingContext): Candidate {
  const streams = (vcpu * context.value("streamsPerVcpu")) / context.value("overheadRatio");
  const cards = streams / (context.value("channelsPerGpu") * CARD_CHANNEL_STREAMS) / context.targetUtilization;
  const apart = Math.min(pipelines, Math.ceil(context.value("pipelinesPerChannel")));
  const units = inZones(Math.max(ceilCount(cards), apart), context.zones);
  return {
    name: `${figure(units)} pods of one GPU`,
    units,
    usdPerHour: null,
    chosen: false,
    rejected:
      "a new account has no vCPU of GPU machines, and hardware encoders give a little less picture for the bits; state delivery.transcodeOn: gpu to take it",
  };
}

/** The same pictures on processors, from what cards need. */
function processorCandidate(cards: number, pipelines: number, context: SizingContext): Candidate {
  const streams = cards * context.value("channelsPerGpu") * CARD_CHANNEL_STREAMS;
  const vcpu = (streams * context.value("overheadRatio")) / context.value("streamsPerVcpu");
  const perPipeline = vcpu / pipelines / context.targetUtilization / context.relativeSpeed;
  const { pods, podVcpu } = podsFor(pipelines, perPipeline, context.value("largestPodVcpu"));
  return {
    name: `x264 on processors, pods of ${figure(podVcpu)} vCPU`,
    units: inZones(pods, context.zones),
    usdPerHour: null,
    chosen: false,
    rejected: "the event file says delivery.transcodeOn: gpu; state cpu to take it",
  };
}
