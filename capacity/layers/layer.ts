import type { Equation } from "../equation";
import type { Criticality, Event } from "../event/event";
import type { Parameter } from "../parameter";
import type { Finding } from "../problems";
import type { Unit } from "../units";

/** The parts of the chain, in the order in which demand flows through them. */
export const LAYERS = [
  "edge",
  "relay",
  "originShield",
  "origin",
  "ingest",
  "transcode",
  "package",
  "licence",
  "session",
  "api",
  "service",
  "chat",
  "upload",
  "telemetry",
  "cache",
  "database",
  "network",
  "firewall",
  "admission",
  "dns",
  "cluster",
] as const;
export type LayerName = (typeof LAYERS)[number];

/**
 * Demand that layers hand on to the layers behind them: summed over all layers that emit it.
 * `app…` is what arrives at the app host through the balancers; `cache…` and `database…` what services ask of the state holders.
 */
export const FLOWS = {
  originRequestsPerSecond: "requests/s",
  originGbps: "Gbps",
  appRequestsPerSecond: "requests/s",
  appConnectionsPerSecond: "connections/s",
  appConnections: "connections",
  appEgressGbps: "Gbps",
  appIngressGbps: "Gbps",
  relayEgressGbps: "Gbps",
  cacheOperationsPerSecond: "operations/s",
  cacheMemoryGib: "GiB",
  databaseReadsPerSecond: "operations/s",
  databaseWritesPerSecond: "operations/s",
  natGbps: "Gbps",
  natConnections: "connections",
  logGbPerHour: "GB/h",
  storageGbPerHour: "GB/h",
} as const satisfies Readonly<Record<string, Unit>>;
export type FlowName = keyof typeof FLOWS;

/** What a layer must provide at peak, before utilization and zone loss. */
export interface Requirement {
  readonly resource: string;
  readonly unit: Unit;
  /** With the planned viewers and every coefficient at its expected value. */
  readonly design: number;
  /** At the common quantile of the sampled worlds; never below `design`. */
  readonly atRisk: number;
}

export type Requirements = Readonly<Record<string, Requirement>>;

/** The fleet's counts, known once node pools are planned; zero before. */
export interface Fleet {
  readonly nodes: number;
  readonly pods: number;
  readonly vcpu: number;
  readonly cores: number;
  readonly nodeGroups: number;
  readonly nodesPerZone: number;
  readonly podsPerZone: number;
  readonly storageTib: number;
  /** The standard on-demand vCPU per quota class, e.g. `standard`, `gpu`. */
  readonly vcpuByQuota: Readonly<Record<string, number>>;
}

/** What sizing may look at besides the requirement. */
export interface SizingContext {
  readonly event: Event;
  /** The parameter of this instance by local name (`connectionsPerPod`) or of the event by full key (`compute.targetUtilization`). */
  readonly parameter: (name: string) => Parameter;
  /** Its expected value. */
  readonly value: (name: string) => number;
  /** Requirements' flows at the planning quantile, by flow name. */
  readonly flow: (name: FlowName) => number;
  readonly zones: number;
  readonly survivingZones: number;
  /** Highest utilization planned for at peak with all zones, and with the surviving zones only. */
  readonly targetUtilization: number;
  readonly degradedUtilization: number;
  /** Work that a vCPU of the machine does, in vCPU of the reference machine (m5). */
  readonly relativeSpeed: number;
  readonly fleet: Fleet;
}

/** Something that could have carried the layer, and what came of it. */
export interface Candidate {
  readonly name: string;
  readonly units: number;
  /** Null when a price is unknown. */
  readonly usdPerHour: number | null;
  readonly chosen: boolean;
  /** Why it was not taken; null for the chosen one. */
  readonly rejected: string | null;
}

/** A resource of a layer: what is needed, what is there, how full it is. */
export interface Provision {
  readonly resource: string;
  readonly unit: Unit;
  readonly design: number;
  readonly required: number;
  readonly provisioned: number;
  /** required ÷ provisioned with all zones, 0 to 1; null where the provision has no known ceiling. */
  readonly utilization: number | null;
}

/** How a count came about: each number is units after that step, before rounding up. */
export interface Waterfall {
  readonly demand: number;
  readonly risk: number;
  readonly utilization: number;
  readonly zoneLoss: number;
  /** The count after rounding and minimum. */
  readonly count: number;
}

/** One copy of a workload, for the scheduler. */
export interface PodShape {
  readonly vcpu: number;
  readonly memoryGib: number;
  /** Sustained network need of one full pod, 0 when negligible. */
  readonly networkGbps: number;
  /** Connections one pod may hold, null when it is not connections that fill it. */
  readonly connections: number | null;
  /** Whether the pod faces the internet with a public address of its node (not behind a balancer). */
  readonly internetFacing: boolean;
  /** GPUs per pod. */
  readonly gpus: number;
}

export const POOLS = ["core", "media", "transcode", "value-added", "upload"] as const;
/** Machines that are sized together; the upload lane is apart so that it can be shed first. */
export type PoolName = (typeof POOLS)[number];

/** What a layer asks of a node pool. */
export interface Workload {
  readonly id: string;
  readonly pool: PoolName;
  readonly criticality: Criticality;
  readonly pod: PodShape;
  readonly replicas: number;
  readonly image: string | null;
  readonly deployment: string | null;
}

/** The answer for one layer. */
export interface LayerSizing {
  /** `session`, `edge:cloudfront`, `service:rewards`. */
  readonly id: string;
  readonly layer: LayerName;
  readonly title: string;
  readonly criticality: Criticality;
  readonly resources: readonly Provision[];
  /** What is counted (`pods`, `distributions`, `shards`) and how many. */
  readonly unitName: Unit;
  readonly units: number;
  /** The resource that set the count: a resource's name, `minimum`, `quota`, or `limit`. */
  readonly bindingConstraint: string;
  readonly waterfall: Waterfall | null;
  readonly candidates: readonly Candidate[];
  readonly workload: Workload | null;
  /** Numbers that components build from, by name with the unit at the end, e.g. `totalActiveUsers`. */
  readonly settings: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** How one layer of the chain answers demand. Every layer has this one shape, so that one suite of laws runs over all. */
export interface LayerModel {
  readonly layer: LayerName;
  readonly title: string;
  /** `demand`: follows viewers and is computed in every world. `fleet`: follows the planned machines and is computed once. */
  readonly stage: "demand" | "fleet";
  readonly equations: readonly Equation[];
  /** Keys of equations that state a requirement: they must hold in every world that counts as held. */
  readonly requires: readonly string[];
  /** Flows this layer adds to, and the equation that says how much. */
  readonly emits: Readonly<Partial<Record<FlowName, string>>>;
  /** @returns counts and what bound them; never throws for any non-negative requirement. */
  readonly size: (requirements: Requirements, context: SizingContext) => LayerSizing;
}

/** A layer model applied to one thing of the event: one CDN, one service. */
export interface LayerInstance {
  readonly id: string;
  readonly title: string;
  readonly criticality: Criticality;
  readonly model: LayerModel;
  /** Values by local name: sampled parameters, and constants of the event such as a share. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}
