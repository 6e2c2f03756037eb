import type { Props } from "../../engine/cloud/values";
import { at, type RefusedCase, set, without } from "./case";

const ZONE = "cloudflare:index/zone:Zone";
const ROOM = "cloudflare:index/waitingRoom:WaitingRoom";
const EVENT = "cloudflare:index/waitingRoomEvent:WaitingRoomEvent";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const BALANCER = "cloudflare:index/loadBalancer:LoadBalancer";
const POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool";
const RECORD = "cloudflare:index/dnsRecord:DnsRecord";

const times = (eventStartTime: string, eventEndTime: string, more: Props = {}) =>
  set({ eventStartTime, eventEndTime, ...more });
const limit = (ratelimit: Props) =>
  set({ phase: "http_ratelimit", rules: [{ ref: "a", action: "block", expression: "true", ratelimit }] });
const rules = (count: number) =>
  set({
    rules: Array.from({ length: count }, (_, index) => ({
      ref: `r${index}`,
      action: "block",
      expression: `http.request.uri.path eq "/${index}"`,
    })),
  });
const host = (more: Props) => set({ name: "shared.live.example.com", ...more });

const beside =
  (more: Props): NonNullable<RefusedCase["before"]> =>
  async (world) =>
    world.clients.up(RECORD, world.freshName(), {
      ...(await world.inputs(RECORD, 8)),
      name: "shared.live.example.com",
      proxied: false,
      ...more,
    });

// A plan without waiting rooms can't have a good case of its own; the near miss is the same world with another plan.
const entitlement: RefusedCase = {
  bad: async (inputs, world) => {
    Object.assign(world.cloud, { cloudflarePlan: "pro" });
    return inputs;
  },
  again: async (world) => {
    Object.assign(world.cloud, { cloudflarePlan: "business" });
  },
};

