import { point } from "../../capacity/interval";
import type { LayerSizing, Provision } from "../../capacity/layers/layer";
import type { CostLine, CurvePoint, Moment, NodePool, Phase, Plan, QuotaNeed } from "../../capacity/plan-document";
import { PLAN_VERSION } from "../../capacity/plan-document";
import type { Unit } from "../../capacity/units";

// A plan made by hand, so that a report can be judged without the calculator: every kind of row, unknown and assumed numbers,
// blockers, and nothing that needs to add up.

const START = Date.UTC(2027, 0, 31);
const SHANGHAI_HOURS = 8;

/** The moment so many minutes after the start, in Shanghai. */
function at(minutes: number): Moment {
  const instant = START + minutes * 60_000;
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);
  return { utc: `${iso(instant)}Z`, local: `${iso(instant + SHANGHAI_HOURS * 3_600_000)}+08:00[Asia/Shanghai]` };
}

function provision(resource: string, unit: Unit, design: number, provisioned: number | null): Provision {
  const required = design * 1.19;
  return {
    resource,
    unit,
    design,
    required,
    provisioned: provisioned ?? required,
    utilization: provisioned === null ? null : required / provisioned,
  };
}

type LayerFields = Pick<LayerSizing, "id" | "title" | "resources" | "unitName" | "units"> & Partial<LayerSizing>;

function layer(fields: LayerFields): LayerSizing {
  return {
    layer: fields.id.split(":")[0] as LayerSizing["layer"],
    criticality: "core",
    bindingConstraint: fields.resources[0]?.resource ?? "minimum",
    waterfall: null,
    candidates: [],
    workload: null,
    settings: {},
    findings: [],
    ...fields,
  };
}

