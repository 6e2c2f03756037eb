import type { cloudfront } from "@pulumi/aws/types/input";
import type { Input } from "@pulumi/pulumi";

export const PROTOCOLS = ["hls", "ll-hls", "dash"] as const;
export type StreamProtocol = (typeof PROTOCOLS)[number];

/** The platform's cache policies. */
export interface MediaCachePolicies {
  /** Playlists and manifests: half a segment. */
  readonly playlists: Input<string>;
  /** Segments: as good as for ever. */
  readonly segments: Input<string>;
  /** Playlists of low-latency HLS, by which part they ask for. @default the policy of playlists, for protocols without parts */
  readonly lowLatencyPlaylists?: Input<string>;
}

/** What every behavior of a media host has in common. */
export interface BehaviorSettings {
  readonly originId: string;
  readonly policies: MediaCachePolicies;
  readonly keyGroupIds: readonly Input<string>[];
  readonly responseHeadersPolicyId: Input<string>;
  readonly realtimeLogConfigArn?: Input<string>;
}

type OrderedBehavior = cloudfront.DistributionOrderedCacheBehavior;

const PLAYLISTS: Readonly<Record<StreamProtocol, readonly string[]>> = {
  hls: ["*.m3u8"],
  "ll-hls": ["*.m3u8"],
  dash: ["*.mpd"],
};
const SEGMENTS: Readonly<Record<StreamProtocol, readonly string[]>> = {
  hls: ["*.ts", "*.m4s", "*.mp4", "*.aac", "*.vtt"],
  // Parts are CMAF, too.
  "ll-hls": ["*.m4s", "*.mp4", "*.vtt"],
  dash: ["*.m4s", "*.mp4", "*.vtt"],
};

/** Behaviors of the paths that a protocol's players ask for, playlists first. */
export function behaviorsFor(protocol: StreamProtocol, settings: BehaviorSettings): readonly OrderedBehavior[] {
  const { playlists, segments, lowLatencyPlaylists = playlists } = settings.policies;
  const playlistPolicy = protocol === "ll-hls" ? lowLatencyPlaylists : playlists;
  return [
    ...PLAYLISTS[protocol].map((path) => behavior(path, playlistPolicy, { ...settings, compress: true })),
    // Media doesn't get smaller.
    ...SEGMENTS[protocol].map((path) => behavior(path, segments, { ...settings, compress: false })),
  ];
}

/** What no other behavior takes: shortest of the cached, and signed like all the rest. */
export function defaultBehavior(settings: BehaviorSettings): cloudfront.DistributionDefaultCacheBehavior {
  return common(settings.policies.playlists, { ...settings, compress: true });
}

function behavior(
  pathPattern: string,
  cachePolicyId: Input<string>,
  settings: BehaviorSettings & { readonly compress: boolean },
): OrderedBehavior {
  return { pathPattern, ...common(cachePolicyId, settings) };
}

function common(cachePolicyId: Input<string>, settings: BehaviorSettings & { readonly compress: boolean }) {
  const { originId, compress, keyGroupIds, responseHeadersPolicyId, realtimeLogConfigArn } = settings;
  return {
    targetOriginId: originId,
    cachePolicyId,
    compress,
    responseHeadersPolicyId,
    trustedKeyGroups: [...keyGroupIds],
    // A redirect would double the first request of every player that got its address wrong.
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD", "OPTIONS"],
    cachedMethods: ["GET", "HEAD", "OPTIONS"],
    ...(realtimeLogConfigArn === undefined ? {} : { realtimeLogConfigArn }),
  };
}
