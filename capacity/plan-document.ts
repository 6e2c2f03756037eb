import type { Interval } from "./interval";
import type { LayerSizing, PoolName } from "./layers/layer";
import type { Origin } from "./parameter";
import type { Finding } from "./problems";
import type { Unit } from "./units";

/** Version of the plan's JSON: raised when a field is removed or changes its meaning. */
export const PLAN_VERSION = 1;

/** An instant in the two forms people read, both without fractions. */
export interface Moment {
  /** `2027-01-31T00:00:00Z` */
  readonly utc: string;
  /** `2027-01-31T08:00:00+08:00[Asia/Shanghai]` */
  readonly local: string;
}

export const PHASES = ["rehearsal", "preScale", "doors", "ramp", "peak", "drain", "teardown"] as const;
export type PhaseName = (typeof PHASES)[number];

/** One stretch of the timeline of one occurrence. */
export interface Phase {
  readonly phase: PhaseName;
  readonly from: Moment;
  readonly to: Moment;
  /** Viewers at the end of the phase. */
  readonly viewers: number;
  /** Nodes of the event's pools in service during the phase. */
  readonly nodes: number;
}

/** A point of the curve of viewers and capacity, for pictures. */
export interface CurvePoint {
  readonly utc: string;
  readonly viewers: number;
  readonly nodes: number;
  /** Viewers the nodes in service can hold. */
  readonly capacityViewers: number;
}

/** Machines that are sized together. */
export interface NodePool {
  readonly name: PoolName;
  /** Interchangeable types, cheapest suitable first; the count holds on the weakest of them. */
  readonly instanceTypes: readonly string[];
  readonly purchaseOption: "on-demand" | "spot";
  readonly nodes: number;
  readonly nodesPerZone: number;
  /** Managed node groups a zone, at the per-group quota. */
  readonly groupsPerZone: number;
  readonly vcpuPerNode: number;
  readonly memoryGibPerNode: number;
  /** What pods may use of one node of the weakest type. */
  readonly allocatable: {
    readonly vcpu: number;
    readonly memoryGib: number;
    readonly networkGbps: number;
    readonly pods: number;
  };
  readonly relativeSpeed: number;
  /** Use of the allocatable by the pods placed, 0 to 1, at full size. */
  readonly packing: {
    readonly vcpu: number;
    readonly memoryGib: number;
    readonly networkGbps: number;
    readonly pods: number;
  };
  /** Nodes by the largest single resource ratio: no packing can do with fewer. */
  readonly lowerBoundNodes: number;
  readonly bindingConstraint: string;
  /** USD per hour for the whole pool, null when a price is unknown. */
  readonly usdPerHour: number | null;
  readonly workloads: readonly { readonly id: string; readonly pods: number }[];
  readonly runnersUp: readonly {
    readonly instanceType: string;
    readonly nodes: number;
    readonly usdPerHour: number | null;
    readonly rejected: string;
  }[];
}

/** A quota that the plan touches. */
export interface QuotaNeed {
  readonly key: string;
  readonly provider: "aws" | "cloudflare" | "kubernetes" | "other";
  readonly service: string;
  readonly name: string;
  /** Service Quotas code, null when it is asked for by ticket or contract. */
  readonly code: string | null;
  readonly unit: string;
  readonly region: string | null;
  /** What is in force: `applied` from the event file, else the default of a new account; null when unknown. */
  readonly value: number | null;
  readonly basis: "applied" | "default" | "unknown";
  readonly needed: number;
  /** `ok`, `raise` (ask in time), `late` (can't be there in time even at the usual pace), `unknown` (no value known). */
  readonly status: "ok" | "raise" | "late" | "unknown";
  /** What to ask for: needed, rounded up with a margin. Null when nothing is asked. */
  readonly requestedValue: number | null;
  readonly leadTimeHours: {
    readonly low: number | null;
    readonly expected: number | null;
    readonly high: number | null;
  };
  /** Latest moment to ask at the slow end of the lead time; null when the lead time is unknown or nothing is asked. */
  readonly latestAsk: Moment | null;
  /** When it must be in force. */
  readonly neededBy: Moment;
  readonly why: string;
  readonly source: string;
}

/** Something that takes time to get, quota or not: a reservation, a contract, a certificate. */
export interface Deadline {
  readonly id: string;
  readonly thing: string;
  readonly leadTimeHours: {
    readonly low: number | null;
    readonly expected: number | null;
    readonly high: number | null;
  };
  readonly neededBy: Moment;
  readonly latestAsk: Moment | null;
  readonly status: "ok" | "tight" | "late" | "unknown";
  readonly source: string;
}

