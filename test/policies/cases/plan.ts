import { TYPES } from "../../../policies/types";
import type { Broken, Open } from "../support/case";
import { copies, OPEN, plus, set, without } from "../support/change";
import { happyPlan } from "../support/happy-facts";

const CORE_A = "core-group-us-east-1a-1";

export const BROKEN_PLAN: readonly Broken[] = [
  { rule: "plan-pools", change: set("core", "nodes", 11), says: ["core: 11 nodes, allowed 12, as planned"] },
  { rule: "plan-pools", change: set("core", "nodes", 13), says: ["core: 13 nodes, allowed 12, as planned"] },
  {
    rule: "plan-pools",
    facts: { mode: "rehearsal" },
    change: set("core", "nodes", 13),
    says: ["core: 13 nodes, allowed 12 at most, as planned"],
  },
  {
    rule: "plan-pools",
    change: set("core", "pool", "media"),
    says: [
      "core: 12 nodes, allowed none: the plan doesn't know them",
      "stack: no pool core, allowed 12 nodes in pool core, as planned",
    ],
  },
  {
    rule: "plan-groups",
    change: set(CORE_A, "scalingConfig.desiredSize", 3),
    says: ["core: groups of 11 nodes wanted and 12 at least, allowed 12 of both, as the pool says"],
  },
  {
    rule: "plan-groups",
    change: set(CORE_A, "scalingConfig.minSize", 1),
    says: ["core: groups of 12 nodes wanted and 9 at least, allowed 12 of both, as the pool says"],
  },
  {
    rule: "plan-machines",
    change: set("core", "instanceTypes", ["c8a.12xlarge", "m5.large"]),
    says: ["core: machines of type m5.large, allowed c8a.12xlarge, m8a.12xlarge, as planned"],
  },
  {
    rule: "plan-machines",
    change: set("core", "capacityType", "SPOT"),
    says: ["core: machines bought spot, allowed on-demand, as planned"],
  },
  {
    rule: "plan-workloads",
    change: set("api", "replicas", 29),
    says: ["api: 29 copies at least, allowed 30, as planned"],
  },
  {
    rule: "plan-workloads",
    change: set("api", "pool", "upload"),
    says: ["api: pool upload, allowed pool core, as planned"],
  },
  {
    rule: "plan-workloads",
    change: plus(TYPES.workload, "extra", { replicas: 1 }),
    says: ["extra: a workload that the plan doesn't know, allowed the plan's workloads"],
  },
  {
    rule: "plan-workloads-run",
    change: without("session"),
    says: ["stack: nothing runs session, allowed 9 copies in pool core, as planned"],
  },
  {
    rule: "plan-floors",
    change: set("api-floor", "spec.minReplicaCount", 10),
    says: ["api: floors of 10 and ceilings of 30 copies, allowed a floor of 30 copies"],
  },
  {
    rule: "plan-floors",
    change: set("api-floor", "spec.maxReplicaCount", 20),
    says: ["api: floors of 30 and ceilings of 20 copies, allowed a floor of 30 copies"],
  },
  {
    rule: "plan-reserved-capacity",
    change: set("ingress", "requests.reservedUnits", 400),
    says: ["ingress: 400 reserved units of application balancers, allowed 500, as planned"],
  },
  {
    rule: "plan-reserved-capacity",
    change: set("ingress", "connections.count", 2),
    says: ["ingress: 2 network balancers, allowed 1, as planned"],
  },
  {
    rule: "plan-admission",
    change: set("door", "totalActiveUsers", 200_000),
    says: ["door: 200,000 active users, allowed 120,000, as planned"],
  },
  {
    rule: "plan-admission",
    change: set("door", "newUsersPerMinute", 9500),
    says: ["door: 9,500 new users a minute, allowed 9,000, as planned"],
  },
  {
    rule: "plan-rate-limit",
    change: set("web", "perAddressLimit", 2000),
    says: ["web: 2,000 requests of one address, allowed 82,833, as planned"],
  },
  {
    rule: "plan-rate-limit",
    change: set("web", "windowSeconds", 60),
    says: ["web: 60 seconds of the window, allowed 300, as planned"],
  },
  {
    rule: "plan-media-hosts",
    change: copies("media-1", 1),
    says: ["stack: 3 media hosts on CloudFront, allowed 2, as planned"],
  },
  {
    rule: "plan-media-hosts",
    change: set("media-1", "expected.gbps", 60),
    says: ["media-1: 60 Gbps expected, allowed 120, as planned"],
  },
  {
    rule: "plan-split",
    change: set("split", "pathways.0.shareRatio", 0.65),
    says: ["split: a share of 1 for cloudfront, allowed 0.7, as planned"],
  },
  {
    rule: "plan-split",
    change: set("split", "pathways.2.cdn", "other"),
    says: [
      "split: a share of 0 for cloudflare, allowed 0.3, as planned",
      "split: a share of 0.3 for other, allowed 0, as planned",
    ],
  },
  { rule: "plan-stores", change: set("sessions", "shards", 2), says: ["sessions: 2 shards, allowed 3, as planned"] },
  { rule: "plan-stores", change: set("readers", "readers", 1), says: ["readers: 1 readers, allowed 3, as planned"] },
  {
    rule: "plan-carried",
    change: without("sessions"),
    says: ["stack: nothing for layer cache, allowed a cache, as planned"],
  },
  {
    rule: "plan-carried",
    change: without("door"),
    says: ["stack: nothing for layer admission, allowed a waiting room, as planned"],
  },
  {
    rule: "plan-dns-replicas",
    of: "platform",
    change: set("cluster", "dnsReplicas.max", 18),
    says: ["cluster: 18 copies of CoreDNS at most, allowed 19 for 300 nodes"],
  },
];

