import { TYPES } from "../../../policies/types";
import type { Broken, Open } from "../support/case";
import { all, copies, OPEN, plus, set } from "../support/change";
import { happyFacts, happyPlan } from "../support/happy-facts";

const CORE_A = "core-group-us-east-1a-1";
const without = (key: string) => ({ ...happyPlan, quotas: happyPlan.quotas.filter((each) => each.key !== key) });
const lower = (key: string, value: number) => ({ appliedQuotas: { ...happyFacts.appliedQuotas, [key]: value } });
const used = (key: string, value: number) => ({ inUse: { ...happyFacts.inUse, [key]: value } });

export const BROKEN_LIMITS: readonly Broken[] = [
  {
    rule: "limits-nodes-per-group",
    change: set(CORE_A, "scalingConfig.maxSize", 451),
    says: ["core-group-us-east-1a-1: 451 nodes at most, allowed 450 (a new account's quota)"],
  },
  {
    rule: "limits-nodes-per-group",
    facts: lower("aws/eks/nodes-per-managed-node-group", 449),
    change: set(CORE_A, "scalingConfig.maxSize", 450),
    says: [
      "core-group-us-east-1a-1: 450 nodes at most, allowed 449 (the account's quota)",
      "core-group-us-east-1b-1: 450 nodes at most, allowed 449 (the account's quota)",
      "core-group-us-east-1c-1: 450 nodes at most, allowed 449 (the account's quota)",
      "upload-group-us-east-1a-1: 450 nodes at most, allowed 449 (the account's quota)",
      "upload-group-us-east-1b-1: 450 nodes at most, allowed 449 (the account's quota)",
      "upload-group-us-east-1c-1: 450 nodes at most, allowed 449 (the account's quota)",
      "value-added-group-us-east-1a-1: 450 nodes at most, allowed 449 (the account's quota)",
      "value-added-group-us-east-1b-1: 450 nodes at most, allowed 449 (the account's quota)",
      "value-added-group-us-east-1c-1: 450 nodes at most, allowed 449 (the account's quota)",
    ],
  },
  {
    rule: "limits-node-groups-per-cluster",
    facts: used("aws/eks/managed-node-groups-per-cluster", 22),
    says: ["stack: 31 node groups, 22 of them of other stacks, allowed 30 (a new account's quota)"],
  },
  {
    rule: "limits-node-groups-per-cluster",
    change: copies(CORE_A, 21),
    says: ["stack: 31 node groups, 1 of them of other stacks, allowed 30 (a new account's quota)"],
  },
  {
    rule: "limits-nodes-per-cluster",
    facts: used("aws/eks/nodes-per-cluster-without-talking-to-aws", 980),
    says: ["stack: 1,001 nodes, 980 of them of other stacks, allowed 1,000 (a new account's quota)"],
  },
  {
    rule: "limits-cluster-envelope",
    change: set(CORE_A, "scalingConfig.desiredSize", 4984),
    says: ["stack: 5,001 nodes, allowed 5,000 (the provider's limit)"],
  },
  {
    rule: "limits-cluster-envelope",
    change: set("api", "maxReplicas", 149_974),
    says: ["stack: 150,001 pods, allowed 150,000 (the provider's limit)"],
  },
  {
    rule: "limits-pods-per-namespace",
    change: set("api", "maxReplicas", 2974),
    says: ["stack: 3,001 pods, allowed 3,000 (the provider's limit)"],
  },
  {
    rule: "limits-endpoints-per-service",
    change: set("api", "maxReplicas", 251),
    says: ["api: 251 pods behind one service, allowed 250 (the provider's limit)"],
  },
  {
    rule: "limits-vcpu-on-demand",
    facts: lower("aws/ec2/running-on-demand-standard-instances", 679),
    says: [
      "stack: 680 vCPU of standard machines on demand, 32 of them of other stacks, allowed 679 (the account's quota)",
    ],
  },
  {
    rule: "limits-vcpu-on-demand",
    change: set(CORE_A, "instanceTypes", ["g5.xlarge"]),
    says: ["stack: 16 vCPU of g-and-vt machines on demand, allowed 0 (a new account's quota)"],
  },
  {
    rule: "limits-vcpu-spot",
    change: set(CORE_A, "capacityType", "SPOT"),
    says: ["stack: 192 vCPU of standard machines on spot, allowed 5 (a new account's quota)"],
  },
  {
    rule: "limits-platform-ceiling",
    facts: { ceilingNodes: 20 },
    says: ["stack: 21 event nodes, allowed 20 (the platform's ceiling)"],
  },
  {
    rule: "limits-network-interfaces",
    facts: used("aws/vpc/network-interfaces-per-region", 4987),
    says: ["stack: 5,001 interfaces in a zone, 4,987 of them of other stacks, allowed 5,000 (a new account's quota)"],
  },
  {
    rule: "limits-network-addresses",
    facts: used("aws/vpc/network-address-usage", 63_900),
    says: ["stack: 64,080 address units, 63,900 of them of other stacks, allowed 64,000 (a new account's quota)"],
  },
  {
    rule: "limits-elastic-addresses",
    of: "platform",
    facts: lower("aws/ec2/ec2-vpc-elastic-ips", 2),
    says: ["stack: 3 elastic addresses, allowed 2 (the account's quota)"],
  },
  {
    rule: "limits-nat-gateways",
    of: "platform",
    change: copies("network-nat-us-east-1a", 5),
    says: ["stack: 6 NAT gateways in us-east-1a, allowed 5 (a new account's quota)"],
  },
  {
    rule: "limits-nat-addresses",
    of: "platform",
    change: set("network-nat-us-east-1a", "secondaryAllocationIds", ["two", "three"]),
    says: ["network-nat-us-east-1a: 3 addresses, allowed 2 (a new account's quota)"],
  },
  {
    rule: "limits-load-balancers",
    change: copies("ingress-alb-1", 50),
    says: ["stack: 51 application balancers, allowed 50 (a new account's quota)"],
  },
  {
    rule: "limits-load-balancers",
    change: copies("ingress-nlb-1", 50),
    says: ["stack: 51 network balancers, allowed 50 (a new account's quota)"],
  },
  {
    rule: "limits-targets-per-balancer",
    change: set("ingress", "requests.targetsOfOneBalancer", 1001),
    says: ["ingress: 1,001 targets of one application balancer, allowed 1,000 (a new account's quota)"],
  },
  {
    rule: "limits-targets-per-balancer",
    change: set("ingress", "connections.targetsOfOneBalancer", 1501),
    says: ["ingress: 1,501 targets of one network balancer, allowed 1,500 (a new account's quota)"],
  },
  {
    rule: "limits-targets-per-group",
    change: set("api", "maxReplicas", 1001),
    says: ["api: 1,001 pods in one target group, allowed 1,000 (a new account's quota)"],
  },
  {
    rule: "limits-balancer-rules",
    change: copies("ingress-rule-alb-1-api", 99),
    says: ["ingress-alb-1: 101 rules, allowed 100 (a new account's quota)"],
  },
  {
    rule: "limits-reserved-capacity",
    facts: { appliedQuotas: {} },
    says: ["stack: 500 reserved units of application balancers, allowed 0 (a new account's quota)"],
  },
  {
    rule: "limits-reserved-capacity",
    change: set("ingress-nlb-1", "minimumLoadBalancerCapacity.capacityUnits", 5001),
    says: ["stack: 5,001 reserved units of network balancers, allowed 5,000 (the account's quota)"],
  },
  {
    rule: "limits-distributions",
    change: copies("media-1-cdn", 499),
    says: ["stack: 501 distributions, allowed 500 (a new account's quota)"],
  },
  {
    rule: "limits-distribution-rates",
    change: set("media-1", "expected.gbps", 150.5),
    says: ["media-1: 150.5 Gbps, allowed 150 (a new account's quota)"],
  },
  {
    rule: "limits-distribution-rates",
    change: set("media-2", "expected.requestsPerSecond", 250_001),
    says: ["media-2: 250,001 requests/s, allowed 250,000 (a new account's quota)"],
  },
  {
    rule: "limits-cloudfront-policies",
    of: "platform",
    change: copies("delivery-segments", 18),
    says: ["stack: 21 cache policies, allowed 20 (a new account's quota)"],
  },
  {
    rule: "limits-web-acl-capacity",
    change: set("web", "capacityUnits", 5001),
    says: ["web: 5,001 capacity units, allowed 5,000 (the provider's limit)"],
  },
  {
    rule: "limits-web-acl-capacity",
    change: set("web", "capacityUnits", 1501),
    config: { mostUnits: 1500 },
    says: ["web: 1,501 capacity units, allowed 1,500 (the team's setting)"],
  },
  {
    rule: "limits-web-acl-rate",
    change: set("web-acl", "rules.2.statement.rateBasedStatement.limit", 9),
    says: ["web-acl: 9 requests in rule per-address, allowed 10 to 2,000,000,000 (the provider's limit)"],
  },
  {
    rule: "limits-web-acl-associations",
    change: copies("web-association-alb-1", 100),
    says: ["web-acl: 101 balancers, allowed 100 (a new account's quota)"],
  },
  {
    rule: "limits-web-acl-requests",
    facts: lower("aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional", 29_999),
    says: ["stack: 30,000 requests/s to one web ACL, allowed 29,999 (the account's quota)"],
  },
  {
    rule: "limits-security-group-rules",
    change: copies("ingress-alb-from-443-173-245-48-0-20", 60),
    says: ["ingress-alb-firewall: 61 rules in, allowed 60 (a new account's quota)"],
  },
  {
    rule: "limits-security-group-rules",
    change: all(
      set("ingress-alb-from-443-173-245-48-0-20", "prefixListId", "pl-1"),
      copies("ingress-alb-from-443-173-245-48-0-20", 1),
    ),
    says: ["ingress-alb-firewall: 110 rules in, allowed 60 (a new account's quota)"],
  },
  {
    rule: "limits-ruleset-rules",
    of: "platform",
    facts: { cloudflarePlan: "free" },
    change: set("edge-firewall", "rules", Array(6).fill({})),
    says: ["edge-firewall: 6 rules, allowed 5 (plan free)"],
  },
  {
    rule: "limits-roles",
    facts: used("aws/iam/roles-per-account", 1000),
    says: ["stack: 1,001 roles, 1,000 of them of other stacks, allowed 1,000 (a new account's quota)"],
  },
  {
    rule: "limits-cache-nodes",
    change: set("sessions", "nodes", 91),
    says: ["sessions: 91 nodes, allowed 90 (a new account's quota)"],
  },
  {
    rule: "limits-cache-nodes",
    facts: used("aws/elasticache/nodes-per-region", 293),
    says: ["stack: 301 cache nodes, 293 of them of other stacks, allowed 300 (a new account's quota)"],
  },
  {
    rule: "limits-database-instances",
    change: set("readers", "readers", 16),
    says: ["readers: 16 readers, allowed 15 (a new account's quota)"],
  },
  {
    rule: "limits-database-instances",
    facts: used("aws/rds/db-instances", 38),
    says: ["stack: 41 database instances, 38 of them of other stacks, allowed 40 (a new account's quota)"],
  },
  {
    rule: "limits-disks",
    change: set("core", "diskGib", 5000),
    says: ["stack: 59.47 TiB of disks, allowed 50 (a new account's quota)"],
  },
  {
    rule: "limits-vpc-blocks",
    of: "platform",
    change: copies("network-block-100-64-0-0-16", 2),
    says: ["network-vpc: 6 address blocks, allowed 5 (a new account's quota)"],
  },
  {
    rule: "limits-waiting-room",
    change: set("door-room", "totalActiveUsers", 199),
    says: ["door-room: 199 active users, allowed 200 to 2,147,483,647 (the provider's limit)"],
  },
  {
    rule: "limits-waiting-room",
    change: set("door-room", "sessionDuration", 31),
    says: ["door-room: 31 minutes of a session, allowed 1 to 30 (the provider's limit)"],
  },
  {
    rule: "limits-name-lengths",
    change: set("ingress-alb-1", "name", "x".repeat(33)),
    says: ["ingress-alb-1: a name of 33 characters, allowed 32 (the provider's limit)"],
  },
];

