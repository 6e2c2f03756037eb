import type { edgeAssumptions } from "../catalog/assumptions/edge";
import { demandEquations } from "../demand";
import { type Equation, type Equations, namesIn } from "../equation";
import type { Cdn, Event } from "../event/event";
import type { LocalName } from "../parameter";
import { withCaches } from "./edge-caches";
import { type CacheHits, cdnQuotas, sizeEdge } from "./edge-sizing";
import type { LayerModel, Requirements, SizingContext } from "./layer";
import { mediaObjects } from "./media-objects";

/** Numbers that a CDN's instance has besides the rows: its share of the viewers, and its share when another CDN fails. */
type CdnName = LocalName<typeof edgeAssumptions> | "shareRatio" | "failoverShareRatio";

type NameOf<List> = List extends Equations<infer Name> ? Name : never;

/** What the equations of a CDN's caches may read. */
export type EdgeDemandName = NameOf<ReturnType<typeof demandOn>> | "distributions";

/** Demand on the CDN, with every CDN up and with another one down. */
function demandOn(event: Event) {
  return mediaObjects<CdnName>(event)
    .let("peakGbps", "Gbps", "edgeGbps × shareRatio", (s) => s.edgeGbps * s.shareRatio)
    .let(
      "peakRequestsPerSecond",
      "requests/s",
      "edgeRequestsPerSecond × shareRatio",
      (s) => s.edgeRequestsPerSecond * s.shareRatio,
    )
    .let("failoverGbps", "Gbps", "edgeGbps × failoverShareRatio", (s) => s.edgeGbps * s.failoverShareRatio)
    .let(
      "failoverRequestsPerSecond",
      "requests/s",
      "edgeRequestsPerSecond × failoverShareRatio",
      (s) => s.edgeRequestsPerSecond * s.failoverShareRatio,
    );
}

/** Parts of the CDN that each cache for themselves: CloudFront's distributions by quota, elsewhere the media hosts. */
function withDistributions(event: Event, cdn: Cdn): Equations<EdgeDemandName> {
  const demand = demandOn(event);
  const quotas = cdnQuotas(event, cdn);
  if (quotas === null) {
    const hosts = Math.max(1, event.hosts.media[cdn.name]?.length ?? 0);
    return demand.let("distributions", "distributions", `${hosts}`, () => hosts);
  }
  return demand
    .let("gbpsPerDistribution", "Gbps", `${quotas.gbps}`, () => quotas.gbps)
    .let("requestsPerDistribution", "requests/s", `${quotas.requestsPerSecond}`, () => quotas.requestsPerSecond)
    .let(
      "distributions",
      "distributions",
      "max(1, ceil(max(max(peakGbps ÷ quotaUtilization, failoverGbps ÷ failoverQuotaUtilization) ÷ gbpsPerDistribution, max(peakRequestsPerSecond ÷ quotaUtilization, failoverRequestsPerSecond ÷ failoverQuotaUtilization) ÷ requestsPerDistribution)))",
      (s) =>
        Math.max(
          1,
          Math.ceil(
            Math.max(
              Math.max(s.peakGbps / s.quotaUtilization, s.failoverGbps / s.failoverQuotaUtilization) /
                s.gbpsPerDistribution,
              Math.max(
                s.peakRequestsPerSecond / s.quotaUtilization,
                s.failoverRequestsPerSecond / s.failoverQuotaUtilization,
              ) / s.requestsPerDistribution,
            ),
          ),
        ),
    );
}

/**
 * One CDN: what its share of the viewers asks of it, also when another CDN fails, and what it asks of the origin.
 *
 * For protocols that are fetched as objects (HLS, low-latency HLS, DASH); the others go through the relay.
 */
export function edgeModel(event: Event, cdn: Cdn): LayerModel {
  const equations = withCaches(withDistributions(event, cdn), cdn).list;
  return {
    layer: "edge",
    title: `CDN ${cdn.name}`,
    stage: "demand",
    equations,
    requires: ["peakGbps", "peakRequestsPerSecond", "failoverGbps", "failoverRequestsPerSecond"],
    emits: { originRequestsPerSecond: "upstreamRequestsPerSecond", originGbps: "upstreamGbps" },
    size: (requirements, context) =>
      sizeEdge(cdn, requirements, { ...context, hits: designHits(equations, requirements, context) }),
  };
}

/**
 * Hit ratios with the planned viewers and every coefficient at its expected value.
 *
 * They are no requirement (nothing is provisioned for them), so they are not handed over with the others: the equations are computed
 * once more. Demand is linear in viewers, so the planned viewers follow from the requirement.
 */
function designHits(equations: readonly Equation[], requirements: Requirements, context: SizingContext): CacheHits {
  const { parameters } = context.event;
  const expectedOf = (name: string) =>
    (parameters.get(`audience.${name}`) ?? parameters.get(`stream.${name}`))?.interval.expected ?? context.value(name);
  const compute = (viewers: number): Readonly<Record<string, number>> => {
    const scope: Record<string, number> = { peakConcurrentViewers: viewers };
    for (const equation of [...demandEquations(context.event).list, ...equations]) {
      for (const name of namesIn(equation.text)) scope[name] ??= expectedOf(name);
      scope[equation.key] = equation.value(scope);
    }
    return scope;
  };
  const perViewer = compute(1).peakGbps ?? 0;
  const planned = requirements.peakGbps?.design ?? 0;
  const numbers = compute(perViewer === 0 ? 0 : planned / perViewer);
  return { planned: numbers.cacheHitRatio ?? 1, small: numbers.smallAudienceHitRatio ?? 1 };
}
