import { coefficient } from "../../../capacity/catalog/coefficients";
import { limitValue } from "../../../capacity/catalog/limits";
import { required } from "../../../capacity/problems";
import { type CaseAnswers, notExpressible, predicted } from "../answer";
import { given } from "../cases";
import { answersOf, type Document, eventOf, seconds, streamOf, timelineOf } from "../model";

const AUDIENCE = "how an audience behaves from match to match is measured, not computed: it enters as";
const PRESET = "delivery.bitratePreset.mobile-india was derived from this company's two published events";
const OTHER_CDN = { cdns: [{ provider: "other" }] };

const TBPS = 1 / 1000;

/** Egress with the catalog's mean for a mobile audience in India, Tbit/s. */
function mobileIndiaTbps(viewers: number): number {
  const row = coefficient("delivery.bitratePreset.mobile-india");
  const answers = answersOf({
    audience: { peakConcurrentViewers: viewers },
    stream: streamOf(required(row.expected, row.key) * 1000),
  });
  return answers.demand("egressGbps") * TBPS;
}

/** Viewers of room that a reacting fleet keeps, on a straight ramp of the published growth. */
function reactiveBuffer(viewers: number, growthPerMinute: number, reactionSeconds: number): number {
  return timelineOf({
    audience: { peakConcurrentViewers: viewers, ramp: seconds((viewers / growthPerMinute) * 60), rampSteepness: 1 },
    timeline: { signalToServing: seconds(reactionSeconds) },
  }).reactiveBufferViewers;
}

/** Ten rungs between the two published ends, each as many times the one below; nobody published who watched which. */
const ladder2014 = Array.from({ length: 10 }, (_, i) => ({ kbps: Math.round(56 * (5000 / 56) ** (i / 9)) }));
const cdn02 = () =>
  answersOf({
    audience: { peakConcurrentViewers: given("CDN-02", "concurrent_streams") },
    stream: { ladder: ladder2014 },
  });

const bbc = (viewers: number, more: Document = {}) =>
  answersOf({
    audience: { peakConcurrentViewers: viewers },
    stream: { segmentSeconds: 4, audio: "separate", ...more },
    delivery: OTHER_CDN,
  });

const fight = () =>
  answersOf({
    audience: { peakConcurrentViewers: given("CDN-06", "concurrent_streams") },
    stream: {
      segmentSeconds: given("CDN-06", "segment_s"),
      packager: { pipelinesPerChannel: given("CDN-06", "encoding_pipelines") },
    },
    delivery: { cdns: [{ provider: "other", originShield: false }] },
  });

/** 2014: CloudFront had no regional caches yet, so the CDN is one whose locations ask the origin; several thousand viewers are 5,000. */
const forum = () =>
  answersOf({
    audience: { peakConcurrentViewers: 5000 },
    stream: {
      ladder: Array.from({ length: given("ORG-01", "renditions") }, (_, i) => ({
        name: `rung ${i + 1}`,
        kbps: (given("ORG-01", "rendition_sum_mbps") * 1000) / given("ORG-01", "renditions"),
      })),
      audioKbps: 0,
      segmentSeconds: given("ORG-01", "segment_s"),
      playlistTtlSeconds: given("ORG-01", "playlist_cache_s"),
    },
    delivery: { cdns: [{ provider: "other", originShield: false, locations: given("ORG-01", "edge_locations") }] },
  });

/** Average viewers between start and end, over the peak. */
function peakOverAverage(): number {
  const { spans } = timelineOf({ audience: { peakConcurrentViewers: 1000 } });
  const on = spans.filter((span) => span.phase === "ramp" || span.phase === "peak");
  const hours = on.reduce((sum, span) => sum + (span.toSeconds - span.fromSeconds) / 3600, 0);
  return 1000 / (on.reduce((sum, span) => sum + span.viewerHours, 0) / hours);
}

