import type * as inputs from "@pulumi/cloudflare/types/input";
import { hash8 } from "../naming";
import { type EdgeEvent, type EdgeRateLimit, PLAYLIST_SECONDS, SEGMENT_SECONDS } from "./edge-event";

/** One event's rules by phase. They name no other event, so no other event changes them. */
export interface EventRules {
  readonly cache: readonly inputs.RulesetRule[];
  readonly rateLimit: readonly inputs.RulesetRule[];
  readonly firewall: readonly inputs.RulesetRule[];
}

export type RulePhase = keyof EventRules;

/** Cloudflare caches by file extension, and none of these is on its list. @see developers.cloudflare.com/cache/concepts/default-cache-behavior */
const PLAYLISTS = ["m3u8", "mpd"];
const SEGMENTS = ["ts", "m4s", "mp4", "m4v", "m4a", "cmfv", "cmfa", "cmft", "aac", "vtt", "webm"];
/** Parameters that ask for another playlist. @see draft-pantos-hls-rfc8216bis 6.2.5 */
const HLS_QUERY = ["_HLS_msn", "_HLS_part", "_HLS_skip"];
/** A segment asked for too early, or an origin that fails: kept long enough that one viewer asks and not a million. */
const ERROR_SECONDS = 1;

export function rulesOf(event: EdgeEvent): EventRules {
  const { mediaHosts = [], rateLimits = [], closedPaths = [] } = event;
  const delivers = mediaHosts.length > 0;
  return {
    cache: delivers ? [playlists(event), segments(event)] : [],
    rateLimit: rateLimits.map((limit) => rateLimit(event, limit)),
    firewall: [
      ...(delivers ? [mediaMethods(event)] : []),
      ...(closedPaths.length > 0 ? [closed(event, closedPaths)] : []),
    ],
  };
}

/** By this a rule keeps its identity at Cloudflare, and its counters, when rules before it come and go. */
export function refOf(event: string, phase: RulePhase, role: string): string {
  return hash8(`${event}/${phase}/${role}`);
}

function playlists(event: EdgeEvent): inputs.RulesetRule {
  const seconds = event.playlistSeconds ?? PLAYLIST_SECONDS;
  const key = event.cacheKeyQuery === "hls" ? queryKey({ include: { lists: HLS_QUERY } }) : {};
  // A stale playlist stops a player at the live edge.
  const fresh = { serveStale: { disableStaleWhileUpdating: true } };
  return cacheRule(event, { role: "playlists", extensions: PLAYLISTS, seconds, further: { ...fresh, ...key } });
}

function segments(event: EdgeEvent): inputs.RulesetRule {
  const seconds = event.segmentSeconds ?? SEGMENT_SECONDS;
  const further = event.cacheKeyQuery === "hls" ? queryKey({ exclude: { all: true } }) : {};
  return cacheRule(event, { role: "segments", extensions: SEGMENTS, seconds, further });
}

function queryKey(queryString: inputs.RulesetRuleActionParametersCacheKeyCustomKeyQueryString) {
  return { cacheKey: { customKey: { queryString } } };
}

interface CacheRule {
  readonly role: string;
  readonly extensions: readonly string[];
  readonly seconds: number;
  readonly further: inputs.RulesetRuleActionParameters;
}

function cacheRule(event: EdgeEvent, { role, extensions, seconds, further }: CacheRule): inputs.RulesetRule {
  const expression = `${hostIn(event.mediaHosts ?? [])} and http.request.uri.path.extension in ${set(extensions)}`;
  const statusCodeTtls = [{ statusCodeRange: { from: 400, to: 599 }, value: ERROR_SECONDS }];
  return {
    ...identity(event, "cache", role),
    expression: `(${expression})`,
    action: "set_cache_settings",
    actionParameters: {
      cache: true,
      edgeTtl: { mode: "override_origin", default: seconds, statusCodeTtls },
      browserTtl: { mode: "respect_origin" },
      ...further,
    },
  };
}

function rateLimit(event: EdgeEvent, limit: EdgeRateLimit): inputs.RulesetRule {
  return {
    ...identity(event, "rateLimit", limit.role),
    enabled: limit.mode !== "ready",
    expression: `(${hostIn([event.appHost])} and starts_with(http.request.uri.path, "${limit.path}"))`,
    action: limit.action ?? "block",
    ratelimit: {
      // Each of Cloudflare's sites counts for itself, and says so.
      characteristics: ["cf.colo.id", "ip.src"],
      period: limit.periodSeconds,
      requestsPerPeriod: limit.requestsPerPeriod,
      mitigationTimeout: limit.mitigationSeconds,
    },
  };
}

function mediaMethods(event: EdgeEvent): inputs.RulesetRule {
  const read = set(["GET", "HEAD", "OPTIONS"]);
  return {
    ...identity(event, "firewall", "media-methods"),
    expression: `(${hostIn(event.mediaHosts ?? [])} and not http.request.method in ${read})`,
    action: "block",
  };
}

function closed(event: EdgeEvent, paths: readonly string[]): inputs.RulesetRule {
  const any = paths.map((path) => `starts_with(http.request.uri.path, "${path}")`).join(" or ");
  return {
    ...identity(event, "firewall", "closed-paths"),
    expression: `(${hostIn([event.appHost])} and (${any}))`,
    action: "block",
  };
}

function identity({ name }: EdgeEvent, phase: RulePhase, role: string) {
  return { ref: refOf(name, phase, role), description: `${name}: ${role}`, enabled: true };
}

function hostIn(hosts: readonly string[]): string {
  const [only, ...others] = hosts;
  return others.length === 0 ? `http.host eq "${only}"` : `http.host in ${set(hosts)}`;
}

/** Sorted, so that the order of a list changes no rule. */
function set(values: readonly string[]): string {
  return `{${[...values]
    .sort()
    .map((value) => `"${value}"`)
    .join(" ")}}`;
}
