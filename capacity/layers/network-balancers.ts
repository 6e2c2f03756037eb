import { isUnknown } from "../catalog/fact";
import { limit, limitValue } from "../catalog/limits";
import { price } from "../catalog/prices";
import { numberText } from "../event/words";
import { type Finding, required } from "../problems";
import { ceilCount, sizeByCapacity } from "../sizing";
import { GB_PER_HOUR_PER_GBPS } from "../units";
import { type AppliedQuota, appliedQuota } from "./applied-quota";
import { isShortWhileGrowing, steepRampMinutes } from "./balancer-ramp";
import type { Candidate, LayerModel, Requirements, SizingContext, Waterfall } from "./layer";
import { balancerEquations } from "./network-balancer-equations";

const ID = "network:balancers";
const TITLE = "Load balancers";
const LIMITS = "aws/elasticloadbalancing/";
const MBPS_PER_NLB_UNIT = `${LIMITS}nlb-bandwidth-per-reserved-lcu`;
const UNITS_PER_ALB = `${LIMITS}reserved-application-load-balancer-capacity-units-lcu-per-application-load-balancer`;
const UNITS_PER_NLB = `${LIMITS}reserved-network-load-balancer-capacity-units-lcus-per-network-load-balancer-per-availability-zone`;
const ALB_UNITS_PER_REGION = `${LIMITS}reserved-application-load-balancer-capacity-units-lcu-per-region`;
const NLB_UNITS_PER_REGION = `${LIMITS}reserved-network-load-balancer-capacity-units-lcu-per-region`;
const TARGETS_PER_ALB = `${LIMITS}targets-per-application-load-balancer`;
const TARGETS_PER_NLB_ZONE = `${LIMITS}targets-per-availability-zone-per-network-load-balancer`;
const TARGETS_PER_CROSS_ZONE_NLB = `${LIMITS}targets-per-network-load-balancer-with-cross-zone-on`;

/** Balancers in front of the app host: one kind for requests, another for long connections. */
export function networkBalancersModel(): LayerModel {
  return {
    layer: "network",
    title: TITLE,
    stage: "demand",
    equations: balancerEquations().list,
    requires: ["albUnits", "nlbUnits", "longGbps", "albTargets", "nlbTargets"],
    emits: {},
    size,
  };
}

/** One kind of balancer, sized. */
interface Kind {
  readonly count: number;
  readonly units: number;
  readonly reservedUnits: number;
  readonly bindingConstraint: string;
  readonly waterfall: Omit<Waterfall, "count">;
}

function atRisk(requirements: Requirements, name: string): number {
  return required(requirements[name], `network.${name}`).atRisk;
}

function size(requirements: Requirements, context: SizingContext) {
  const alb = requestBalancers(requirements, context);
  const nlb = longBalancers(requirements, context);
  const units = alb.count + nlb.count;
  // Zones: a reservation is spread evenly, so what is left after the loss of one must hold the peak. Its units may all be busy.
  const sized = sizeByCapacity(requirements, { albUnits: 1, nlbUnits: 1 }, context, {
    zonal: "zonal",
    targets: { albUnits: 1, nlbUnits: 1 },
  });
  const held: Readonly<Record<string, number>> = {
    albUnits: alb.units,
    nlbUnits: nlb.units,
    albTargets: alb.count * targets(context, TARGETS_PER_ALB),
    nlbTargets: nlb.count * targets(context, TARGETS_PER_NLB_ZONE) * context.zones,
  };
  return {
    id: ID,
    layer: "network" as const,
    title: TITLE,
    criticality: "core" as const,
    resources: sized.resources.map((resource) => {
      const provisioned = held[resource.resource];
      if (provisioned === undefined) return resource;
      return { ...resource, provisioned, utilization: provisioned === 0 ? null : resource.required / provisioned };
    }),
    unitName: "load balancers" as const,
    units,
    bindingConstraint: nlb.count > alb.count ? nlb.bindingConstraint : alb.bindingConstraint,
    waterfall: {
      demand: alb.waterfall.demand + nlb.waterfall.demand,
      risk: alb.waterfall.risk + nlb.waterfall.risk,
      utilization: alb.waterfall.utilization + nlb.waterfall.utilization,
      zoneLoss: alb.waterfall.zoneLoss + nlb.waterfall.zoneLoss,
      count: units,
    },
    candidates: candidates(alb, nlb, context),
    workload: null,
    settings: {
      albs: alb.count,
      nlbs: nlb.count,
      albUnits: alb.units,
      nlbUnits: nlb.units,
      albReservedUnits: alb.reservedUnits,
      nlbReservedUnits: nlb.reservedUnits,
      albIdleTimeoutSeconds: albIdleTimeoutSeconds(context),
      nlbIdleTimeoutSeconds: limitValue(`${LIMITS}nlb-tcp-idle-timeout`),
    },
    findings: [
      ...reservationFinding("application", alb.reservedUnits, appliedQuota(context.event, ALB_UNITS_PER_REGION)),
      ...reservationFinding("network", nlb.reservedUnits, appliedQuota(context.event, NLB_UNITS_PER_REGION)),
    ],
  };
}