const layers: readonly LayerSizing[] = [
  layer({
    id: "edge:cloudfront",
    title: "Edge (cloudfront)",
    resources: [
      provision("edgeGbps", "Gbps", 1730, 3150),
      provision("edgeRequestsPerSecond", "requests/s", 412_000, 5_250_000),
    ],
    unitName: "distributions",
    units: 21,
    settings: { distributions: 21 },
  }),
  layer({
    id: "edge:cloudflare",
    title: "Edge (cloudflare)",
    resources: [provision("edgeGbps", "Gbps", 742, null)],
    unitName: "distributions",
    units: 1,
    bindingConstraint: "minimum",
  }),
  layer({
    id: "originShield",
    title: "Origin shield",
    resources: [provision("requestsPerSecond", "requests/s", 640, null)],
    unitName: "shards",
    units: 1,
    bindingConstraint: "minimum",
  }),
  layer({
    id: "origin",
    title: "Origin",
    resources: [
      provision("originRequestsPerSecond", "requests/s", 118, 5500),
      provision("originGbps", "Gbps", 0.042, 100),
    ],
    unitName: "units",
    units: 1,
  }),
  layer({
    id: "ingest",
    title: "Ingest",
    resources: [provision("ingestGbps", "Gbps", 0.012, 2)],
    unitName: "streams",
    units: 2,
    bindingConstraint: "minimum",
  }),
  layer({
    id: "transcode",
    title: "Transcode",
    resources: [provision("vcpu", "vCPU", 15.2, 24)],
    unitName: "pods",
    units: 2,
  }),
  layer({
    id: "package",
    title: "Package",
    resources: [provision("vcpu", "vCPU", 1.1, 4)],
    unitName: "pods",
    units: 2,
  }),
  layer({
    id: "session",
    title: "Sign-in",
    resources: [provision("vcpu", "vCPU", 96.4, 180), provision("memoryGib", "GiB", 11.2, 360)],
    unitName: "pods",
    units: 90,
    waterfall: { demand: 48.2, risk: 57.4, utilization: 82, zoneLoss: 87.1, count: 90 },
    candidates: [
      { name: "2 vCPU pods", units: 90, usdPerHour: 7.2, chosen: true, rejected: null },
      { name: "4 vCPU pods", units: 48, usdPerHour: 7.68, chosen: false, rejected: "costs 0.48 USD/h more" },
    ],
  }),
  layer({
    id: "api",
    title: "API",
    resources: [provision("vcpu", "vCPU", 310, 540), provision("requestsPerSecond", "requests/s", 46_200, 81_000)],
    unitName: "pods",
    units: 270,
  }),
  layer({
    id: "service:rewards",
    title: "Service (rewards)",
    criticality: "value-added",
    resources: [provision("vcpu", "vCPU", 42, 72)],
    unitName: "pods",
    units: 36,
  }),
  layer({
    id: "chat",
    title: "Chat",
    criticality: "value-added",
    resources: [
      provision("connections", "connections", 252_000, 450_000),
      provision("deliveriesPerSecond", "messages/s", 1_260_000, 2_400_000),
    ],
    unitName: "pods",
    units: 48,
    bindingConstraint: "deliveriesPerSecond",
  }),
  layer({
    id: "upload",
    title: "Upload",
    criticality: "value-added",
    resources: [provision("vcpu", "vCPU", 118, 192), provision("ingressGbps", "Gbps", 2.1, 18.75)],
    unitName: "pods",
    units: 48,
  }),
  layer({
    id: "telemetry",
    title: "Telemetry",
    resources: [provision("beaconsPerSecond", "requests/s", 28_000, 48_000)],
    unitName: "pods",
    units: 12,
  }),
  layer({
    id: "cache",
    title: "Cache",
    resources: [
      provision("operationsPerSecond", "operations/s", 210_000, 400_000),
      provision("memoryGib", "GiB", 24.6, 52.8),
    ],
    unitName: "shards",
    units: 4,
  }),
  layer({
    id: "database",
    title: "Database",
    resources: [
      provision("writesPerSecond", "operations/s", 1900, 3600),
      provision("connections", "connections", 1620, 3000),
    ],
    unitName: "instances",
    units: 3,
  }),
  layer({
    id: "network",
    title: "Network",
    resources: [provision("loadBalancerUnits", "LCU", 1850, 3000), provision("natGbps", "Gbps", 0.4, 100)],
    unitName: "load balancers",
    units: 2,
    bindingConstraint: "quota",
  }),
  layer({
    id: "firewall",
    title: "Firewall",
    resources: [provision("requestsPerSecond", "requests/s", 61_000, 25_000)],
    unitName: "units",
    units: 1,
    bindingConstraint: "limit",
  }),
  layer({
    id: "admission",
    title: "Admission",
    resources: [provision("newUsersPerMinute", "users/min", 84_000, 120_000)],
    unitName: "rooms",
    units: 1,
    settings: { totalActiveUsers: 1_050_000, newUsersPerMinute: 120_000 },
  }),
  layer({
    id: "cluster",
    title: "Cluster",
    resources: [provision("nodes", "nodes", 171, 5000), provision("pods", "pods", 560, 150_000)],
    unitName: "count",
    units: 1,
    bindingConstraint: "minimum",
  }),
];

function pool(fields: Pick<NodePool, "name" | "nodes" | "instanceTypes"> & Partial<NodePool>): NodePool {
  return {
    purchaseOption: "on-demand",
    nodesPerZone: fields.nodes / 3,
    groupsPerZone: 1,
    vcpuPerNode: 16,
    memoryGibPerNode: 32,
    allocatable: { vcpu: 15.89, memoryGib: 28.4, networkGbps: 5, pods: 110 },
    relativeSpeed: 1.31,
    packing: { vcpu: 0.91, memoryGib: 0.44, networkGbps: 0.12, pods: 0.07 },
    lowerBoundNodes: fields.nodes - 1,
    bindingConstraint: "vcpu",
    usdPerHour: fields.nodes * 0.58,
    workloads: [],
    runnersUp: [],
    ...fields,
  };
}

