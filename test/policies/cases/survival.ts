import type { Broken, Open } from "../support/case";
import { OPEN, set, without } from "../support/change";
import { happyPlan } from "../support/happy-facts";

const CORE_A = "core-group-us-east-1a-1";
const SPREAD = "spec.template.spec.topologySpreadConstraints";
const alone = [{ id: "m1", host: "m1.media.example.com", cdn: "cloudfront", shareRatio: 1 }];

export const BROKEN_SURVIVAL: readonly Broken[] = [
  {
    rule: "survival-zones",
    change: set("core", "zones", ["us-east-1a", "us-east-1b"]),
    says: ["core: no nodes in us-east-1c, allowed nodes in us-east-1a, us-east-1b, us-east-1c, as planned"],
  },
  {
    rule: "survival-zones",
    facts: { program: "platform", plan: null },
    change: set("core", "zones", ["us-east-1a"]),
    says: ["core: nodes in us-east-1a, allowed 2 zones at least"],
  },
  {
    rule: "survival-zone-loss",
    facts: { plan: { ...happyPlan, event: { ...happyPlan.event, survivingZones: 3 } } },
    says: ["stack: a plan that survives the loss of 0 of 3 zones, allowed the loss of 1"],
  },
  { rule: "survival-cdns", change: set("split", "pathways", alone), says: ["split: 1 CDN, allowed 2 at least"] },
  {
    rule: "survival-origin-shield",
    change: set("media-1-cdn", "origins.0.originShield.enabled", false),
    says: ["media-1-cdn: origin origin has no shield, allowed a shield for every origin"],
  },
  {
    rule: "survival-origin-shield",
    of: "platform",
    change: set("edge-tiered-cache", "value", "off"),
    says: ["edge: no tiered cache, allowed tiered caching on"],
  },
  {
    rule: "survival-origin-shield",
    of: "platform",
    change: without("edge-tiered-cache"),
    says: ["edge: no tiered cache, allowed tiered caching on"],
  },
  {
    rule: "survival-disruption-budgets",
    change: without("api-budget"),
    says: ["api-deployment: no disruption budget, allowed one that selects its pods"],
  },
  {
    rule: "survival-disruption-budgets",
    change: set("api-budget", "spec.maxUnavailable", 0),
    says: ["api-budget: a budget that lets no pod go, allowed some pods at a time, such as 10%"],
  },
  {
    rule: "survival-disruption-budgets",
    change: set("api-budget", "spec.maxUnavailable", "100%"),
    says: ["api-budget: a budget that lets all pods go, allowed some pods at a time, such as 10%"],
  },
  {
    rule: "survival-disruption-budgets",
    change: set("api-budget", "spec.selector.matchLabels", { app: "other" }),
    says: ["api-deployment: no disruption budget, allowed one that selects its pods"],
  },
  {
    rule: "survival-pod-spread",
    change: set("chat-deployment", SPREAD, []),
    says: [
      "chat-deployment: pods that aren't spread over zones, allowed a constraint over topology.kubernetes.io/zone",
    ],
  },
  {
    rule: "survival-drain",
    change: set("ingress-targets-alb-1-api", "deregistrationDelay", 75),
    says: ["api: pods that serve on for 75 s, allowed more than the 75 s for which ingress-targets-alb-1-api drains"],
  },
  {
    rule: "survival-drain",
    change: set("ingress-targets-nlb-1-chat", "deregistrationDelay", 315),
    says: [
      "chat: pods that serve on for 315 s, allowed more than the 315 s for which ingress-targets-nlb-1-chat drains",
    ],
  },
  {
    rule: "survival-drain",
    change: set("api", "preStopSeconds", 60),
    says: ["api: pods that serve on for 60 s, allowed more than the 60 s for which ingress-targets-alb-1-api drains"],
  },
  {
    rule: "survival-drain",
    change: set("api", "graceSeconds", 75),
    says: ["api: a kill after 75 s, allowed more than the 75 s for which its pods serve on"],
  },
  {
    rule: "survival-machine-types",
    change: set("core", "instanceTypes", ["c8a.12xlarge"]),
    says: ["core: 1 machine type (c8a.12xlarge), allowed 2 at least"],
  },
  {
    rule: "survival-keep-alive",
    change: set("ingress-listener-nlb-1-chat", "tcpIdleTimeoutSeconds", 25),
    says: ["ingress-listener-nlb-1-chat: idle connections cut after 25 s, allowed more than the 25 s between pings"],
  },
  {
    rule: "survival-keep-alive",
    change: set("ingress-alb-1", "idleTimeout", 59),
    says: ["ingress-alb-1: idle connections cut after 59 s, allowed 60 s at least, as planned"],
  },
  {
    rule: "survival-stores",
    change: set("sessions-cluster", "replicasPerNodeGroup", 0),
    says: ["sessions-cluster: shards without a replica, allowed one replica of every shard at least"],
  },
  {
    rule: "survival-stores",
    change: set("sessions-cluster", "automaticFailoverEnabled", false),
    says: ["sessions-cluster: no automatic failover, allowed automatic failover"],
  },
  {
    rule: "survival-stores",
    change: set("sessions-cluster", "multiAzEnabled", undefined),
    says: ["sessions-cluster: all nodes in one zone, allowed several zones"],
  },
  {
    rule: "survival-zonal-shift",
    change: set("ingress-alb-1", "enableZonalShift", false),
    says: ["ingress-alb-1: no zonal shift, allowed zonal shift enabled"],
  },
  {
    rule: "survival-zonal-shift",
    of: "platform",
    change: set("cluster-eks", "zonalShiftConfig", undefined),
    says: ["cluster-eks: no zonal shift, allowed zonal shift enabled"],
  },
  {
    rule: "survival-launch-alarms",
    change: set("launches", "nodeGroups.0", "another"),
    says: [
      "core-group-us-east-1a-1: a node group that nobody watches, allowed alarms on its launches and its missing nodes",
    ],
  },
];