export const OPEN_PLAN: readonly Open[] = [
  { rule: "plan-pools", change: set("core", "nodes", OPEN), asks: ["core: nodes"] },
  { rule: "plan-groups", change: set(CORE_A, "scalingConfig", OPEN), asks: ["core: sizes of its groups"] },
  { rule: "plan-machines", change: set("core", "instanceTypes", OPEN), asks: ["core: its machine types"] },
  { rule: "plan-workloads", change: set("api", "replicas", OPEN), asks: ["api: copies at least"] },
  { rule: "plan-floors", change: set("api-floor", "spec", OPEN), asks: ["api: its floors"] },
  {
    rule: "plan-reserved-capacity",
    change: set("ingress", "requests.reservedUnits", OPEN),
    asks: ["ingress: reserved units of application balancers"],
  },
  { rule: "plan-admission", change: set("door", "totalActiveUsers", OPEN), asks: ["door: active users"] },
  { rule: "plan-rate-limit", change: set("web", "perAddressLimit", OPEN), asks: ["web: requests of one address"] },
  {
    rule: "plan-media-hosts",
    change: set("media-1", "expected", OPEN),
    asks: ["media-1: Gbps expected", "media-1: requests/s expected"],
  },
  {
    rule: "plan-split",
    change: set("split", "pathways.0.shareRatio", OPEN),
    asks: ["split: shares of its media hosts"],
  },
  { rule: "plan-split", change: set("split", "pathways", OPEN), asks: ["split: its media hosts"] },
  { rule: "plan-stores", change: set("sessions", "shards", OPEN), asks: ["sessions: shards"] },
  {
    rule: "plan-dns-replicas",
    of: "platform",
    change: set("network", "nodesPerZone", OPEN),
    asks: ["cluster: nodes of the ceiling"],
  },
];

/** Not broken: smaller than planned where a plan is only begun, and somewhere else what a team says is somewhere else. */
export const FINE_PLAN: readonly Omit<Broken, "says">[] = [
  { rule: "plan-pools", facts: { mode: "rehearsal" }, change: set("core", "nodes", 3) },
  { rule: "plan-pools", facts: { mode: "armed" }, change: set("core", "nodes", 3) },
  { rule: "plan-carried", change: without("sessions"), config: { elsewhere: ["cache"] } },
  { rule: "plan-split", facts: { plan: { ...happyPlan, cdnShares: { cloudfront: 0.7, cloudflare: 0.3 } } } },
];
