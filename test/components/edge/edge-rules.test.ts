import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import type { EdgeEvent, EdgePlanLimits } from "../../../components/edge/edge-event";
import { EdgeHosts, type EdgeHostsArgs } from "../../../components/edge/edge-hosts";
import { EdgeRules, type EdgeRulesArgs } from "../../../components/edge/edge-rules";
import { refOf, rulesOf } from "../../../components/edge/event-rules";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const ENTERPRISE: EdgePlanLimits = {
  cacheRules: 125,
  rateLimitRules: 100,
  firewallRules: 1000,
  longestPeriodSeconds: 65_535,
  longestMitigationSeconds: 86_400,
  shortestEdgeTtlSeconds: 1,
};
const PRO: EdgePlanLimits = {
  ...ENTERPRISE,
  rateLimitRules: 2,
  longestPeriodSeconds: 60,
  shortestEdgeTtlSeconds: 3600,
};
const SMALL: EdgeEvent = { name: "small", appHost: "small.example.com" };
const JOIN = { role: "join", path: "/api/join", requestsPerPeriod: 800, periodSeconds: 60, mitigationSeconds: 60 };
const LARGE: EdgeEvent = {
  name: "large",
  appHost: "large.example.com",
  mediaHosts: ["m2.large.example.com", "m1.large.example.com"],
  playlistSeconds: 2,
  cacheKeyQuery: "hls",
  rateLimits: [
    JOIN,
    { ...JOIN, role: "join-tight", requestsPerPeriod: 80, mode: "ready", action: "managed_challenge" },
  ],
  closedPaths: ["/internal", "/metrics"],
};
const MINIMAL: EdgeRulesArgs = { zoneId: "zone", limits: ENTERPRISE, events: [] };
const graphWith = (changes: Partial<EdgeRulesArgs> = {}) =>
  graphOf(() => new EdgeRules("e", { ...MINIMAL, ...changes }));
type Rule = { readonly ref: string; readonly description: string; readonly expression: string };
const rulesIn = async (role: string, changes: Partial<EdgeRulesArgs>) =>
  named(await graphWith(changes), `e-${role}`).inputs.rules as unknown as readonly Rule[];

