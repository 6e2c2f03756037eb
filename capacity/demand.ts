import type { audienceAssumptions } from "./catalog/assumptions/audience";
import type { streamAssumptions } from "./catalog/assumptions/stream";
import { Equations } from "./equation";
import type { Event, Protocol } from "./event/event";
import type { LocalName } from "./parameter";

/** Numbers that the event itself states; parsing turns each into a parameter. */
type GivenName =
  | "peakConcurrentViewers"
  | "durationSeconds"
  | "ladderMeanKbps"
  | "ladderSumKbps"
  | "renditions"
  | "tracks"
  | "channels"
  | "segmentSeconds"
  | "partSeconds"
  | "timeShiftSeconds";

type InputName = GivenName | LocalName<typeof audienceAssumptions> | LocalName<typeof streamAssumptions>;

const audience = Equations.over<InputName>()
  .let("meanWatchSeconds", "s", "durationSeconds × meanWatchRatio", (s) => s.durationSeconds * s.meanWatchRatio)
  // The steep part of the ramp carries all growth at rampSteepness times the mean slope and ends at the peak, where churn is largest too.
  .let(
    "joinsPerSecond",
    "joins/s",
    "peakConcurrentViewers ÷ rampSeconds × rampSteepness + peakConcurrentViewers ÷ meanWatchSeconds",
    (s) => (s.peakConcurrentViewers / s.rampSeconds) * s.rampSteepness + s.peakConcurrentViewers / s.meanWatchSeconds,
  )
  .let(
    "rejoinsPerSecond",
    "rejoins/s",
    "peakConcurrentViewers × rejoinShareRatio ÷ rejoinSeconds",
    (s) => (s.peakConcurrentViewers * s.rejoinShareRatio) / s.rejoinSeconds,
  )
  .let("arrivalsPerSecond", "joins/s", "max(joinsPerSecond, rejoinsPerSecond)", (s) =>
    Math.max(s.joinsPerSecond, s.rejoinsPerSecond),
  )
  .let(
    "exitsPerSecond",
    "exits/s",
    "peakConcurrentViewers × exitShareRatio ÷ exitSeconds",
    (s) => (s.peakConcurrentViewers * s.exitShareRatio) / s.exitSeconds,
  )
  .let(
    "deliveredMbps",
    "Mbps",
    "(ladderMeanKbps × bitrateRatio + audioKbps) × overheadRatio ÷ 1000",
    (s) => ((s.ladderMeanKbps * s.bitrateRatio + s.audioKbps) * s.overheadRatio) / 1000,
  )
  .let(
    "egressGbps",
    "Gbps",
    "peakConcurrentViewers × deliveredMbps ÷ 1000",
    (s) => (s.peakConcurrentViewers * s.deliveredMbps) / 1000,
  );

const longPoll = (protocol: Protocol) => {
  switch (protocol) {
    case "ll-hls":
      return audience
        .let("bufferSeconds", "s", "bufferSegments × partSeconds", (s) => s.bufferSegments * s.partSeconds)
        .let(
          "requestsPerViewerPerSecond",
          "requests/s",
          "tracks × 2 ÷ partSeconds",
          (s) => (s.tracks * 2) / s.partSeconds,
        );
    case "hls":
      return audience
        .let("bufferSeconds", "s", "bufferSegments × segmentSeconds", (s) => s.bufferSegments * s.segmentSeconds)
        .let(
          "requestsPerViewerPerSecond",
          "requests/s",
          "tracks × (1 + playlistReloadsPerSegment) ÷ segmentSeconds",
          (s) => (s.tracks * (1 + s.playlistReloadsPerSegment)) / s.segmentSeconds,
        );
    case "dash":
      return audience
        .let("bufferSeconds", "s", "bufferSegments × segmentSeconds", (s) => s.bufferSegments * s.segmentSeconds)
        .let(
          "requestsPerViewerPerSecond",
          "requests/s",
          "tracks ÷ segmentSeconds + 1 ÷ manifestUpdateSeconds",
          (s) => s.tracks / s.segmentSeconds + 1 / s.manifestUpdateSeconds,
        );
    case "http-flv":
    case "webrtc":
      return audience
        .let("bufferSeconds", "s", "1", () => 1)
        .let("requestsPerViewerPerSecond", "requests/s", "0", () => 0);
  }
};

/** What the audience asks of the chain as a whole, before it is divided over layers: every layer may use these names. */
export function demandEquations(event: Event) {
  return longPoll(event.stream.protocol)
    .let(
      "startupGbps",
      "Gbps",
      "arrivalsPerSecond × bufferSeconds × deliveredMbps ÷ 1000",
      (s) => (s.arrivalsPerSecond * s.bufferSeconds * s.deliveredMbps) / 1000,
    )
    .let("edgeGbps", "Gbps", "egressGbps + startupGbps", (s) => s.egressGbps + s.startupGbps)
    .let(
      "edgeRequestsPerSecond",
      "requests/s",
      "peakConcurrentViewers × requestsPerViewerPerSecond + arrivalsPerSecond × startupRequestsPerJoin",
      (s) => s.peakConcurrentViewers * s.requestsPerViewerPerSecond + s.arrivalsPerSecond * s.startupRequestsPerJoin,
    );
}

/** The names every layer may read. */
export type DemandName = ReturnType<typeof demandEquations> extends Equations<infer Name> ? Name : never;
