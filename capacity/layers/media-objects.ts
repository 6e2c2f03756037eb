import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Event } from "../event/event";

/** Protocols whose viewers hold one long connection instead of fetching objects. */
export function isRelayed(event: Event): boolean {
  return event.stream.protocol === "http-flv" || event.stream.protocol === "webrtc";
}

/**
 * What a live stream is made of as objects that caches hold: how many there are at one moment, how long each is the newest, how often
 * a viewer asks, and what it weighs.
 *
 * Separate audio is one more stream for a channel, not one more for each rendition.
 */
export function mediaObjects<Names extends string>(event: Event) {
  const { protocol } = event.stream;
  const isParts = protocol === "ll-hls";
  const isDash = protocol === "dash";
  const base = Equations.over<DemandName | Names>()
    .let(
      "streams",
      "streams",
      "channels × (renditions + tracks − 1)",
      (s) => s.channels * (s.renditions + s.tracks - 1),
    )
    .let("playlists", "objects", isDash ? "channels" : "streams", isDash ? (s) => s.channels : (s) => s.streams)
    .let(
      "objectSeconds",
      "s",
      isParts ? "partSeconds" : "segmentSeconds",
      isParts ? (s) => s.partSeconds : (s) => s.segmentSeconds,
    )
    // A blocking reload of low-latency HLS asks for one version by number: each is an object of its own and lives for one part.
    .let(
      "playlistFreshSeconds",
      "s",
      isParts ? "partSeconds" : "playlistTtlSeconds",
      isParts ? (s) => s.partSeconds : (s) => s.playlistTtlSeconds,
    )
    .let("objectsPerSecond", "requests/s", "streams ÷ objectSeconds + playlists ÷ playlistFreshSeconds", (s) => {
      return s.streams / s.objectSeconds + s.playlists / s.playlistFreshSeconds;
    });
  const audio =
    event.stream.audio === "separate"
      ? base.let(
          "channelKbps",
          "kbps",
          "(ladderSumKbps + audioKbps) × overheadRatio",
          (s) => (s.ladderSumKbps + s.audioKbps) * s.overheadRatio,
        )
      : base.let(
          "channelKbps",
          "kbps",
          "(ladderSumKbps + renditions × audioKbps) × overheadRatio",
          (s) => (s.ladderSumKbps + s.renditions * s.audioKbps) * s.overheadRatio,
        );
  const media = audio.let("mediaPerViewer", "requests/s", "tracks ÷ objectSeconds", (s) => s.tracks / s.objectSeconds);
  switch (protocol) {
    case "ll-hls":
      return media.let("playlistsPerViewer", "requests/s", "tracks ÷ partSeconds", (s) => s.tracks / s.partSeconds);
    case "hls":
      return media.let(
        "playlistsPerViewer",
        "requests/s",
        "tracks × playlistReloadsPerSegment ÷ segmentSeconds",
        (s) => (s.tracks * s.playlistReloadsPerSegment) / s.segmentSeconds,
      );
    case "dash":
      return media.let(
        "playlistsPerViewer",
        "requests/s",
        "1 ÷ manifestUpdateSeconds",
        (s) => 1 / s.manifestUpdateSeconds,
      );
    case "http-flv":
    case "webrtc":
      return media.let("playlistsPerViewer", "requests/s", "0", () => 0);
  }
}
