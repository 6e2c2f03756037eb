import type { packageAssumptions } from "../catalog/assumptions/package";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import type { LayerModel, LayerSizing, Requirements, SizingContext } from "./layer";
import { isRelayed, mediaObjects } from "./media-objects";
import { nothingOfOurs } from "./outside";
import { sizePods } from "./pods";

const PACKAGE = "package";
const TITLE = "Packaging";

/** Streams out: every stream of the ladder, once for each encryption and pipeline. */
function outputs(event: Event) {
  return mediaObjects<LocalName<typeof packageAssumptions>>(event).let(
    "outputs",
    "streams",
    "streams × encryptions × pipelinesPerChannel",
    (s) => s.streams * s.encryptions * s.pipelinesPerChannel,
  );
}

function equations(event: Event) {
  const loaded = outputs(event)
    .let("vcpu", "vCPU", "outputs × vcpuPerStream", (s) => s.outputs * s.vcpuPerStream)
    .let(
      "networkGbps",
      "Gbps",
      "channels × channelKbps × pipelinesPerChannel × (1 + encryptions) ÷ 1000000",
      (s) => (s.channels * s.channelKbps * s.pipelinesPerChannel * (1 + s.encryptions)) / 1_000_000,
    );
  // Storage keeps what viewers may rewind to; a packager that is the origin keeps it itself.
  const kept =
    event.delivery.origin === "packager"
      ? loaded.let("keptSeconds", "s", "max(windowSeconds, timeShiftSeconds)", (s) =>
          Math.max(s.windowSeconds, s.timeShiftSeconds),
        )
      : loaded.let("keptSeconds", "s", "windowSeconds", (s) => s.windowSeconds);
  return kept.let(
    "memoryGib",
    "GiB",
    "channels × channelKbps × encryptions × pipelinesPerChannel × keptSeconds × 125 ÷ 1073741824",
    (s) => (s.channels * s.channelKbps * s.encryptions * s.pipelinesPerChannel * s.keptSeconds * 125) / 1_073_741_824,
  );
}

/** Encoded pictures become encrypted segments and playlists. */
export function packageModel(event: Event): LayerModel {
  const note = outsideNote(event);
  if (note !== null) {
    return {
      layer: PACKAGE,
      title: TITLE,
      stage: "demand",
      equations: outputs(event).list,
      requires: [],
      emits: {},
      size: () => nothingOfOurs({ layer: PACKAGE, title: TITLE }, note),
    };
  }
  return {
    layer: PACKAGE,
    title: TITLE,
    stage: "demand",
    equations: equations(event).list,
    requires: ["vcpu", "memoryGib", "networkGbps"],
    emits: {},
    size: sizePackage,
  };
}

/** Why nothing is packaged by us, or null when it is. */
function outsideNote(event: Event) {
  if (isRelayed(event)) {
    return {
      id: "package-relayed",
      found: `stream.protocol ${event.stream.protocol}: the relay sends encoded pictures as they are`,
      expected: "segments for hls, ll-hls and dash only",
      fix: "Nothing",
    };
  }
  if (event.delivery.transcodeOn === "external" && event.delivery.origin === "object-storage") {
    return {
      id: "package-external",
      found: "delivery.transcodeOn external: the provider writes segments to storage",
      expected: "its packager's own quotas for channels, endpoints and requests",
      fix: "Ask the provider, or set delivery.origin to packager to package here",
    };
  }
  return null;
}

function sizePackage(requirements: Requirements, context: SizingContext): LayerSizing {
  const sizing = sizePods(
    requirements,
    {
      id: PACKAGE,
      layer: PACKAGE,
      title: TITLE,
      pool: "media",
      criticality: "core",
      pod: {
        vcpu: context.value("vcpuPerPod"),
        memoryGib: context.value("memoryGibPerPod"),
        networkGbps: context.value("gbpsPerPod"),
        connections: null,
        internetFacing: false,
        gpus: 0,
      },
      baseMemoryGib: 0.25,
      minimumReplicas: Math.max(context.zones, Math.ceil(context.value("pipelinesPerChannel"))),
      shapePath: "stream.packager.vcpuPerPod",
    },
    context,
  );
  const isRewound = context.event.delivery.origin === "packager" && sizing.bindingConstraint === "memoryGib";
  return {
    ...sizing,
    findings: [
      ...sizing.findings,
      ...(isRewound
        ? [
            {
              id: "package-window-in-memory",
              severity: "note",
              where: PACKAGE,
              found: `${context.event.stream.timeShiftSeconds} s of every stream kept in memory set the count`,
              expected: "the live window in memory, older segments in storage",
              fix: "Set delivery.origin to object-storage, or shorten stream.timeShift",
            } as const,
          ]
        : []),
    ],
  };
}