/** Refused edges. */
export const CLOUDFLARE_CASES: Readonly<Record<string, RefusedCase>> = {
  "WaitingRoom.entitlement": entitlement,
  "WaitingRoomEvent.entitlement": entitlement,
  "WaitingRoomSettings.entitlement": entitlement,
  "waitingRoom.host-path": { before: (world) => world.the(ROOM, 2), bad: set({ path: "/v2" }) },
  "waitingRoom.name": { before: (world) => world.the(ROOM, 2), bad: set({ name: "room-2" }) },
  "waitingRoom.advanced": { options: { cloudflarePlan: "business" }, bad: set({ queueingMethod: "random" }) },
  "waitingRoom.rates": {
    good: set({ newUsersPerMinute: 5000, totalActiveUsers: 5000 }),
    bad: set({ newUsersPerMinute: 5001 }),
  },
  "waitingRoomEvent.overlap": {
    before: (world) => world.the(EVENT, 2),
    good: times("2027-01-12T09:00:00Z", "2027-01-12T10:00:00Z"),
    bad: times("2027-01-12T08:59:00Z", "2027-01-12T10:00:00Z"),
  },
  "waitingRoomEvent.count": {
    before: async (world) => {
      for (let variant = 2; variant <= 6; variant += 1) await world.the(EVENT, variant);
    },
    good: async (inputs, world) => ({ ...inputs, waitingRoomId: await world.id(ROOM, 1) }),
    bad: async (inputs, world) => ({ ...inputs, waitingRoomId: await world.id(ROOM, 0) }),
  },
  "waitingRoomEvent.length": {
    good: times("2027-01-20T08:00:00Z", "2027-01-20T08:01:00Z"),
    bad: times("2027-01-20T08:00:00Z", "2027-01-20T08:00:59Z"),
  },
  "waitingRoomEvent.prequeue": {
    good: set({ prequeueStartTime: "2027-01-11T07:55:00Z" }),
    bad: set({ prequeueStartTime: "2027-01-11T07:56:00Z" }),
  },
  "ruleset.entry-point": {
    before: (world) => world.the(RULESET, 0),
    good: async (inputs, world) => ({ ...inputs, zoneId: await world.id(ZONE, 1) }),
    bad: async (inputs, world) => ({ ...inputs, zoneId: await world.id(ZONE, 0) }),
  },
  "ruleset.place": { bad: without("zoneId") },
  "ruleset.parameters": {
    good: at("rules.actionParameters", { response: { statusCode: 429, content: "later", contentType: "text/plain" } }),
    bad: at("rules.actionParameters", { cache: true }),
  },
  "ruleset.rules": {
    good: rules(2),
    bad: set({ rules: [{ ref: "a", action: "block", expression: '(http.host eq "a"' }] }),
  },
  "ruleset.ratelimit": {
    good: limit({
      characteristics: ["cf.colo.id", "ip.src"],
      period: 60,
      requestsPerPeriod: 100,
      mitigationTimeout: 60,
    }),
    bad: limit({
      characteristics: ["cf.colo.id", "ip.src"],
      period: 61,
      requestsPerPeriod: 100,
      mitigationTimeout: 60,
    }),
  },
  "ruleset.count": { options: { cloudflarePlan: "pro" }, good: rules(20), bad: rules(21) },
  "cloudflare-loadBalancer.pop-pools": {
    options: { cloudflarePlan: "business" },
    bad: async (inputs, world) => ({ ...inputs, popPools: { LAX: [await world.id(POOL)] } }),
  },
  "cloudflare-loadBalancer.weights": {
    good: async (inputs, world) => ({ ...inputs, randomSteering: { poolWeights: { [await world.id(POOL)]: 0.55 } } }),
    bad: async (inputs, world) => ({ ...inputs, randomSteering: { poolWeights: { [await world.id(POOL)]: 0.555 } } }),
  },
  "cloudflare-loadBalancer.session-ttl": {
    good: set({ sessionAffinity: "cookie", sessionAffinityTtl: 1800 }),
    bad: set({ sessionAffinityTtl: 1799 }),
  },
  "loadBalancerPool.origins": { bad: set({ origins: [] }) },
  "loadBalancerPool.origin-names": {
    before: async (world) =>
      world.clients.up(RECORD, "proxied", {
        ...(await world.inputs(RECORD, 3)),
        name: "proxied.live.example.com",
        proxied: true,
      }),
    bad: set({ origins: [{ name: "first", address: "proxied.live.example.com" }] }),
  },
  "loadBalancerPool.in-use": {
    bad: (inputs) => inputs,
    arrange: async (state, world) =>
      world.clients.up(BALANCER, "user", { ...(await world.inputs(BALANCER, 1)), defaultPools: [state.id] }),
    release: async (_state, world) => {
      for (const balancer of world.cloud.objects(BALANCER)) world.cloud.remove(balancer);
    },
  },
  "loadBalancerMonitor.interval": { good: set({ interval: 3600 }), bad: set({ interval: 3601 }) },
  "loadBalancerMonitor.port": { good: set({ type: "tcp", port: 443 }), bad: without("port") },
  "dnsRecord.identical": {
    before: beside({ content: "192.0.2.1" }),
    good: host({ content: "192.0.2.2" }),
    bad: host({ content: "192.0.2.1" }),
  },
  "dnsRecord.cname-there": { before: beside({ type: "CNAME", content: "elsewhere.example.com" }), bad: host({}) },
  "dnsRecord.host-there": {
    before: beside({ content: "192.0.2.1" }),
    good: set({ type: "CNAME", content: "elsewhere.example.com" }),
    bad: host({}),
  },
  "dnsRecord.ttl": { good: set({ ttl: 30 }), bad: set({ ttl: 29 }) },
  "dnsRecord.form": { bad: set({ content: "elsewhere.example.com" }) },
  "zone.exists": { before: (world) => world.the(ZONE, 2), bad: (_inputs, world) => world.inputs(ZONE, 2) },
  "zone.vanity": { options: { cloudflarePlan: "pro" }, bad: set({ vanityNameServers: ["ns1.live.example.com"] }) },
  "zoneSetting.unknown": { bad: set({ settingId: "HTTP/3" }) },
  "turnstileWidget.entitlement": { options: { cloudflarePlan: "business" }, bad: set({ offlabel: true }) },
  "listItem.one-kind": { bad: without("ip") },
  "list.in-use": {
    bad: (inputs) => inputs,
    arrange: async (state, world) =>
      world.clients.up(RULESET, "user", {
        ...(await world.inputs(RULESET, 1)),
        rules: [{ ref: "a", action: "block", expression: `(ip.src in $${String(state.inputs.name)})` }],
      }),
    release: async (_state, world) => {
      for (const ruleset of world.cloud.objects(RULESET)) world.cloud.remove(ruleset);
    },
  },
  "logpushJob.ownership": { bad: without("ownershipChallenge") },
};
