import type { Moment, Plan, Verdict } from "../../capacity/plan-document";
import { type AssumptionChange, diffAssumptions } from "./assumption-changes";
import { type Change, changeOf, isSame } from "./change";
import { type CostChange, diffCost } from "./cost-changes";
import { diffFindings, type FindingChanges } from "./finding-changes";
import {
  type DemandChange,
  diffDemand,
  diffLayers,
  diffPools,
  type LayerChange,
  type PoolChange,
} from "./layer-changes";
import { type DeadlineChange, diffDeadlines, diffQuotas, type QuotaChanges } from "./quota-changes";
import { diffTimelines, type TimelineChanges } from "./timeline-changes";

/** What a change means for an event: everything that a person decides on, and nothing that the cloud is told. */
export interface PlanDiff {
  readonly event: Change<{ readonly name: string; readonly tier: string | null; readonly region: string }>;
  readonly verdict: Change<Verdict>;
  readonly demand: readonly DemandChange[];
  readonly layers: readonly LayerChange[];
  readonly unchangedLayers: number;
  readonly pools: readonly PoolChange[];
  readonly nodes: Change<number>;
  readonly cost: {
    readonly perOccurrence: CostChange;
    /** Known lines of all occurrences, USD. */
    readonly allOccurrencesUsd: Change<number>;
    readonly idlePerMonth: CostChange;
    /** The day that prices, limits and quotas are of, `YYYY-MM-DD`. */
    readonly catalogDate: Change<string>;
  };
  readonly quotas: QuotaChanges;
  readonly deadlines: readonly DeadlineChange[];
  readonly timeline: TimelineChanges;
  readonly findings: FindingChanges;
  readonly assumptions: readonly AssumptionChange[];
  readonly basis: Change<{
    readonly at: Moment | null;
    readonly worlds: number;
    readonly seed: number;
    readonly riskRatio: number;
  }>;
  /** Whether anything at all that the plans say differs, shown above or not. */
  readonly isChanged: boolean;
}

/**
 * Compares two plans; null stands for an event that isn't there.
 *
 * @param old the plan before, null for a new event
 * @param fresh the plan after, null for an event that goes away
 */
export function diffPlans(old: Plan | null, fresh: Plan | null): PlanDiff {
  const layers = diffLayers(old?.layers ?? [], fresh?.layers ?? []);
  const stayed = (fresh?.layers ?? []).filter((layer) => !layers.some((change) => change.id === layer.id));
  const nodesOf = (plan: Plan) => plan.nodePools.reduce((sum, pool) => sum + pool.nodes, 0);
  return {
    event: changeOf(old, fresh, ({ event: { name, tier, region } }) => ({ name, tier, region })),
    verdict: changeOf(old, fresh, (plan) => plan.verdict),
    demand: diffDemand(old?.demand ?? [], fresh?.demand ?? []),
    layers,
    unchangedLayers: stayed.length,
    pools: diffPools(old?.nodePools ?? [], fresh?.nodePools ?? []),
    nodes: changeOf(old, fresh, nodesOf),
    cost: {
      perOccurrence: diffCost(old?.cost.perOccurrence, fresh?.cost.perOccurrence),
      allOccurrencesUsd: changeOf(old, fresh, (plan) => plan.cost.allOccurrences.knownUsd),
      idlePerMonth: diffCost(old?.cost.idlePerMonth, fresh?.cost.idlePerMonth),
      catalogDate: changeOf(old, fresh, (plan) => plan.basis.catalogDate),
    },
    quotas: diffQuotas(old?.quotas ?? [], fresh?.quotas ?? []),
    deadlines: diffDeadlines(old?.deadlines ?? [], fresh?.deadlines ?? []),
    timeline: diffTimelines(old, fresh),
    findings: diffFindings(old?.findings ?? [], fresh?.findings ?? []),
    assumptions: diffAssumptions(old, fresh),
    basis: changeOf(old, fresh, ({ basis: { at, worlds, seed, riskRatio } }) => ({ at, worlds, seed, riskRatio })),
    isChanged: !isSame(old, fresh),
  };
}