function targets(context: SizingContext, key: string): number {
  return required(appliedQuota(context.event, key).value, key);
}

/** Units that hold the peak on the surviving zones, in whole units for each zone. */
function unitsOf(amount: number, context: SizingContext): number {
  const needed = (amount * context.zones) / Math.max(1, context.survivingZones);
  return ceilCount(needed / context.zones) * context.zones;
}

function requestBalancers(requirements: Requirements, context: SizingContext): Kind {
  const needed = atRisk(requirements, "albUnits");
  const units = unitsOf(needed, context);
  const startUnits = context.value("startUnits");
  const short = isShortWhileGrowing(
    needed,
    steepRampMinutes(context),
    (minutes) => startUnits * 2 ** (minutes / context.value("doublingMinutes")),
  );
  return countKind(
    requirements,
    [
      { resource: "albUnits", perBalancer: targets(context, UNITS_PER_ALB), needed: units },
      { resource: "albTargets", perBalancer: targets(context, TARGETS_PER_ALB) },
    ],
    { least: 1, units, reservedUnits: short ? units : 0 },
  );
}

function longBalancers(requirements: Requirements, context: SizingContext): Kind {
  const gbps = atRisk(requirements, "longGbps");
  const units = unitsOf(atRisk(requirements, "nlbUnits"), context);
  const start = limitValue(`${LIMITS}nlb-initial-bandwidth`);
  const growth = limitValue(`${LIMITS}nlb-ramp`);
  const short = isShortWhileGrowing(gbps, steepRampMinutes(context), (minutes) => start + growth * minutes);
  // A reservation of this kind is for bandwidth alone.
  const mbpsPerUnit = limitValue(MBPS_PER_NLB_UNIT);
  const bandwidthUnits = unitsOf((gbps * 1000) / mbpsPerUnit, context);
  const gbpsPerBalancer = (targets(context, UNITS_PER_NLB) * context.zones * mbpsPerUnit) / 1000;
  return countKind(
    requirements,
    [
      { resource: "longGbps", perBalancer: gbpsPerBalancer, needed: (bandwidthUnits * mbpsPerUnit) / 1000 },
      { resource: "nlbTargets", perBalancer: targets(context, TARGETS_PER_NLB_ZONE) * context.zones },
    ],
    { least: units > 0 ? 1 : 0, units, reservedUnits: short ? bandwidthUnits : 0 },
  );
}

/** A resource of which one balancer has a limited amount. */
interface Load {
  readonly resource: string;
  readonly perBalancer: number;
  /** What must be there with a zone lost, where that is more than the requirement. */
  readonly needed?: number;
}

function countKind(
  requirements: Requirements,
  loads: readonly [Load, ...Load[]],
  kind: { readonly least: number; readonly units: number; readonly reservedUnits: number },
): Kind {
  const steps = loads.map(({ resource, perBalancer, needed }) => {
    const { design, atRisk: risk } = required(requirements[resource], `network.${resource}`);
    return {
      resource,
      demand: design / perBalancer,
      risk: risk / perBalancer,
      utilization: risk / perBalancer,
      zoneLoss: Math.max(risk, needed ?? 0) / perBalancer,
    };
  });
  const { resource, ...waterfall } = steps.reduce((most, step) => (step.zoneLoss > most.zoneLoss ? step : most));
  const needed = ceilCount(waterfall.zoneLoss);
  return {
    count: Math.max(kind.least, needed),
    units: kind.units,
    reservedUnits: kind.reservedUnits,
    bindingConstraint: needed <= kind.least ? "minimum" : resource,
    waterfall,
  };
}