/** Published events, their CDNs and their origins. */
export const DELIVERY_ANSWERS: Readonly<Record<string, CaseAnswers>> = {
  "CDN-01": {
    "egress for 7.9M viewers, mixed preset": predicted(
      "demand.egressGbps: 7.9 million viewers, the default ladder and its mix",
      () =>
        answersOf({ audience: { peakConcurrentViewers: given("CDN-01", "concurrent_streams") } }).demand("egressGbps") *
        TBPS,
    ),
    "biggest match / median match": notExpressible(`${AUDIENCE} peakConcurrentViewers of each event`),
  },
  "CDN-02": {
    "egress for 5M viewers with a 2014 ladder": predicted(
      "demand.egressGbps: ten rungs from 56 to 5,000 kbit/s, watched alike since no mix was published",
      () => cdn02().demand("egressGbps") * TBPS,
    ),
    "delivered average / top rung": predicted(
      "demand.deliveredMbps of the same event over its top rung",
      () => cdn02().demand("deliveredMbps") / 5,
    ),
  },
  "CDN-03": {
    "peak / plateau within one match": notExpressible(`${AUDIENCE} a range of peakConcurrentViewers`),
    egress: predicted(
      "demand.egressGbps: 10.7 million viewers at the catalog's mean for a mobile audience in India",
      () => mobileIndiaTbps(given("CDN-03", "peak_concurrent")),
      { notIndependent: PRESET },
    ),
    "headroom for reaction time": predicted(
      "timeline.reactiveBufferViewers: a straight ramp of 500 thousand a minute, signalToServing 4 min + 90 s as their machines and app took",
      () => reactiveBuffer(given("CDN-03", "peak_concurrent"), given("CDN-03", "growth_users_per_min"), 330),
    ),
  },
  "CDN-04": {
    "egress, mobile-India preset": predicted(
      "demand.egressGbps: 25.3 million viewers at the catalog's mean for a mobile audience in India",
      () => mobileIndiaTbps(given("CDN-04", "peak_concurrent")),
      { notIndependent: PRESET },
    ),
    "backend rps": predicted(
      "api.callsPerSecond: 25.3 million viewers, a straight ramp of 1.1 million a minute, the default coefficients of the API",
      () => {
        const viewers = given("CDN-04", "peak_concurrent");
        return answersOf({
          audience: {
            peakConcurrentViewers: viewers,
            ramp: seconds((viewers / given("CDN-04", "growth_users_per_min")) * 60),
            rampSteepness: 1,
          },
        }).number("api", "callsPerSecond");
      },
    ),
    "buffer kept": predicted(
      "timeline.reactiveBufferViewers: a straight ramp of 1.1 million a minute, signalToServing 90 s as they reported",
      () =>
        reactiveBuffer(
          given("CDN-04", "peak_concurrent"),
          given("CDN-04", "growth_users_per_min"),
          given("CDN-04", "reaction_time_s"),
        ),
    ),
  },
  "CDN-05": {
    "NAT capacity needed vs the zone-level setup": predicted(
      "gateways of network:nat over one a zone: a load of ten times half of what one gateway in each of three zones carries",
      () => {
        const zones = 3;
        const atPeak = 10 * given("CDN-05", "nat_used_ratio_at_one_tenth_of_peak");
        const natBaseGbps = atPeak * zones * limitValue("aws/nat-gateway/bandwidth-per-gateway");
        return answersOf({ network: { natBaseGbps } }).sizing("network:nat").units / zones;
      },
    ),
    clusters: notExpressible(
      "how many clusters a company with 200 services keeps is its organisation, not a demand of one event",
    ),
  },
  "CDN-06": {
    "edge segment requests/s": predicted(
      "edge.mediaRequestsPerSecond: 65 million viewers, segments of 2 s, muxed",
      () => fight().number("edge:other", "mediaRequestsPerSecond"),
    ),
    "origin read": predicted(
      "the flow originGbps: default ladder, 50 locations of two caches since the case says nothing of them, no shield (the case has the read before its cache layer)",
      () => fight().flow("originGbps"),
      {
        disagrees:
          "Origin bits are caches × ladder. That operator's own network has thousands of caches inside access networks, and its ladder is not published; the default of 50 " +
          "locations is a commercial CDN in front of one continent. State delivery.cdns[].locations for a network like that.",
      },
    ),
  },
  "CDN-08": {
    "streams for 24.6M measured viewers": predicted(
      "audience.peakConcurrentViewers, expected: people 24.6 million, people per stream by default",
      () => eventOf({ audience: { people: 24_600_000 } }).audience.peakConcurrentViewers.expected,
      { notIndependent: "the default of 1.5 people per stream was taken from this case" },
    ),
    "peak / average": predicted(
      "peak over the mean of the timeline's curve from start to end, default ramp and duration",
      peakOverAverage,
    ),
  },
  "CDN-09": {
    "edge requests/s for 7.1M viewers, 4 s segments, separate audio": predicted(
      "edge.mediaRequestsPerSecond + edge.playlistRequestsPerSecond: hls, 4 s, separate audio",
      () => {
        const answers = bbc(given("CDN-09", "viewers_2021_final"));
        return (
          answers.number("edge:other", "mediaRequestsPerSecond") +
          answers.number("edge:other", "playlistRequestsPerSecond")
        );
      },
    ),
    "origin rps growth when audience grows 2.29x": predicted(
      "the flow originRequestsPerSecond at 7.1 million viewers over that at 3.1 million, a CDN with a shield",
      () =>
        bbc(given("CDN-09", "viewers_2021_final")).flow("originRequestsPerSecond") /
        bbc(given("CDN-09", "viewers_2018_quarter_final")).flow("originRequestsPerSecond"),
    ),
  },
  "CDN-11": {
    "egress for 1103 viewers at 0.9 Mbps": predicted(
      "demand.egressGbps: 1,103 viewers, 900 kbit/s",
      () =>
        answersOf({
          audience: { peakConcurrentViewers: given("CDN-11", "peak_viewers") },
          stream: streamOf(given("CDN-11", "mbps_per_viewer") * 1000),
        }).demand("egressGbps") * 1000,
      { notIndependent: "the bitrate of one viewer was computed from the saturated link" },
    ),
  },
  "CDN-12": {
    "needed egress from 200 TB in 4 days with peak/average 4.5": notExpressible(
      "the model goes from viewers to bytes; here bytes and peak over average are given, and no viewers",
    ),
    "owned / used": notExpressible(
      "the case sets no range: it shows that what is owned is no evidence of what is needed",
    ),
  },
  "CDN-13": {
    "GB per viewer per 3.5 h match, SD": notExpressible(
      "the only bitrate of the case is its bytes over its hours: the answer would be the question",
    ),
  },
  "ORG-01": {
    "origin egress, no shield": predicted(
      "edge.upstreamGbps: 5,000 viewers, 7 rungs of 8 Mbit/s, 10 s, playlists kept 1 s, 50 locations, no shield and no regional caches (2014)",
      () => forum().number("edge:other", "upstreamGbps") * 1000,
      { notIndependent: "edge.cachesPerLocation was informed by this case" },
    ),
    "edge hit ratio for a few thousand viewers on 50 edges": predicted(
      "edge.cacheHitRatio of the same event",
      () => forum().number("edge:other", "cacheHitRatio") * 100,
      { notIndependent: "edge.cachesPerLocation was informed by this case, though by its bits" },
    ),
  },
};