/** One line of the bill. */
export interface CostLine {
  readonly id: string;
  readonly layer: string;
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  /** USD per unit, null when tiers differ or the price is unknown. */
  readonly usdPerUnit: number | null;
  /** Null: the price is unknown. Never a silent zero. */
  readonly usd: number | null;
  /** Per phase, where the line is made of hours. */
  readonly byPhase: Readonly<Partial<Record<PhaseName, number>>>;
  readonly assumed: boolean;
  readonly source: string;
  readonly note: string;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  /** Sum of the known lines. */
  readonly knownUsd: number;
  /** How many lines have no price. */
  readonly unpriced: number;
  /** What the bill leaves out, by name. */
  readonly exclusions: readonly string[];
}

/** A number that the plan rests on. */
export interface AssumptionUse {
  readonly key: string;
  readonly unit: Unit;
  readonly interval: Interval;
  readonly origin: Origin;
  readonly because: string;
  readonly source: string | null;
  readonly asOf: string | null;
  readonly path: string | null;
}

/** How much one input moves the answer when it goes from its low to its high and everything else stays. */
export interface Sensitivity {
  readonly key: string;
  readonly unit: Unit;
  readonly origin: Origin;
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** Known cost of one occurrence at the low and the high end, USD. */
  readonly usdAtLow: number;
  readonly usdAtHigh: number;
  /** Rank correlation with the worst layer's need over the worlds, −1 to 1: what drives shortfall. */
  readonly shortfallCorrelation: number;
}

/** A choice that lowers demand or raises capacity. */
export interface Lever {
  readonly id: string;
  readonly title: string;
  /** What to write in the event file, as `--set path=value`. */
  readonly set: readonly string[];
  /** Viewers the event can hold with what can be had in time: before and after. */
  readonly viewersBefore: number;
  readonly viewersAfter: number;
  /** Change of the cost of one occurrence, USD; null when unknown. */
  readonly usdChange: number | null;
  /** What viewers lose. */
  readonly viewersLose: string;
  /** Blockers it removes, by finding id and place. */
  readonly removes: readonly string[];
}

export interface Verdict {
  /** `ready`: nothing blocks. `blocked`: blockers remain. `infeasible`: no size satisfies a hard limit. `over`: the last occurrence has ended at `--at`. */
  readonly status: "ready" | "blocked" | "infeasible" | "over";
  /** One line for a person who has a minute. */
  readonly sentence: string;
  readonly plannedViewers: number;
  readonly confidenceRatio: number;
  readonly blockers: number;
  readonly warnings: number;
}

/** The whole answer: plain ordered JSON. Same input, same bytes. */
export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly event: {
    readonly name: string;
    readonly owner: string | null;
    readonly tier: string | null;
    readonly start: Moment;
    readonly end: Moment;
    readonly durationSeconds: number;
    readonly zone: string;
    /** Occurrences within the horizon, first first. */
    readonly occurrences: readonly Moment[];
    readonly protocol: string;
    readonly region: string;
    readonly zones: readonly string[];
    readonly survivingZones: number;
    readonly peakConcurrentViewers: Interval;
  };
  readonly basis: {
    /** The instant the plan is judged at; null: deadlines are listed, lateness isn't judged. */
    readonly at: Moment | null;
    readonly worlds: number;
    readonly seed: number;
    readonly riskRatio: number;
    readonly jointHoldRatio: number;
    /** Share of worlds every single requirement covers. */
    readonly commonQuantile: number;
    readonly catalogDate: string;
  };
  readonly verdict: Verdict;
  /** Headline demand at the planned viewers, by name. */
  readonly demand: readonly {
    readonly name: string;
    readonly unit: Unit;
    readonly design: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly layers: readonly LayerSizing[];
  readonly nodePools: readonly NodePool[];
  readonly quotas: readonly QuotaNeed[];
  readonly deadlines: readonly Deadline[];
  readonly timeline: { readonly phases: readonly Phase[]; readonly curve: readonly CurvePoint[] };
  readonly cost: {
    readonly perOccurrence: Cost;
    readonly allOccurrences: { readonly occurrences: number; readonly knownUsd: number };
    readonly idlePerMonth: Cost;
  };
  readonly assumptions: readonly AssumptionUse[];
  readonly sensitivity: readonly Sensitivity[];
  readonly levers: readonly Lever[];
  readonly findings: readonly Finding[];
}