/** Heartbeats that are rarer than the timeout open a connection each; the timeout is free to set, so it follows them. */
function albIdleTimeoutSeconds(context: SizingContext): number {
  const heartbeat = context.event.parameters.get("api.heartbeatSeconds")?.interval.expected ?? 0;
  const timeout = `${LIMITS}alb-idle-timeout`;
  const most = required(limit(timeout).max, timeout);
  return Math.min(most, Math.max(limitValue(timeout), Math.ceil(heartbeat + context.value("idleMarginSeconds"))));
}

function usdPerHour(
  context: SizingContext,
  alb: Pick<Kind, "count" | "units">,
  nlb: Pick<Kind, "count" | "units">,
): number | null {
  let sum = 0;
  for (const [key, amount] of [
    ["application-load-balancer", alb.count],
    ["alb-capacity-unit", alb.units],
    ["network-load-balancer", nlb.count],
    ["nlb-capacity-unit", nlb.units],
  ] as const) {
    const full = `${LIMITS}${key}`;
    const known = price(full, context.event.cluster.region);
    const usd = context.event.prices[full] ?? (isUnknown(known) ? undefined : known[0]?.usd);
    if (usd === undefined) return null;
    sum += usd * amount;
  }
  return sum;
}

function candidates(alb: Kind, nlb: Kind, context: SizingContext): readonly Candidate[] {
  const chosen: Candidate = {
    name:
      nlb.count === 0
        ? "application balancers for requests"
        : "application balancers for requests, network balancers for long connections",
    units: alb.count + nlb.count,
    usdPerHour: usdPerHour(context, alb, nlb),
    chosen: true,
    rejected: null,
  };
  if (nlb.count === 0) return [chosen];
  const everything = unitsOf(
    Math.max(
      context.flow("appConnectionsPerSecond") / limitValue(`${LIMITS}alb-lcu-new-connections`),
      context.flow("appConnections") / limitValue(`${LIMITS}alb-lcu-active-connections`),
      ((context.flow("appEgressGbps") + context.flow("appIngressGbps")) * GB_PER_HOUR_PER_GBPS) /
        limitValue(`${LIMITS}alb-lcu-processed-bytes`),
    ),
    context,
  );
  const albs = Math.max(1, ceilCount(everything / targets(context, UNITS_PER_ALB)));
  const crossZone = Math.max(
    nlb.count,
    ceilCount(
      (nlb.count * targets(context, TARGETS_PER_NLB_ZONE) * context.zones) / limitValue(TARGETS_PER_CROSS_ZONE_NLB),
    ),
  );
  return [
    chosen,
    {
      name: "application balancers for everything",
      units: albs,
      usdPerHour: usdPerHour(context, { count: albs, units: everything }, { count: 0, units: 0 }),
      chosen: false,
      rejected: `${numberText(everything)} units instead of ${numberText(alb.units)} and ${numberText(nlb.units)}; a flood of reconnecting long connections would take the units that sign-in needs`,
    },
    {
      name: "network balancers with cross-zone balancing",
      units: alb.count + crossZone,
      usdPerHour: null,
      chosen: false,
      rejected: `${numberText(limitValue(TARGETS_PER_CROSS_ZONE_NLB))} targets a balancer instead of that many a zone, and every other byte crosses zones at a price`,
    },
  ];
}

function reservationFinding(kind: "application" | "network", units: number, quota: AppliedQuota): readonly Finding[] {
  if (units === 0 || (quota.value !== null && units <= quota.value)) return [];
  return [
    {
      id: `${kind}-balancer-reservation`,
      severity: "warning",
      where: ID,
      found: `the audience grows faster than ${kind === "application" ? "an" : "a"} ${kind} balancer does by itself: ${numberText(units)} capacity units must be reserved`,
      expected:
        quota.value === null
          ? `a regional quota that is not known (${quota.name})`
          : `at most ${numberText(quota.value)} in the region (quota ${quota.name})`,
      fix: `Ask for quota ${quota.name} of at least ${numberText(units)} units and reserve them before doors; or lengthen audience.ramp with a waiting room.`,
      source: quota.row.source,
    },
  ];
}