export const OPEN_SURVIVAL: readonly Open[] = [
  { rule: "survival-zones", change: set("core", "zones", OPEN), asks: ["core: its zones"] },
  { rule: "survival-cdns", change: set("split", "pathways", OPEN), asks: ["split: its media hosts"] },
  { rule: "survival-origin-shield", change: set("media-1-cdn", "origins", OPEN), asks: ["media-1-cdn: its origins"] },
  {
    rule: "survival-disruption-budgets",
    change: set("api-budget", "spec.maxUnavailable", OPEN),
    asks: ["api-budget: what it lets go"],
  },
  {
    rule: "survival-pod-spread",
    change: set("api-deployment", "spec", OPEN),
    asks: ["api-deployment: how its pods are spread"],
  },
  {
    rule: "survival-drain",
    change: set("api", "preStopSeconds", OPEN),
    asks: ["ingress-targets-alb-1-api: how long it drains"],
  },
  { rule: "survival-machine-types", change: set("core", "instanceTypes", OPEN), asks: ["core: its machine types"] },
  {
    rule: "survival-keep-alive",
    change: set("ingress-alb-1", "idleTimeout", OPEN),
    asks: ["ingress-alb-1: when it cuts idle connections"],
  },
  {
    rule: "survival-stores",
    change: set("sessions-cluster", "replicasPerNodeGroup", OPEN),
    asks: ["sessions-cluster: its replicas"],
  },
  {
    rule: "survival-zonal-shift",
    change: set("ingress-alb-1", "enableZonalShift", OPEN),
    asks: ["ingress-alb-1: whether it can be shifted"],
  },
  {
    rule: "survival-launch-alarms",
    change: set(CORE_A, "nodeGroupName", OPEN),
    asks: ["core-group-us-east-1a-1: whether it is watched"],
  },
];
