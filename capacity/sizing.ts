import type { Provision, Requirements, SizingContext, Waterfall } from "./layers/layer";
import type { Unit } from "./units";

/** Relative tolerance below which a count is not rounded up: 0.1 + 0.2 must not buy a machine. */
const ROUNDING = 1e-9;

/** Rounds a count of things up, forgiving floating-point noise. */
export function ceilCount(units: number): number {
  return Math.ceil(units * (1 - ROUNDING));
}

/** What one unit can carry of each resource, in the requirement's unit. Resources without an entry don't bind. */
export type Capacity = Readonly<Record<string, number>>;

export interface CapacityOptions {
  /** Fewest units, whatever the demand. */
  readonly minimumUnits?: number;
  /** Whether units stand in zones, so that losing one loses its share. Global services lose none. */
  readonly zonal: "zonal" | "global";
  /** Target utilization of single resources where it differs from the layer's (memory and connection slots may be fuller than processors). */
  readonly targets?: Readonly<Record<string, number>>;
}

/** A count and how it came about. */
export interface CapacitySizing {
  readonly units: number;
  readonly bindingConstraint: string;
  readonly waterfall: Waterfall;
  readonly resources: readonly Provision[];
}

/**
 * How many equal units hold a requirement with all its resources together.
 *
 * Margins don't multiply: each resource needs the larger of `required ÷ targetUtilization` (all zones up) and
 * `required × zones ÷ survivingZones ÷ degradedUtilization` (a zone lost). The resource that needs most units binds.
 *
 * @returns whole units, a multiple of the zones when zonal
 */
export function sizeByCapacity(
  requirements: Requirements,
  capacity: Capacity,
  context: Pick<SizingContext, "zones" | "survivingZones" | "targetUtilization" | "degradedUtilization">,
  options: CapacityOptions,
): CapacitySizing {
  let bindingConstraint = "minimum";
  let needed = 0;
  let waterfall = { demand: 0, risk: 0, utilization: 0, zoneLoss: 0 };
  for (const requirement of Object.values(requirements)) {
    const perUnit = capacity[requirement.resource];
    if (perUnit === undefined) continue;
    const target = options.targets?.[requirement.resource] ?? context.targetUtilization;
    const degraded = Math.max(target, context.degradedUtilization);
    const demand = requirement.design / perUnit;
    const risk = requirement.atRisk / perUnit;
    const utilization = risk / target;
    const zoneLoss =
      options.zonal === "zonal"
        ? Math.max(utilization, (risk * context.zones) / context.survivingZones / degraded)
        : utilization;
    if (zoneLoss > needed) {
      needed = zoneLoss;
      bindingConstraint = requirement.resource;
      waterfall = { demand, risk, utilization, zoneLoss };
    }
  }
  const step = options.zonal === "zonal" ? context.zones : 1;
  const minimum = options.minimumUnits ?? 0;
  if (minimum >= needed) bindingConstraint = "minimum";
  const units = ceilCount(Math.max(needed, minimum) / step) * step;
  return {
    units,
    bindingConstraint,
    waterfall: { ...waterfall, count: units },
    resources: Object.values(requirements).map((requirement) => {
      const perUnit = capacity[requirement.resource];
      return provision(
        requirement.resource,
        requirement.unit,
        requirement.design,
        requirement.atRisk,
        perUnit === undefined ? null : perUnit * units,
      );
    }),
  };
}

/** A resource with its utilization; `provisioned` null means there is no known ceiling. */
export function provision(
  resource: string,
  unit: Unit,
  design: number,
  atRisk: number,
  provisioned: number | null,
): Provision {
  return {
    resource,
    unit,
    design,
    required: atRisk,
    provisioned: provisioned ?? atRisk,
    utilization: provisioned === null || provisioned === 0 ? null : atRisk / provisioned,
  };
}
