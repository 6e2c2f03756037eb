import { missesPerSecond, passedPerSecond } from "../caching";
import type { edgeAssumptions } from "../catalog/assumptions/edge";
import type { Equations } from "../equation";
import type { Cdn, Event } from "../event/event";
import type { LocalName } from "../parameter";
import { cdnQuotas, sizeEdge } from "./edge-sizing";
import type { LayerModel } from "./layer";
import { mediaObjects } from "./media-objects";

/** Numbers that a CDN's instance has besides the rows: its share of the viewers, and its share when another CDN fails. */
type CdnName = LocalName<typeof edgeAssumptions> | "shareRatio" | "failoverShareRatio";

type NameOf<List> = List extends Equations<infer Name> ? Name : never;

/** Demand on the CDN, with every CDN up and with another one down. */
function demandOn(event: Event) {
  return mediaObjects<CdnName>(event)
    .let("peakGbps", "Gbps", "edgeGbps × shareRatio", (s) => s.edgeGbps * s.shareRatio)
    .let(
      "peakRequestsPerSecond",
      "requests/s",
      "edgeRequestsPerSecond × shareRatio",
      (s) => s.edgeRequestsPerSecond * s.shareRatio,
    )
    .let("failoverGbps", "Gbps", "edgeGbps × failoverShareRatio", (s) => s.edgeGbps * s.failoverShareRatio)
    .let(
      "failoverRequestsPerSecond",
      "requests/s",
      "edgeRequestsPerSecond × failoverShareRatio",
      (s) => s.edgeRequestsPerSecond * s.failoverShareRatio,
    );
}

/** Parts of the CDN that each cache for themselves: CloudFront's distributions by quota, elsewhere the media hosts. */
function withDistributions(event: Event, cdn: Cdn): Equations<NameOf<ReturnType<typeof demandOn>> | "distributions"> {
  const demand = demandOn(event);
  const quotas = cdnQuotas(event, cdn);
  if (quotas === null) {
    const hosts = Math.max(1, event.hosts.media[cdn.name]?.length ?? 0);
    return demand.let("distributions", "distributions", `${hosts}`, () => hosts);
  }
  return demand
    .let("gbpsPerDistribution", "Gbps", `${quotas.gbps}`, () => quotas.gbps)
    .let("requestsPerDistribution", "requests/s", `${quotas.requestsPerSecond}`, () => quotas.requestsPerSecond)
    .let(
      "distributions",
      "distributions",
      "max(1, ceil(max(max(peakGbps ÷ quotaUtilization, failoverGbps ÷ failoverQuotaUtilization) ÷ gbpsPerDistribution, max(peakRequestsPerSecond ÷ quotaUtilization, failoverRequestsPerSecond ÷ failoverQuotaUtilization) ÷ requestsPerDistribution)))",
      (s) =>
        Math.max(
          1,
          Math.ceil(
            Math.max(
              Math.max(s.peakGbps / s.quotaUtilization, s.failoverGbps / s.failoverQuotaUtilization) /
                s.gbpsPerDistribution,
              Math.max(
                s.peakRequestsPerSecond / s.quotaUtilization,
                s.failoverRequestsPerSecond / s.failoverQuotaUtilization,
              ) / s.requestsPerDistribution,
            ),
          ),
        ),
    );
}