const nodePools: readonly NodePool[] = [
  pool({
    name: "core",
    nodes: 102,
    instanceTypes: ["c7g.4xlarge", "c6g.4xlarge", "m7g.4xlarge"],
    workloads: [
      { id: "session", pods: 90 },
      { id: "api", pods: 270 },
      { id: "telemetry", pods: 12 },
    ],
    runnersUp: [{ instanceType: "c7i.4xlarge", nodes: 108, usdPerHour: 77.11, rejected: "costs 17.95 USD/h more" }],
  }),
  pool({ name: "media", nodes: 3, instanceTypes: ["m7g.2xlarge"], workloads: [{ id: "package", pods: 2 }] }),
  pool({ name: "transcode", nodes: 6, instanceTypes: ["c7i.8xlarge"], workloads: [{ id: "transcode", pods: 2 }] }),
  pool({
    name: "value-added",
    nodes: 30,
    instanceTypes: ["r7g.2xlarge", "r6g.2xlarge"],
    bindingConstraint: "memoryGib",
    packing: { vcpu: 0.52, memoryGib: 0.93, networkGbps: 0.31, pods: 0.2 },
    usdPerHour: null,
    workloads: [
      { id: "chat", pods: 48 },
      { id: "service:rewards", pods: 36 },
    ],
  }),
  pool({
    name: "upload",
    nodes: 30,
    instanceTypes: ["c7g.4xlarge"],
    purchaseOption: "spot",
    workloads: [{ id: "upload", pods: 48 }],
  }),
];

function quota(
  fields: Pick<QuotaNeed, "key" | "name" | "unit" | "value" | "needed" | "status"> & Partial<QuotaNeed>,
): QuotaNeed {
  return {
    provider: "aws",
    service: "ec2",
    code: null,
    region: "ap-southeast-1",
    basis: "default",
    requestedValue: null,
    leadTimeHours: { low: 24, expected: 72, high: 168 },
    latestAsk: null,
    neededBy: at(-180),
    why: "the pools of the event at full size",
    source: "https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html",
    ...fields,
  };
}

const quotas: readonly QuotaNeed[] = [
  quota({
    key: "ec2.standard-vcpu",
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    code: "L-1216C47A",
    unit: "vCPU",
    value: 5,
    needed: 2736,
    status: "late",
    requestedValue: 3072,
    latestAsk: at(-180 - 168 * 60),
  }),
  quota({
    key: "cloudfront.gbps",
    service: "cloudfront",
    name: "Data transfer rate per distribution",
    code: "L-F1BA80AC",
    unit: "Gbps",
    region: null,
    value: 150,
    basis: "applied",
    needed: 98,
    status: "ok",
  }),
  quota({
    key: "cloudfront.distributions",
    service: "cloudfront",
    name: "Web distributions per AWS account",
    code: "L-24B04930",
    unit: "distributions",
    region: null,
    value: 200,
    needed: 21,
    status: "ok",
  }),
  quota({
    key: "elb.lcu",
    service: "elasticloadbalancing",
    name: "Reserved Application Load Balancer Capacity Units (LCUs) per Region",
    code: "L-CBD80C96",
    unit: "LCU",
    value: 0,
    needed: 3000,
    status: "raise",
    requestedValue: 3300,
    latestAsk: at(-180 - 48 * 60),
    leadTimeHours: { low: 4, expected: 24, high: 48 },
  }),
  quota({
    key: "wafv2.requests",
    service: "wafv2",
    name: "Requests per second per web ACL",
    unit: "requests/s",
    value: 25_000,
    needed: 72_590,
    status: "raise",
    requestedValue: 80_000,
    latestAsk: at(-180 - 168 * 60),
  }),
  quota({
    key: "ec2.spot-vcpu",
    name: "All Standard Spot Instance Requests",
    code: "L-34B43A08",
    unit: "vCPU",
    value: 5,
    needed: 480,
    status: "late",
    requestedValue: 544,
    latestAsk: at(-180 - 168 * 60),
  }),
  quota({
    key: "vpc.eips",
    name: "EC2-VPC Elastic IPs",
    code: "L-0263D0A3",
    unit: "addresses",
    value: 5,
    needed: 3,
    status: "ok",
  }),
  quota({
    key: "eks.groups",
    service: "eks",
    name: "Managed node groups per cluster",
    code: "L-6D54EA21",
    unit: "groups",
    value: 30,
    needed: 15,
    status: "ok",
  }),
  quota({
    key: "eks.nodes",
    service: "eks",
    name: "Nodes per managed node group",
    code: "L-BD136A63",
    unit: "nodes",
    value: 450,
    needed: 34,
    status: "ok",
  }),
  quota({
    key: "cloudflare.waiting-room",
    provider: "cloudflare",
    service: "waiting-room",
    name: "Total active users of a waiting room",
    unit: "users",
    region: null,
    value: null,
    basis: "unknown",
    needed: 1_050_000,
    status: "unknown",
    leadTimeHours: { low: null, expected: null, high: null },
  }),
  quota({
    key: "elb.targets",
    service: "elasticloadbalancing",
    name: "Targets per Application Load Balancer",
    code: "L-7E6692B2",
    unit: "targets",
    value: 1000,
    needed: 420,
    status: "ok",
  }),
  quota({
    key: "rds.instances",
    service: "rds",
    name: "DB instances",
    code: "L-7B6409FD",
    unit: "instances",
    value: 40,
    basis: "applied",
    needed: 3,
    status: "ok",
  }),
];

