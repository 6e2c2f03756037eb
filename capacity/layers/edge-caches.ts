import { missesPerSecond } from "../caching";
import type { Equations } from "../equation";
import type { Cdn } from "../event/event";
import type { EdgeDemandName } from "./edge";

/** Misses of the caches that viewers reach, at the peak and with a small audience that has them to itself. */
function withHitRatio(demand: Equations<EdgeDemandName>) {
  return demand
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

/** Requests that meet during a fetch and are not merged into it slip through a tier besides its misses. */
function withSlip(demand: Equations<EdgeDemandName>) {
  return withHitRatio(demand)
    .let(
      "mediaSlipRatio",
      "ratio",
      "(1 − collapsedRatio) × min(1, fetchSeconds ÷ objectSeconds)",
      (s) => (1 - s.collapsedRatio) * Math.min(1, s.fetchSeconds / s.objectSeconds),
    )
    .let(
      "playlistSlipRatio",
      "ratio",
      "(1 − collapsedRatio) × min(1, fetchSeconds ÷ playlistFreshSeconds)",
      (s) => (1 - s.collapsedRatio) * Math.min(1, s.fetchSeconds / s.playlistFreshSeconds),
    );
}

/** What passes CloudFront's regional caches; of other CDNs no such tier is known, and their locations ask on. */
function withRegionalTier(demand: Equations<EdgeDemandName>, cdn: Cdn) {
  const asked = withSlip(demand);
  if (cdn.provider !== "cloudfront") {
    return asked
      .let("regionalMediaMisses", "requests/s", "mediaMissesPerSecond", (s) => s.mediaMissesPerSecond)
      .let("regionalPlaylistMisses", "requests/s", "playlistMissesPerSecond", (s) => s.playlistMissesPerSecond);
  }
  return asked
    .let(
      "regionalMediaMisses",
      "requests/s",
      "mediaMissesPerSecond × streams × distributions × regionalCaches ÷ (streams × distributions × regionalCaches + mediaMissesPerSecond × objectSeconds)",
      (s) => missesPerSecond(s.mediaMissesPerSecond, s.streams * s.distributions * s.regionalCaches, s.objectSeconds),
    )
    .let(
      "regionalPlaylistMisses",
      "requests/s",
      "playlistMissesPerSecond × playlists × distributions × regionalCaches ÷ (playlists × distributions × regionalCaches + playlistMissesPerSecond × playlistFreshSeconds)",
      (s) =>
        missesPerSecond(
          s.playlistMissesPerSecond,
          s.playlists * s.distributions * s.regionalCaches,
          s.playlistFreshSeconds,
        ),
    );
}

/** What passes the shield, one cache for each distribution, or what passes the tier before where there is none. */
function withShield(demand: Equations<EdgeDemandName>, cdn: Cdn) {
  const regional = withRegionalTier(demand, cdn)
    .let(
      "regionalMediaPerSecond",
      "requests/s",
      "regionalMediaMisses + mediaSlipRatio × (mediaMissesPerSecond − regionalMediaMisses)",
      (s) => s.regionalMediaMisses + s.mediaSlipRatio * (s.mediaMissesPerSecond - s.regionalMediaMisses),
    )
    .let(
      "regionalPlaylistsPerSecond",
      "requests/s",
      "regionalPlaylistMisses + playlistSlipRatio × (playlistMissesPerSecond − regionalPlaylistMisses)",
      (s) => s.regionalPlaylistMisses + s.playlistSlipRatio * (s.playlistMissesPerSecond - s.regionalPlaylistMisses),
    );
  if (!cdn.originShield) {
    return regional
      .let("shieldMediaMisses", "requests/s", "regionalMediaPerSecond", (s) => s.regionalMediaPerSecond)
      .let("shieldPlaylistMisses", "requests/s", "regionalPlaylistsPerSecond", (s) => s.regionalPlaylistsPerSecond);
  }
  return regional
    .let(
      "shieldMediaMisses",
      "requests/s",
      "regionalMediaPerSecond × streams × distributions ÷ (streams × distributions + regionalMediaPerSecond × objectSeconds)",
      (s) => missesPerSecond(s.regionalMediaPerSecond, s.streams * s.distributions, s.objectSeconds),
    )
    .let(
      "shieldPlaylistMisses",
      "requests/s",
      "regionalPlaylistsPerSecond × playlists × distributions ÷ (playlists × distributions + regionalPlaylistsPerSecond × playlistFreshSeconds)",
      (s) => missesPerSecond(s.regionalPlaylistsPerSecond, s.playlists * s.distributions, s.playlistFreshSeconds),
    );
}

/** What the CDN's caches ask of each other, and the last of them of the origin. */
export function withCaches(demand: Equations<EdgeDemandName>, cdn: Cdn) {
  return (
    withShield(demand, cdn)
      .let(
        "upstreamMediaPerSecond",
        "requests/s",
        "shieldMediaMisses + mediaSlipRatio × (regionalMediaPerSecond − shieldMediaMisses)",
        (s) => s.shieldMediaMisses + s.mediaSlipRatio * (s.regionalMediaPerSecond - s.shieldMediaMisses),
      )
      .let(
        "upstreamPlaylistsPerSecond",
        "requests/s",
        "shieldPlaylistMisses + playlistSlipRatio × (regionalPlaylistsPerSecond − shieldPlaylistMisses)",
        (s) => s.shieldPlaylistMisses + s.playlistSlipRatio * (s.regionalPlaylistsPerSecond - s.shieldPlaylistMisses),
      )
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