describe("EdgeRules", () => {
  it("has one rule set per phase, with or without events", async () => {
    const expected = [
      "cloudflare:index/ruleset:Ruleset e-cache",
      "cloudflare:index/ruleset:Ruleset e-firewall",
      "cloudflare:index/ruleset:Ruleset e-rate-limit",
      "cloudflare:index/tieredCache:TieredCache e-tiered-cache",
      "tidegate:edge:EdgeRules e",
    ];
    const empty = await graphWith();
    expect(childrenOf(empty)).toEqual(expected);
    expect(childrenOf(await graphWith({ events: [SMALL, LARGE] }))).toEqual(expected);
    expect(named(empty, "e-cache").inputs).toEqual({
      zoneId: "zone",
      kind: "zone",
      phase: "http_request_cache_settings",
      name: "Tidegate cache",
      rules: [],
    });
    expect(named(empty, "e-rate-limit").inputs.phase).toBe("http_ratelimit");
    expect(named(empty, "e-firewall").inputs.phase).toBe("http_request_firewall_custom");
    expect(named(empty, "e-firewall").options.deleteBeforeReplace).toBe(true);
  });

  it("caches what Cloudflare wouldn't: playlists for seconds, segments for a day, errors for a second", async () => {
    const statusCodeTtls = [{ statusCodeRange: { from: 400, to: 599 }, value: 1 }];
    const hosts = 'http.host in {"m1.large.example.com" "m2.large.example.com"}';
    expect(await rulesIn("cache", { events: [LARGE] })).toEqual([
      {
        ref: refOf("large", "cache", "playlists"),
        description: "large: playlists",
        enabled: true,
        expression: `(${hosts} and http.request.uri.path.extension in {"m3u8" "mpd"})`,
        action: "set_cache_settings",
        actionParameters: {
          cache: true,
          edgeTtl: { mode: "override_origin", default: 2, statusCodeTtls },
          browserTtl: { mode: "respect_origin" },
          serveStale: { disableStaleWhileUpdating: true },
          cacheKey: { customKey: { queryString: { include: { lists: ["_HLS_msn", "_HLS_part", "_HLS_skip"] } } } },
        },
      },
      {
        ref: refOf("large", "cache", "segments"),
        description: "large: segments",
        enabled: true,
        expression: `(${hosts} and http.request.uri.path.extension in {"aac" "cmfa" "cmft" "cmfv" "m4a" "m4s" "m4v" "mp4" "ts" "vtt" "webm"})`,
        action: "set_cache_settings",
        actionParameters: {
          cache: true,
          edgeTtl: { mode: "override_origin", default: 86_400, statusCodeTtls },
          browserTtl: { mode: "respect_origin" },
          cacheKey: { customKey: { queryString: { exclude: { all: true } } } },
        },
      },
    ]);
  });

  it("limits each address on the app host, with a tighter rule ready", async () => {
    const [usual, tight] = await rulesIn("rate-limit", { events: [LARGE] });
    expect(usual).toEqual({
      ref: refOf("large", "rateLimit", "join"),
      description: "large: join",
      enabled: true,
      expression: '(http.host eq "large.example.com" and starts_with(http.request.uri.path, "/api/join"))',
      action: "block",
      ratelimit: {
        characteristics: ["cf.colo.id", "ip.src"],
        period: 60,
        requestsPerPeriod: 800,
        mitigationTimeout: 60,
      },
    });
    expect(tight).toMatchObject({ enabled: false, action: "managed_challenge", ratelimit: { requestsPerPeriod: 80 } });
  });

  it("lets media be read only, and closes what is for nobody outside", async () => {
    const [methods, paths] = await rulesIn("firewall", { events: [LARGE] });
    expect(methods?.expression).toContain('not http.request.method in {"GET" "HEAD" "OPTIONS"}');
    expect(paths?.expression).toBe(
      '(http.host eq "large.example.com" and (starts_with(http.request.uri.path, "/internal") or starts_with(http.request.uri.path, "/metrics")))',
    );
  });

  it("has no rules for media that Cloudflare doesn't deliver", async () => {
    expect(rulesOf(SMALL)).toEqual({ cache: [], rateLimit: [], firewall: [] });
  });

  it("orders rules by event, whatever the order of the list, after the zone's own", async () => {
    const own = { ref: "own", action: "block", expression: "true" };
    const events = [{ ...SMALL, closedPaths: ["/x"] }, LARGE];
    const rules = await rulesIn("firewall", { events, ownRules: { firewall: [own] } });
    expect(rules.map(({ ref, description }) => description ?? ref)).toEqual([
      "own",
      "large: media-methods",
      "large: closed-paths",
      "small: closed-paths",
    ]);
    expect(await rulesIn("firewall", { events: [...events].reverse(), ownRules: { firewall: [own] } })).toEqual(rules);
  });

  it("changes no other event's rule when an event comes or goes", async () => {
    const named = (name: string): EdgeEvent => ({
      ...LARGE,
      name,
      appHost: `${name}.example.com`,
      mediaHosts: [`m.${name}.example.com`],
    });
    const before = await rulesIn("cache", { events: [named("b"), named("d")] });
    const after = await rulesIn("cache", { events: [named("a"), named("b"), named("c"), named("d")] });
    expect(after.filter(({ description }) => /^[bd]:/.test(description))).toEqual(before);
  });

  it("tells every rule of every event apart, and a rule by event and role alone", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,3}$/), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(names, (events) => {
        const refs = events.flatMap((name) => {
          const { cache, rateLimit, firewall } = rulesOf({ ...LARGE, name });
          return [...cache, ...rateLimit, ...firewall].map(({ ref }) => ref);
        });
        expect(new Set(refs).size).toBe(refs.length);
      }),
    );
    const changed = rulesOf({ ...LARGE, playlistSeconds: 6, rateLimits: [{ ...JOIN, requestsPerPeriod: 1 }] });
    expect(changed.rateLimit[0]?.ref).toBe(rulesOf(LARGE).rateLimit[0]?.ref);
  });

  it("keeps events and limits in state, and takes a zone that only a deployment knows", async () => {
    const graph = await graphOf(() => new EdgeRules("e", { ...MINIMAL, zoneId: unknownText("zone"), events: [LARGE] }));
    expect(named(graph, "e").inputs.events).toMatchObject([
      { name: "large", rateLimits: [{ requestsPerPeriod: 800 }, {}] },
    ]);
    expect(named(graph, "e-cache").inputs.zoneId).toEqual(UNKNOWN);
  });

  it("takes an event's name of 63 characters", async () => {
    const name = "n".repeat(63);
    expect((await rulesIn("cache", { events: [{ ...LARGE, name }] }))[0]?.description).toBe(`${name}: playlists`);
  });

  it.each<[string, Partial<EdgeRulesArgs>, string]>([
    [
      "more rules than the plan allows",
      { events: [LARGE], limits: { ...ENTERPRISE, cacheRules: 1 } },
      "http_request_cache_settings is 2 rules, expected at most 1, which the zone's plan allows",
    ],
    [
      "a third rate limit on Pro",
      { limits: PRO, events: [{ ...SMALL, rateLimits: ["a", "b", "c"].map((role) => ({ ...JOIN, role })) }] },
      "http_ratelimit is 3 rules, expected at most 2",
    ],
    [
      "a live playlist on Pro",
      { limits: PRO, events: [{ ...SMALL, mediaHosts: ["m.example.com"] }] },
      "events[0].playlistSeconds is 1, expected a whole number of at least 3600",
    ],
    [
      "a period longer than the plan's",
      { limits: PRO, events: [{ ...SMALL, rateLimits: [{ ...JOIN, periodSeconds: 300 }] }] },
      "events[0].rateLimits[0].periodSeconds is 300, expected one of 10, 15, 20, 30, 40, 45, 60",
    ],
    [
      "an event twice",
      { events: [SMALL, { ...SMALL, appHost: "other.example.com" }] },
      "events is small more than once",
    ],
    [
      "a host of two events",
      { events: [SMALL, { ...SMALL, name: "other" }] },
      "hosts is small.example.com more than once",
    ],
    [
      "a path that ends the quotes",
      { events: [{ ...SMALL, closedPaths: ['/" or true'] }] },
      "events[0].closedPaths[0]",
    ],
    ["a host that ends the quotes", { events: [{ ...SMALL, appHost: 'a"} or true' }] }, "events[0].appHost"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new EdgeRules("e", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("EdgeHosts", () => {
  const HOSTS: EdgeHostsArgs = {
    zoneId: "zone",
    hosts: { "app.example.com": { kind: "app", target: "lb.example.net" } },
  };

  it("puts Cloudflare before the app and its own media, and not before another CDN's", async () => {
    const graph = await graphOf(() => {
      const hosts: EdgeHostsArgs["hosts"] = {
        ...HOSTS.hosts,
        "m1.example.com": { kind: "media", target: unknownText("distribution") },
        "m2.example.com": { kind: "cloudflare-media", target: "origin.example.net" },
      };
      new EdgeHosts("h", { ...HOSTS, hosts });
    });
    expect(childrenOf(graph).filter((child) => !child.startsWith("aws:"))).toEqual([
      "cloudflare:index/dnsRecord:DnsRecord h-record-app.example.com",
      "cloudflare:index/dnsRecord:DnsRecord h-record-m1.example.com",
      "cloudflare:index/dnsRecord:DnsRecord h-record-m2.example.com",
      "tidegate:edge:EdgeHosts h",
    ]);
    const record = (host: string) => named(graph, `h-record-${host}`).inputs;
    expect(record("app.example.com")).toMatchObject({
      proxied: true,
      ttl: 1,
      type: "CNAME",
      content: "lb.example.net",
    });
    expect(record("m1.example.com")).toMatchObject({ proxied: false, ttl: 60, content: UNKNOWN });
    expect(record("m2.example.com")).toMatchObject({ proxied: true, ttl: 1 });
  });

  it("refuses a time that no plan takes", async () => {
    expect(await refusalOf(() => new EdgeHosts("h", { ...HOSTS, ttlSeconds: 10 }))).toContain(
      "ttlSeconds is 10, expected a whole number from 30",
    );
  });
});