function line(
  fields: Pick<CostLine, "id" | "layer" | "item" | "quantity" | "unit" | "usdPerUnit" | "usd"> & Partial<CostLine>,
): CostLine {
  return { byPhase: {}, assumed: false, source: "https://aws.amazon.com/pricing/", note: "", ...fields };
}

const perOccurrence: readonly CostLine[] = [
  line({
    id: "cloudfront.egress",
    layer: "edge:cloudfront",
    item: "CloudFront data transfer out",
    quantity: 778_500,
    unit: "GB",
    usdPerUnit: null,
    usd: 41_284.5,
    note: "tiers from 0.120 to 0.060 USD/GB",
  }),
  line({
    id: "cloudflare.egress",
    layer: "edge:cloudflare",
    item: "Cloudflare delivery",
    quantity: 333_900,
    unit: "GB",
    usdPerUnit: null,
    usd: null,
    note: "supply the price agreed with cloudflare as delivery.cdns[1].usdPerGb",
  }),
  line({
    id: "cloudfront.requests",
    layer: "edge:cloudfront",
    item: "CloudFront HTTPS requests",
    quantity: 1483.2,
    unit: "million",
    usdPerUnit: 1.2,
    usd: 1779.84,
  }),
  line({
    id: "ec2.core",
    layer: "compute",
    item: "Pool core: c7g.4xlarge",
    quantity: 459,
    unit: "instance h",
    usdPerUnit: 0.58,
    usd: 266.22,
    byPhase: { preScale: 88.74, peak: 177.48 },
  }),
  line({
    id: "ec2.value-added",
    layer: "compute",
    item: "Pool value-added: r7g.2xlarge",
    quantity: 135,
    unit: "instance h",
    usdPerUnit: null,
    usd: null,
    note: "supply it under prices: as r7g.2xlarge, in USD per hour",
  }),
  line({
    id: "alb.lcu",
    layer: "network",
    item: "Reserved balancer capacity",
    quantity: 13_500,
    unit: "LCU h",
    usdPerUnit: 0.008,
    usd: 108,
  }),
  line({
    id: "waf.requests",
    layer: "firewall",
    item: "Web ACL requests",
    quantity: 184.5,
    unit: "million",
    usdPerUnit: 0.6,
    usd: 110.7,
    assumed: true,
  }),
  line({
    id: "s3.requests",
    layer: "origin",
    item: "Object storage GET",
    quantity: 424_800,
    unit: "requests",
    usdPerUnit: 0.0000004,
    usd: 0.17,
  }),
];