/** Misses of the caches that viewers reach, at the peak and with a small audience that has them to itself. */
function withHitRatio(event: Event, cdn: Cdn) {
  return withDistributions(event, cdn)
    .let(
      "mediaRequestsPerSecond",
      "requests/s",
      "peakConcurrentViewers × shareRatio × mediaPerViewer",
      (s) => s.peakConcurrentViewers * s.shareRatio * s.mediaPerViewer,
    )
    .let(
      "playlistRequestsPerSecond",
      "requests/s",
      "peakConcurrentViewers × shareRatio × playlistsPerViewer",
      (s) => s.peakConcurrentViewers * s.shareRatio * s.playlistsPerViewer,
    )
    .let("cachesPerHost", "count", "locations × cachesPerLocation", (s) => s.locations * s.cachesPerLocation)
    .let("locationCaches", "count", "distributions × cachesPerHost", (s) => s.distributions * s.cachesPerHost)
    .let(
      "mediaMissesPerSecond",
      "requests/s",
      "mediaRequestsPerSecond × streams × locationCaches ÷ (streams × locationCaches + mediaRequestsPerSecond × objectSeconds)",
      (s) => missesPerSecond(s.mediaRequestsPerSecond, s.streams * s.locationCaches, s.objectSeconds),
    )
    .let(
      "playlistMissesPerSecond",
      "requests/s",
      "playlistRequestsPerSecond × playlists × locationCaches ÷ (playlists × locationCaches + playlistRequestsPerSecond × playlistFreshSeconds)",
      (s) => missesPerSecond(s.playlistRequestsPerSecond, s.playlists * s.locationCaches, s.playlistFreshSeconds),
    )
    .let(
      "missesPerSecond",
      "requests/s",
      "mediaMissesPerSecond + playlistMissesPerSecond",
      (s) => s.mediaMissesPerSecond + s.playlistMissesPerSecond,
    )
    .let(
      "cacheHitRatio",
      "ratio",
      "1 − missesPerSecond ÷ max(0.001, mediaRequestsPerSecond + playlistRequestsPerSecond)",
      (s) => 1 - s.missesPerSecond / Math.max(0.001, s.mediaRequestsPerSecond + s.playlistRequestsPerSecond),
    )
    .let(
      "smallAudienceMediaMisses",
      "requests/s",
      "smallAudienceViewers × mediaPerViewer × streams × cachesPerHost ÷ (streams × cachesPerHost + smallAudienceViewers × mediaPerViewer × objectSeconds)",
      (s) => missesPerSecond(s.smallAudienceViewers * s.mediaPerViewer, s.streams * s.cachesPerHost, s.objectSeconds),
    )
    .let(
      "smallAudiencePlaylistMisses",
      "requests/s",
      "smallAudienceViewers × playlistsPerViewer × playlists × cachesPerHost ÷ (playlists × cachesPerHost + smallAudienceViewers × playlistsPerViewer × playlistFreshSeconds)",
      (s) =>
        missesPerSecond(
          s.smallAudienceViewers * s.playlistsPerViewer,
          s.playlists * s.cachesPerHost,
          s.playlistFreshSeconds,
        ),
    )
    .let(
      "smallAudienceHitRatio",
      "ratio",
      "1 − (smallAudienceMediaMisses + smallAudiencePlaylistMisses) ÷ (smallAudienceViewers × (mediaPerViewer + playlistsPerViewer))",
      (s) =>
        1 -
        (s.smallAudienceMediaMisses + s.smallAudiencePlaylistMisses) /
          (s.smallAudienceViewers * (s.mediaPerViewer + s.playlistsPerViewer)),
    );
}

/** What passes CloudFront's regional caches; other CDNs have no such tier that we know of. */
function withRegionalTier(event: Event, cdn: Cdn) {
  const misses = withHitRatio(event, cdn);
  if (cdn.provider !== "cloudfront") {
    return misses
      .let("regionalMediaPerSecond", "requests/s", "mediaMissesPerSecond", (s) => s.mediaMissesPerSecond)
      .let("regionalPlaylistsPerSecond", "requests/s", "playlistMissesPerSecond", (s) => s.playlistMissesPerSecond);
  }
  return misses
    .let(
      "regionalMediaPerSecond",
      "requests/s",
      "collapsedRatio × (mediaMissesPerSecond × streams × distributions × regionalCaches ÷ (streams × distributions × regionalCaches + mediaMissesPerSecond × objectSeconds)) + (1 − collapsedRatio) × mediaMissesPerSecond",
      (s) =>
        passedPerSecond(
          s.mediaMissesPerSecond,
          s.streams * s.distributions * s.regionalCaches,
          s.objectSeconds,
          s.collapsedRatio,
        ),
    )
    .let(
      "regionalPlaylistsPerSecond",
      "requests/s",
      "collapsedRatio × (playlistMissesPerSecond × playlists × distributions × regionalCaches ÷ (playlists × distributions × regionalCaches + playlistMissesPerSecond × playlistFreshSeconds)) + (1 − collapsedRatio) × playlistMissesPerSecond",
      (s) =>
        passedPerSecond(
          s.playlistMissesPerSecond,
          s.playlists * s.distributions * s.regionalCaches,
          s.playlistFreshSeconds,
          s.collapsedRatio,
        ),
    );
}

