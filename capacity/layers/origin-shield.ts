import type { originShieldAssumptions } from "../catalog/assumptions/origin-shield";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import type { Finding } from "../problems";
import { provision } from "../sizing";
import { figure } from "./figure";
import type { FlowName, LayerModel, LayerSizing, Requirements, SizingContext } from "./layer";
import { mediaObjects } from "./media-objects";

const ID = "originShield";
const TITLE = "Origin shield";

/** Old segments that are asked for besides the newest while caches are cold; none where viewers can't rewind. */
function withLate(event: Event) {
  const cold = mediaObjects<LocalName<typeof originShieldAssumptions> | FlowName>(event)
    // How many caches ask the origin for the same object: what the CDNs ask, over what there is.
    .let(
      "copies",
      "count",
      "originRequestsPerSecond ÷ objectsPerSecond",
      (s) => s.originRequestsPerSecond / s.objectsPerSecond,
    )
    .let(
      "coldRequestsPerSecond",
      "requests/s",
      "copies × streams × bufferSeconds ÷ objectSeconds ÷ coldSeconds",
      (s) => (s.copies * s.streams * s.bufferSeconds) / s.objectSeconds / s.coldSeconds,
    );
  if (event.stream.timeShiftSeconds === 0) return cold.let("lateRequestsPerSecond", "requests/s", "0", () => 0);
  return cold.let(
    "lateRequestsPerSecond",
    "requests/s",
    "min(peakConcurrentViewers × lateViewerRatio × tracks ÷ segmentSeconds, copies × streams × timeShiftSeconds ÷ segmentSeconds ÷ coldSeconds)",
    (s) =>
      Math.min(
        (s.peakConcurrentViewers * s.lateViewerRatio * s.tracks) / s.segmentSeconds,
        (s.copies * s.streams * s.timeShiftSeconds) / s.segmentSeconds / s.coldSeconds,
      ),
  );
}

function equations(event: Event) {
  return withLate(event)
    .let(
      "failoverRequestsPerSecond",
      "requests/s",
      "coldRequestsPerSecond + lateRequestsPerSecond",
      (s) => s.coldRequestsPerSecond + s.lateRequestsPerSecond,
    )
    .let(
      "failoverGbps",
      "Gbps",
      "coldRequestsPerSecond × objectSeconds × channelKbps ÷ (renditions + tracks − 1) ÷ 1000000 + lateRequestsPerSecond × segmentSeconds × deliveredMbps ÷ tracks ÷ 1000",
      (s) =>
        (s.coldRequestsPerSecond * s.objectSeconds * s.channelKbps) / (s.renditions + s.tracks - 1) / 1_000_000 +
        (s.lateRequestsPerSecond * s.segmentSeconds * s.deliveredMbps) / s.tracks / 1000,
    )
    .let(
      "requestsPerSecond",
      "requests/s",
      "originRequestsPerSecond + failoverRequestsPerSecond",
      (s) => s.originRequestsPerSecond + s.failoverRequestsPerSecond,
    )
    .let("upstreamGbps", "Gbps", "originGbps + failoverGbps", (s) => s.originGbps + s.failoverGbps);
}

/** What the CDNs' caches ask of the origin together, and the minute in which one of them arrives cold. */
export function originShieldModel(event: Event): LayerModel {
  return {
    layer: ID,
    title: TITLE,
    stage: "demand",
    equations: equations(event).list,
    requires: ["requestsPerSecond", "upstreamGbps"],
    emits: { originRequestsPerSecond: "failoverRequestsPerSecond", originGbps: "failoverGbps" },
    size: sizeOriginShield,
  };
}

function sizeOriginShield(requirements: Requirements, context: SizingContext): LayerSizing {
  const { cdns } = context.event.delivery;
  const shields = cdns.filter((cdn) => cdn.originShield).length;
  const requests = requirements.requestsPerSecond?.atRisk ?? 0;
  return {
    id: ID,
    layer: ID,
    title: TITLE,
    criticality: "core",
    // A shield is a cache of the CDN's own and has no published ceiling.
    resources: Object.values(requirements).map((one) =>
      provision(one.resource, one.unit, one.design, one.atRisk, null),
    ),
    unitName: "count",
    units: shields,
    bindingConstraint: "minimum",
    waterfall: null,
    candidates: [
      {
        name: `${shields} of ${cdns.length} CDNs with a shield`,
        units: shields,
        usdPerHour: null,
        chosen: true,
        rejected: null,
      },
      shields === cdns.length
        ? {
            name: "no shield",
            units: 0,
            usdPerHour: null,
            chosen: false,
            rejected: "every regional cache or location would ask the origin itself, for each distribution",
          }
        : {
            name: "a shield for every CDN",
            units: cdns.length,
            usdPerHour: null,
            chosen: false,
            rejected: "the event file says originShield: false; the price of a shield's requests is not in the catalog",
          },
    ],
    workload: null,
    settings: { shields },
    findings: cdns.flatMap((cdn, index): readonly Finding[] =>
      cdn.originShield
        ? []
        : [
            {
              id: "origin-shield-missing",
              severity: "warning",
              where: ID,
              found: `delivery.cdns[${index}].originShield false (${cdn.name}): the origin is asked ${figure(requests)} requests/s by all CDNs together in a cold minute`,
              expected: "one cache between a CDN and the origin",
              fix: `Set delivery.cdns[${index}].originShield to true unless ${cdn.name} has none`,
              source: "cache.originRequests; AWS CloudFront OriginShield: without it several caches ask the origin",
            },
          ],
    ),
  };
}