const PHASES: readonly (readonly [Phase["phase"], number, number, number, number])[] = [
  ["rehearsal", -1440, -1320, 10_000, 12],
  ["preScale", -180, -30, 0, 171],
  ["doors", -30, -15, 42_000, 171],
  ["ramp", -15, 0, 840_000, 171],
  ["peak", 0, 60, 840_000, 171],
  ["drain", 60, 90, 16_800, 171],
  ["teardown", 90, 150, 0, 0],
];

function curve(): readonly CurvePoint[] {
  const viewers = (minute: number) => {
    if (minute < -30) return 0;
    if (minute < -15) return (42_000 * (minute + 30)) / 15;
    if (minute < 0) return 42_000 + (798_000 * (1 - Math.cos((Math.PI * (minute + 15)) / 15))) / 2;
    if (minute <= 60) return 840_000;
    return Math.max(0, 840_000 * (1 - (minute - 60) / 30));
  };
  const nodes = (minute: number) => {
    if (minute < -180) return 0;
    if (minute < -150) return Math.round((171 * (minute + 180)) / 30);
    return minute <= 90 ? 171 : Math.max(0, Math.round(171 * (1 - (minute - 90) / 60)));
  };
  return Array.from({ length: 74 }, (_, i) => -210 + i * 5).map((minute) => ({
    utc: at(minute).utc,
    viewers: Math.round(viewers(minute)),
    nodes: nodes(minute),
    capacityViewers: Math.round((nodes(minute) / 171) * 1_050_000),
  }));
}