/** What passes the shield: one cache for each distribution. */
function withShield(event: Event, cdn: Cdn) {
  const regional = withRegionalTier(event, cdn);
  if (!cdn.originShield) {
    return regional
      .let("upstreamMediaPerSecond", "requests/s", "regionalMediaPerSecond", (s) => s.regionalMediaPerSecond)
      .let("upstreamPlaylistsPerSecond", "requests/s", "regionalPlaylistsPerSecond", (s) => {
        return s.regionalPlaylistsPerSecond;
      });
  }
  return regional
    .let(
      "upstreamMediaPerSecond",
      "requests/s",
      "collapsedRatio × (regionalMediaPerSecond × streams × distributions ÷ (streams × distributions + regionalMediaPerSecond × objectSeconds)) + (1 − collapsedRatio) × regionalMediaPerSecond",
      (s) => passedPerSecond(s.regionalMediaPerSecond, s.streams * s.distributions, s.objectSeconds, s.collapsedRatio),
    )
    .let(
      "upstreamPlaylistsPerSecond",
      "requests/s",
      "collapsedRatio × (regionalPlaylistsPerSecond × playlists × distributions ÷ (playlists × distributions + regionalPlaylistsPerSecond × playlistFreshSeconds)) + (1 − collapsedRatio) × regionalPlaylistsPerSecond",
      (s) =>
        passedPerSecond(
          s.regionalPlaylistsPerSecond,
          s.playlists * s.distributions,
          s.playlistFreshSeconds,
          s.collapsedRatio,
        ),
    );
}

function edgeEquations(event: Event, cdn: Cdn) {
  return (
    withShield(event, cdn)
      .let(
        "upstreamRequestsPerSecond",
        "requests/s",
        "upstreamMediaPerSecond + upstreamPlaylistsPerSecond",
        (s) => s.upstreamMediaPerSecond + s.upstreamPlaylistsPerSecond,
      )
      // A media object weighs its seconds × the mean of the streams; 8,192 bits a KiB.
      .let(
        "upstreamGbps",
        "Gbps",
        "upstreamMediaPerSecond × objectSeconds × channelKbps ÷ (renditions + tracks − 1) ÷ 1000000 + upstreamPlaylistsPerSecond × playlistKib × 8192 ÷ 1000000000",
        (s) =>
          (s.upstreamMediaPerSecond * s.objectSeconds * s.channelKbps) / (s.renditions + s.tracks - 1) / 1_000_000 +
          (s.upstreamPlaylistsPerSecond * s.playlistKib * 8192) / 1_000_000_000,
      )
  );
}

/**
 * One CDN: what its share of the viewers asks of it, also when another CDN fails, and what it asks of the origin.
 *
 * For protocols that are fetched as objects (HLS, low-latency HLS, DASH); the others go through the relay.
 */
export function edgeModel(event: Event, cdn: Cdn): LayerModel {
  return {
    layer: "edge",
    title: `CDN ${cdn.name}`,
    stage: "demand",
    equations: edgeEquations(event, cdn).list,
    requires: ["peakGbps", "peakRequestsPerSecond", "failoverGbps", "failoverRequestsPerSecond", "missesPerSecond"],
    emits: { originRequestsPerSecond: "upstreamRequestsPerSecond", originGbps: "upstreamGbps" },
    size: (requirements, context) => sizeEdge(cdn, requirements, context),
  };
}
