import type { originAssumptions } from "../catalog/assumptions/origin";
import { limit, limitValue } from "../catalog/limits";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import type { Finding } from "../problems";
import { sizeByCapacity } from "../sizing";
import { GB_PER_HOUR_PER_GBPS } from "../units";
import { figure } from "./figure";
import type { FlowName, LayerModel, LayerSizing, Requirements, SizingContext } from "./layer";
import { mediaObjects } from "./media-objects";
import { sizePods } from "./pods";

const ORIGIN = "origin";
const READS_LIMIT = "aws/s3/get-head-per-partitioned-prefix";
const WRITES_LIMIT = "aws/s3/put-copy-post-delete-per-partitioned-prefix";

const base = (event: Event) =>
  mediaObjects<LocalName<typeof originAssumptions> | FlowName>(event).let(
    "networkGbps",
    "Gbps",
    "originGbps",
    (s) => s.originGbps,
  );

/** Object storage: rates by key prefix; each new object comes with a new version of its playlist. */
const storageEquations = (event: Event) =>
  base(event)
    .let("readsPerSecond", "requests/s", "originRequestsPerSecond", (s) => s.originRequestsPerSecond)
    .let(
      "writesPerSecond",
      "requests/s",
      "(streams + playlists) ÷ objectSeconds × writersPerObject",
      (s) => ((s.streams + s.playlists) / s.objectSeconds) * s.writersPerObject,
    )
    .let(
      "writtenGbps",
      "Gbps",
      "channels × channelKbps × writersPerObject ÷ 1000000",
      (s) => (s.channels * s.channelKbps * s.writersPerObject) / 1_000_000,
    )
    .let("storedGbPerHour", "GB/h", "writtenGbps × 450", (s) => s.writtenGbps * GB_PER_HOUR_PER_GBPS);

const packagerEquations = (event: Event) =>
  base(event)
    .let("requestsPerSecond", "requests/s", "originRequestsPerSecond", (s) => s.originRequestsPerSecond)
    .let(
      "vcpu",
      "vCPU",
      "networkGbps ÷ gbpsPerVcpu + requestsPerSecond × vcpuMsPerRequest ÷ 1000",
      (s) => s.networkGbps / s.gbpsPerVcpu + (s.requestsPerSecond * s.vcpuMsPerRequest) / 1000,
    );

/** Where CDNs fetch from: object storage, sized in key prefixes, or the packager's own web servers, sized in pods. */
export function originModel(event: Event): LayerModel {
  switch (event.delivery.origin) {
    case "object-storage":
      return {
        layer: ORIGIN,
        title: "Origin (object storage)",
        stage: "demand",
        equations: storageEquations(event).list,
        requires: ["readsPerSecond", "writesPerSecond", "networkGbps"],
        emits: { storageGbPerHour: "storedGbPerHour" },
        size: sizeStorage,
      };
    case "packager":
      return {
        layer: ORIGIN,
        title: "Origin (packager)",
        stage: "demand",
        equations: packagerEquations(event).list,
        requires: ["vcpu", "networkGbps"],
        emits: {},
        size: sizePackagerOrigin,
      };
  }
}

function sizeStorage(requirements: Requirements, context: SizingContext): LayerSizing {
  const utilization = context.value("prefixUtilization");
  const sized = sizeByCapacity(
    requirements,
    { readsPerSecond: limitValue(READS_LIMIT), writesPerSecond: limitValue(WRITES_LIMIT) },
    context,
    {
      zonal: "global",
      minimumUnits: 1,
      targets: { readsPerSecond: utilization, writesPerSecond: utilization },
    },
  );
  return {
    id: ORIGIN,
    layer: ORIGIN,
    title: "Origin (object storage)",
    criticality: "core",
    resources: sized.resources,
    unitName: "shards",
    units: sized.units,
    bindingConstraint: sized.bindingConstraint,
    waterfall: sized.waterfall,
    candidates: [
      {
        name: `object storage with ${sized.units} key ${sized.units === 1 ? "prefix" : "prefixes"}`,
        units: sized.units,
        usdPerHour: null,
        chosen: true,
        rejected: null,
      },
      {
        name: "packager as origin",
        units: context.zones,
        usdPerHour: null,
        chosen: false,
        rejected: "pods of ours would serve what storage serves without; state delivery.origin: packager to take it",
      },
    ],
    workload: null,
    settings: { prefixes: sized.units },
    findings: [...storageFindings(requirements, context, sized.units)],
  };
}

function storageFindings(requirements: Requirements, context: SizingContext, prefixes: number): readonly Finding[] {
  const findings: Finding[] = [];
  if (context.event.stream.protocol === "ll-hls") {
    findings.push({
      id: "origin-storage-low-latency",
      severity: "blocker",
      where: "delivery.origin",
      found: "object-storage with stream.protocol ll-hls",
      expected: "an origin that holds a playlist request until the next part exists",
      fix: "Set delivery.origin to packager, or stream.protocol to hls",
      source: "Low-Latency HLS blocking playlist reload (Apple WWDC20 10231)",
    });
  }
  if (prefixes > 1) {
    const reads = requirements.readsPerSecond?.atRisk ?? 0;
    findings.push({
      id: "origin-prefixes",
      severity: "warning",
      where: ORIGIN,
      found: `${figure(reads)} reads/s, and ${figure(requirements.writesPerSecond?.atRisk ?? 0)} writes/s`,
      expected: `${figure(limitValue(READS_LIMIT))} reads/s and ${figure(limitValue(WRITES_LIMIT))} writes/s a prefix: ${prefixes} prefixes`,
      fix: `Write renditions under ${prefixes} key prefixes and send them this load in rehearsal: storage answers 503 while it divides a prefix`,
      source: limit(READS_LIMIT).source,
    });
  }
  return findings;
}

function sizePackagerOrigin(requirements: Requirements, context: SizingContext): LayerSizing {
  const sizing = sizePods(
    requirements,
    {
      id: ORIGIN,
      layer: ORIGIN,
      title: "Origin (packager)",
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
      minimumReplicas: context.zones,
      shapePath: "delivery.originServer.vcpuPerPod",
    },
    context,
  );
  return {
    ...sizing,
    candidates: [
      ...sizing.candidates,
      {
        name: "object storage as origin",
        units: 0,
        usdPerHour: null,
        chosen: false,
        rejected:
          context.event.stream.protocol === "ll-hls"
            ? "storage can't hold a playlist request until the next part exists"
            : "the event file says delivery.origin: packager",
      },
    ],
  };
}