/** A blocked plan with every kind of row that a report must print. */
export const samplePlan: Plan = {
  version: PLAN_VERSION,
  event: {
    name: "morning-meeting",
    owner: "live-operations@example.com",
    tier: "1m",
    start: at(0),
    end: at(60),
    durationSeconds: 3600,
    zone: "Asia/Shanghai",
    occurrences: Array.from({ length: 15 }, (_, day) => at(day * 1440)),
    protocol: "hls",
    region: "ap-southeast-1",
    zones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    survivingZones: 2,
    peakConcurrentViewers: { low: 700_000, expected: 840_000, high: 1_000_000 },
  },
  basis: {
    at: at(-4 * 1440),
    worlds: 1000,
    seed: 1,
    riskRatio: 0.05,
    jointHoldRatio: 0.951,
    commonQuantile: 0.986,
    catalogDate: "2026-07-01",
  },
  verdict: {
    status: "blocked",
    sentence:
      "Not ready for 1.0M viewers with 95 % confidence; 3 blockers: 2,736 standard vCPU can't be had in time, spot vCPU can't be had in time, web ACL holds 25,000 requests/s.",
    plannedViewers: 1_000_000,
    confidenceRatio: 0.951,
    blockers: 3,
    warnings: 2,
  },
  demand: [
    { name: "joinsPerSecond", unit: "joins/s", design: 1633, low: 1208, high: 2410 },
    { name: "rejoinsPerSecond", unit: "rejoins/s", design: 2800, low: 900, high: 7200 },
    { name: "egressGbps", unit: "Gbps", design: 2472, low: 1905, high: 3180 },
    { name: "edgeRequestsPerSecond", unit: "requests/s", design: 588_000, low: 466_000, high: 741_000 },
    { name: "deliveredMbps", unit: "Mbps", design: 2.94, low: 2.41, high: 3.4 },
  ],
  layers,
  nodePools,
  quotas,
  deadlines: [
    {
      id: "certificate",
      thing: "Certificate for the media hosts",
      leadTimeHours: { low: 0.5, expected: 2, high: 24 },
      neededBy: at(-180),
      latestAsk: at(-180 - 1440),
      status: "ok",
      source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    },
    {
      id: "cdn-contract",
      thing: "Second CDN under contract",
      leadTimeHours: { low: 168, expected: 336, high: 720 },
      neededBy: at(-180),
      latestAsk: at(-180 - 720 * 60),
      status: "late",
      source: "assumption",
    },
    {
      id: "chat-vendor",
      thing: "Chat moderation capacity",
      leadTimeHours: { low: null, expected: null, high: null },
      neededBy: at(-30),
      latestAsk: null,
      status: "unknown",
      source: "assumption",
    },
  ],
  timeline: {
    phases: PHASES.map(([phase, from, to, viewers, nodes]) => ({ phase, from: at(from), to: at(to), viewers, nodes })),
    curve: curve(),
  },
  cost: {
    perOccurrence: {
      lines: perOccurrence,
      knownUsd: 43_549.43,
      unpriced: 2,
      exclusions: ["support plans", "taxes", "staff", "committed-use discounts"],
    },
    allOccurrences: { occurrences: 15, knownUsd: 653_241.45 },
    idlePerMonth: {
      lines: [
        line({
          id: "eks.control-plane",
          layer: "cluster",
          item: "EKS control plane",
          quantity: 730,
          unit: "h",
          usdPerUnit: 0.1,
          usd: 73,
        }),
        line({
          id: "nat.hours",
          layer: "network",
          item: "NAT gateways",
          quantity: 2190,
          unit: "h",
          usdPerUnit: 0.059,
          usd: 129.21,
        }),
        line({
          id: "platform.nodes",
          layer: "compute",
          item: "System nodes: m7g.large",
          quantity: 2190,
          unit: "instance h",
          usdPerUnit: 0.0924,
          usd: 202.36,
          assumed: true,
        }),
      ],
      knownUsd: 404.57,
      unpriced: 0,
      exclusions: ["log storage of past events"],
    },
  },
  assumptions: [
    {
      key: "audience.rampSteepness",
      unit: "x",
      interval: { low: 1, expected: 1.6, high: 2.2 },
      origin: "assumed",
      because: "an S-curve grows 1.5 to 2 times as fast in its middle as a straight ramp",
      source: null,
      asOf: "2026-06-01",
      path: "audience.rampSteepness",
    },
    {
      key: "session.validTokenRatio",
      unit: "ratio",
      interval: { low: 0.5, expected: 0.8, high: 0.95 },
      origin: "assumed",
      because: "people of a company that signed in yesterday still hold a token",
      source: null,
      asOf: "2026-06-01",
      path: "features.signIn.validTokenRatio",
    },
    {
      key: "stream.bitrateRatio",
      unit: "ratio",
      interval: { low: 0.82, expected: 1, high: 1.15 },
      origin: "assumed",
      because: "the mix over rungs isn't measured for this audience",
      source: null,
      asOf: "2026-06-01",
      path: "stream.bitrateRatio",
    },
    {
      key: "audience.peakConcurrentViewers",
      unit: "viewers",
      interval: { low: 700_000, expected: 840_000, high: 1_000_000 },
      origin: "given",
      because: "audience.peakConcurrentViewers",
      source: null,
      asOf: null,
      path: "audience.peakConcurrentViewers",
    },
    {
      key: "session.hashesPerSecondPerVcpu",
      unit: "hashes/s",
      interval: point(34.5),
      origin: "known",
      because: "workload.argon2id.hashesPerSecondPerVcpu",
      source: "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
      asOf: "2026-05-12",
      path: null,
    },
  ],
  sensitivity: [
    {
      key: "stream.bitrateRatio",
      unit: "ratio",
      origin: "assumed",
      low: 0.82,
      expected: 1,
      high: 1.15,
      usdAtLow: 36_380,
      usdAtHigh: 49_522,
      shortfallCorrelation: 0.41,
    },
    {
      key: "audience.peakConcurrentViewers",
      unit: "viewers",
      origin: "given",
      low: 700_000,
      expected: 840_000,
      high: 1_000_000,
      usdAtLow: 36_612,
      usdAtHigh: 51_470,
      shortfallCorrelation: 0.72,
    },
    {
      key: "audience.rampSteepness",
      unit: "x",
      origin: "assumed",
      low: 1,
      expected: 1.6,
      high: 2.2,
      usdAtLow: 43_410,
      usdAtHigh: 43_702,
      shortfallCorrelation: 0.55,
    },
    {
      key: "session.validTokenRatio",
      unit: "ratio",
      origin: "assumed",
      low: 0.5,
      expected: 0.8,
      high: 0.95,
      usdAtLow: 43_661,
      usdAtHigh: 43_490,
      shortfallCorrelation: -0.18,
    },
  ],
  levers: [
    {
      id: "cap-ladder",
      title: "Cap the ladder at 540p",
      set: ["stream.ladder=meeting-540p"],
      viewersBefore: 312_000,
      viewersAfter: 498_000,
      usdChange: -14_120,
      viewersLose: "720p: text on slides is softer on large screens",
      removes: [],
    },
    {
      id: "shed-value-added",
      title: "Switch chat, rewards and uploads off",
      set: ["features.chat.enabled=false", "features.rewards.enabled=false", "features.shortVideo.enabled=false"],
      viewersBefore: 312_000,
      viewersAfter: 1_000_000,
      usdChange: null,
      viewersLose: "chat, rewards and short videos",
      removes: ["quota-late ec2.spot-vcpu"],
    },
  ],
  findings: [
    {
      id: "quota-late",
      severity: "blocker",
      where: "ec2.standard-vcpu",
      found: "5 vCPU (default of a new account)",
      expected: "2,736 vCPU by Sun 2027-01-31 05:00 +08:00",
      fix: "Ask for 3,072 now and name the event in the case; meanwhile plan with the levers below",
      source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html",
    },
    {
      id: "quota-late",
      severity: "blocker",
      where: "ec2.spot-vcpu",
      found: "5 vCPU (default of a new account)",
      expected: "480 vCPU",
      fix: "Buy the upload pool on demand, or switch uploads off",
    },
    {
      id: "web-acl-requests",
      severity: "blocker",
      where: "firewall",
      found: "25,000 requests/s per web ACL",
      expected: "72,590 requests/s",
      fix: "Ask for 80,000 requests/s",
    },
    {
      id: "address-limit-blocks-office",
      severity: "warning",
      where: "firewall",
      found: "2,000 requests in 5 min per address",
      expected: "9,600 for 400 viewers behind one address",
      fix: "Set the per-address limit to 9,600 or more",
    },
    {
      id: "price-unknown",
      severity: "warning",
      where: "edge:cloudflare",
      found: "no list price for Cloudflare delivery",
      expected: "a price per GB",
      fix: "State delivery.cdns[1].usdPerGb in the event file",
    },
    {
      id: "cdn-limit-unknown",
      severity: "note",
      where: "edge:cloudflare",
      found: "no negotiated ceiling is stated",
      expected: "at least 883 Gbps",
      fix: "Ask Cloudflare and state delivery.cdns[1].limitGbps",
    },
  ],
};

/** The sample with hostile text wherever a user's words reach the plan. */
export function hostilePlan(text: string): Plan {
  return {
    ...samplePlan,
    event: { ...samplePlan.event, name: text, owner: text, region: text, zone: text },
    verdict: { ...samplePlan.verdict, sentence: text },
    layers: samplePlan.layers.map((layer) => ({
      ...layer,
      id: `service:${text}`,
      title: text,
      bindingConstraint: text,
    })),
    levers: samplePlan.levers.map((lever) => ({ ...lever, title: text, set: [text], viewersLose: text })),
    findings: samplePlan.findings.map((finding) => ({
      ...finding,
      where: text,
      found: text,
      expected: text,
      fix: text,
      source: text,
    })),
  };
}