export const OPEN_LIMITS: readonly Open[] = [
  {
    rule: "limits-nodes-per-group",
    change: set(CORE_A, "scalingConfig", OPEN),
    asks: ["core-group-us-east-1a-1: how many nodes at most"],
  },
  {
    rule: "limits-nodes-per-cluster",
    change: set(CORE_A, "scalingConfig.desiredSize", OPEN),
    asks: ["stack: how many nodes core-group-us-east-1a-1 adds to 17"],
  },
  {
    rule: "limits-cluster-envelope",
    change: set("api", "maxReplicas", OPEN),
    asks: ["stack: how many pods api adds to 27"],
  },
  {
    rule: "limits-pods-per-namespace",
    change: set("api", "maxReplicas", OPEN),
    asks: ["stack: how many pods api adds to 27"],
  },
  {
    rule: "limits-endpoints-per-service",
    change: set("api", "maxReplicas", OPEN),
    asks: ["api: how many pods behind one service"],
  },
  {
    rule: "limits-vcpu-on-demand",
    change: set(CORE_A, "instanceTypes", OPEN),
    asks: ["stack: how many vCPU of standard machines on demand core-group-us-east-1a-1 adds to 488"],
  },
  {
    rule: "limits-vcpu-on-demand",
    change: set(CORE_A, "instanceTypes", ["m99.large"]),
    asks: ["stack: how many vCPU of standard machines on demand core-group-us-east-1a-1 adds to 488"],
  },
  {
    rule: "limits-vcpu-spot",
    change: set(CORE_A, "capacityType", OPEN),
    asks: ["stack: how many vCPU of standard machines on spot core-group-us-east-1a-1 adds to 0"],
  },
  {
    rule: "limits-platform-ceiling",
    facts: { ceilingNodes: null },
    asks: ["stack: the ceiling: the platform's outputs don't name one"],
  },
  {
    rule: "limits-platform-ceiling",
    change: set("core", "nodes", OPEN),
    asks: ["stack: how many event nodes core adds to 9"],
  },
  {
    rule: "limits-network-interfaces",
    facts: { plan: without("aws/vpc/network-interfaces-per-region") },
    asks: ["stack: interfaces in a zone: the plan doesn't count them"],
  },
  {
    rule: "limits-network-addresses",
    change: set("core", "nodes", OPEN),
    asks: ["stack: how many address units core adds to 78"],
  },
  {
    rule: "limits-nat-gateways",
    of: "platform",
    change: set("network-public-us-east-1a", "availabilityZone", OPEN),
    asks: [
      "stack: how many NAT gateways in us-east-1b network-nat-us-east-1a adds to 1",
      "stack: how many NAT gateways in us-east-1c network-nat-us-east-1a adds to 1",
    ],
  },
  {
    rule: "limits-nat-addresses",
    of: "platform",
    change: set("network-nat-us-east-1a", "secondaryAllocationIds", OPEN),
    asks: ["network-nat-us-east-1a: how many addresses"],
  },
  {
    rule: "limits-load-balancers",
    change: set("ingress-alb-1", "loadBalancerType", OPEN),
    asks: [
      "stack: how many application balancers ingress-alb-1 adds to 0",
      "stack: how many network balancers ingress-alb-1 adds to 1",
    ],
  },
  {
    rule: "limits-targets-per-balancer",
    change: set("ingress", "requests", OPEN),
    asks: ["ingress: how many targets of one application balancer"],
  },
  {
    rule: "limits-targets-per-group",
    change: set("api", "shards", OPEN),
    asks: ["api: how many pods in one target group"],
  },
  {
    rule: "limits-reserved-capacity",
    facts: {
      appliedQuotas: {
        "aws/elasticloadbalancing/reserved-application-load-balancer-capacity-units-lcu-per-region": 1000,
      },
    },
    asks: ["stack: 2,000 reserved units of network balancers: nobody publishes how many are allowed"],
  },
  {
    rule: "limits-reserved-capacity",
    change: set("ingress-alb-1", "minimumLoadBalancerCapacity", OPEN),
    asks: ["stack: how many reserved units of application balancers ingress-alb-1 adds to 0"],
  },
  {
    rule: "limits-distribution-rates",
    change: set("media-1", "expected", undefined),
    asks: ["media-1: what the plan expects of the host: its component isn't told"],
  },
  {
    rule: "limits-distribution-rates",
    change: set("media-1", "expected.gbps", OPEN),
    asks: ["media-1: how many Gbps"],
  },
  {
    rule: "limits-web-acl-capacity",
    change: set("web", "capacityUnits", OPEN),
    asks: ["web: how many capacity units"],
  },
  { rule: "limits-web-acl-rate", change: set("web-acl", "rules", OPEN), asks: ["web-acl: the web ACL's rules"] },
  {
    rule: "limits-web-acl-requests",
    facts: { plan: without("aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional") },
    asks: ["stack: requests to the app host: the plan doesn't count them"],
  },
  {
    rule: "limits-ruleset-rules",
    of: "platform",
    facts: { cloudflarePlan: null },
    asks: [
      "edge-firewall: how many rules the zone's plan allows: nobody says which plan it is",
      "edge-rate-limit: how many rules the zone's plan allows: nobody says which plan it is",
    ],
  },
  {
    rule: "limits-ruleset-rules",
    of: "platform",
    change: set("edge-firewall", "rules", OPEN),
    asks: ["edge-firewall: the rules of the set"],
  },
  {
    rule: "limits-cache-nodes",
    change: set("sessions", "nodes", OPEN),
    asks: ["sessions: how many nodes", "stack: how many cache nodes sessions adds to 2"],
  },
  { rule: "limits-database-instances", change: set("readers", "readers", OPEN), asks: ["readers: how many readers"] },
  {
    rule: "limits-disks",
    change: set("core", "diskGib", OPEN),
    asks: ["stack: how many TiB of disks core adds to 0.88"],
  },
  {
    rule: "limits-waiting-room",
    change: set("door-room", "totalActiveUsers", OPEN),
    asks: ["door-room: active users"],
  },
  { rule: "limits-name-lengths", change: plus(TYPES.bucket, "later", { bucket: OPEN }), asks: ["later: its bucket"] },
];
