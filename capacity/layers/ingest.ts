import type { ingestAssumptions } from "../catalog/assumptions/ingest";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import { MIB_PER_GIB } from "../units";
import type { LayerModel } from "./layer";
import { nothingOfOurs } from "./outside";
import { sizePods } from "./pods";

const INGEST = "ingest";
const TITLE = "Ingest";

const sources = Equations.over<DemandName | LocalName<typeof ingestAssumptions>>().let(
  "sources",
  "streams",
  "channels × redundantPaths",
  (s) => s.channels * s.redundantPaths,
);

const equations = sources
  .let("networkGbps", "Gbps", "sources × contributionMbps ÷ 1000", (s) => (s.sources * s.contributionMbps) / 1000)
  .let(
    "vcpu",
    "vCPU",
    "sources × max(1, contributionMbps ÷ measuredMbps) ÷ publishersPerVcpu",
    (s) => (s.sources * Math.max(1, s.contributionMbps / s.measuredMbps)) / s.publishersPerVcpu,
  )
  .let(
    "memoryGib",
    "GiB",
    "sources × memoryMibPerStream ÷ 1024",
    (s) => (s.sources * s.memoryMibPerStream) / MIB_PER_GIB,
  );

/** Where cameras and studios send to: every source twice, over separate paths. */
export function ingestModel(event: Event): LayerModel {
  if (event.delivery.transcodeOn === "external") {
    return {
      layer: INGEST,
      title: TITLE,
      stage: "demand",
      equations: sources.list,
      requires: [],
      emits: {},
      size: () =>
        nothingOfOurs(
          { layer: INGEST, title: TITLE },
          {
            id: "ingest-external",
            found: "delivery.transcodeOn external: sources are sent to the provider that makes the ladder",
            expected: `${event.stream.channels} ${event.stream.channels === 1 ? "channel" : "channels"}, each over two paths, at that provider`,
            fix: "Ask the provider for its inputs and their quota, and send over two paths",
          },
        ),
    };
  }
  return {
    layer: INGEST,
    title: TITLE,
    stage: "demand",
    equations: equations.list,
    requires: ["networkGbps", "vcpu", "memoryGib"],
    emits: {},
    size: (requirements, context) =>
      sizePods(
        requirements,
        {
          id: INGEST,
          layer: INGEST,
          title: TITLE,
          pool: "media",
          criticality: "core",
          pod: {
            vcpu: context.value("vcpuPerPod"),
            memoryGib: context.value("memoryGibPerPod"),
            networkGbps: context.value("gbpsPerPod"),
            connections: null,
            internetFacing: true,
            gpus: 0,
          },
          baseMemoryGib: 0.5,
          minimumReplicas: Math.max(context.zones, Math.ceil(context.value("redundantPaths"))),
          shapePath: "stream.ingest.vcpuPerPod",
          findings:
            context.zones > 1
              ? []
              : [
                  {
                    id: "ingest-one-zone",
                    severity: "warning",
                    where: INGEST,
                    found: "1 zone: both paths of every source end in it",
                    expected: "2 zones or more",
                    fix: "Name a second zone in cluster.zones",
                  },
                ],
        },
        context,
      ),
  };
}
