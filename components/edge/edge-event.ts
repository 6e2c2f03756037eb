import { EVENT_RULE, HOST_RULE, KEY_RULE, type Requirements, type TextRule } from "../requirements";

/** What a zone's rules must know of an event; everything else of it is none of the edge's business. */
export interface EdgeEvent {
  readonly name: string;
  /** The host of page, API, sign-in and waiting room, behind Cloudflare. */
  readonly appHost: string;
  /** Media hosts that Cloudflare itself delivers. Hosts of other CDNs pass it by and need no rules. @default none */
  readonly mediaHosts?: readonly string[];
  /** How long the edge keeps a playlist. @default 1 */
  readonly playlistSeconds?: number;
  /** How long the edge keeps a segment. @default 86400 */
  readonly segmentSeconds?: number;
  /** Which query parameters make another object: all, or those of HLS alone, so that signed URLs of two viewers are one object (Enterprise). @default "all" */
  readonly cacheKeyQuery?: "all" | "hls";
  /** Limits per address on the app host. @default none */
  readonly rateLimits?: readonly EdgeRateLimit[];
  /** Paths of the app host that are for nobody outside, with everything under them. @default none */
  readonly closedPaths?: readonly string[];
}

/** How often one address may ask for something, as each of Cloudflare's sites counts it. */
export interface EdgeRateLimit {
  /** What it limits; the name of the rule, which moves with it. */
  readonly role: string;
  /** The path it limits, with everything under it. */
  readonly path: string;
  readonly requestsPerPeriod: number;
  readonly periodSeconds: number;
  /** For how long an address over the limit is stopped. */
  readonly mitigationSeconds: number;
  /** @default "block" */
  readonly action?: "block" | "managed_challenge";
  /** "ready" stands in the zone without acting: in an emergency it is switched on, not made. @default "on" */
  readonly mode?: "on" | "ready";
}

/** What the zone's plan allows; the catalog's rows for it. */
export interface EdgePlanLimits {
  readonly cacheRules: number;
  readonly rateLimitRules: number;
  readonly firewallRules: number;
  readonly longestPeriodSeconds: number;
  readonly longestMitigationSeconds: number;
  /** The shortest time for which the edge may be told to keep something: seconds with Business and Enterprise, hours below. */
  readonly shortestEdgeTtlSeconds: number;
}

/** Periods that Cloudflare counts over. @see developers.cloudflare.com/waf/rate-limiting-rules, "Availability" */
const PERIODS_SECONDS = [
  10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65_535, 86_400,
] as const;

/** A path as it stands in an expression; nothing that could end the quotes. */
const PATH_RULE: TextRule = { pattern: /^\/[A-Za-z0-9._~/-]*$/, words: "a path such as /api/join" };

/** Checks one event against the zone's plan. @param input where it stands, such as `events[0]` */
export function checkEvent(checks: Requirements, input: string, event: EdgeEvent, limits: EdgePlanLimits): void {
  const { mediaHosts = [], playlistSeconds, segmentSeconds, rateLimits = [], closedPaths = [] } = event;
  const ttl = { min: limits.shortestEdgeTtlSeconds };
  checks.text(`${input}.name`, event.name, EVENT_RULE).text(`${input}.appHost`, event.appHost, HOST_RULE);
  for (const [at, host] of mediaHosts.entries()) checks.text(`${input}.mediaHosts[${at}]`, host, HOST_RULE);
  if (mediaHosts.length > 0) {
    checks.whole(`${input}.playlistSeconds`, playlistSeconds ?? PLAYLIST_SECONDS, ttl);
    checks.whole(`${input}.segmentSeconds`, segmentSeconds ?? SEGMENT_SECONDS, ttl);
  }
  checks.list(
    `${input}.rateLimits`,
    rateLimits.map(({ role }) => role),
  );
  for (const [at, limit] of rateLimits.entries()) checkRateLimit(checks, `${input}.rateLimits[${at}]`, limit, limits);
  for (const [at, path] of closedPaths.entries()) checks.text(`${input}.closedPaths[${at}]`, path, PATH_RULE);
}

/** A live playlist is new with each segment or part. */
export const PLAYLIST_SECONDS = 1;
/** A segment never changes. */
export const SEGMENT_SECONDS = 86_400;

function checkRateLimit(checks: Requirements, input: string, limit: EdgeRateLimit, limits: EdgePlanLimits): void {
  const periods = PERIODS_SECONDS.filter((seconds) => seconds <= limits.longestPeriodSeconds);
  checks
    .text(`${input}.role`, limit.role, KEY_RULE)
    .text(`${input}.path`, limit.path, PATH_RULE)
    .whole(`${input}.requestsPerPeriod`, limit.requestsPerPeriod, { min: 1 })
    .oneOf(`${input}.periodSeconds`, limit.periodSeconds, periods)
    .whole(`${input}.mitigationSeconds`, limit.mitigationSeconds, { min: 0, max: limits.longestMitigationSeconds });
}
