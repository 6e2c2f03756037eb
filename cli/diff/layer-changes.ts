import type { LayerSizing, Provision } from "../../capacity/layers/layer";
import type { NodePool, Plan } from "../../capacity/plan-document";
import type { Unit } from "../../capacity/units";
import { decisiveResource } from "../report/sections/layers";
import { type Change, type ChangeKind, changeOf, isSame, kindOf, paired } from "./change";

/** One resource of a layer on both sides. */
export interface ResourceAmounts {
  readonly resource: string;
  readonly unit: Unit;
  readonly design: Change<number>;
  readonly required: Change<number>;
  readonly provisioned: Change<number>;
  /** Null where the provision has no known ceiling. */
  readonly utilization: Change<number>;
}

/** A layer that is sized otherwise. */
export interface LayerChange {
  readonly id: string;
  readonly change: ChangeKind;
  readonly criticality: LayerSizing["criticality"];
  /** What is counted, and how many. */
  readonly unitName: Unit;
  readonly units: Change<number>;
  readonly bindingConstraint: Change<string>;
  /** The resource that decides on the new side; null for a layer without resources. */
  readonly decisive: ResourceAmounts | null;
  /** Every resource whose numbers changed. */
  readonly resources: readonly ResourceAmounts[];
}

/** A headline number of the audience. */
export interface DemandChange {
  readonly name: string;
  readonly unit: Unit;
  readonly design: Change<number>;
}

/** Machines that are sized otherwise. */
export interface PoolChange {
  readonly name: string;
  readonly change: ChangeKind;
  readonly nodes: Change<number>;
  readonly instanceTypes: Change<readonly string[]>;
  readonly purchaseOption: Change<string>;
  readonly bindingConstraint: Change<string>;
  readonly usdPerHour: Change<number | null>;
}

function amountsOf(old: Provision | undefined, fresh: Provision | undefined): ResourceAmounts | null {
  const one = fresh ?? old;
  if (one === undefined) return null;
  return {
    resource: one.resource,
    unit: one.unit,
    design: changeOf(old, fresh, (side) => side.design),
    required: changeOf(old, fresh, (side) => side.required),
    provisioned: changeOf(old, fresh, (side) => side.provisioned),
    utilization: {
      old: old?.utilization ?? null,
      new: fresh?.utilization ?? null,
    },
  };
}

function layerChange(old: LayerSizing | undefined, fresh: LayerSizing | undefined): LayerChange | null {
  const layer = fresh ?? old;
  if (layer === undefined) return null;
  const decisive = decisiveResource(layer)?.resource;
  const pairs = paired(old?.resources ?? [], fresh?.resources ?? [], (resource) => resource.resource);
  const amounts = pairs.flatMap((pair) => amountsOf(pair.old, pair.new) ?? []);
  return {
    id: layer.id,
    change: kindOf({ old, new: fresh }),
    criticality: layer.criticality,
    unitName: layer.unitName,
    units: changeOf(old, fresh, (side) => side.units),
    bindingConstraint: changeOf(old, fresh, (side) => side.bindingConstraint),
    decisive: amounts.find((one) => one.resource === decisive) ?? null,
    resources: amounts.filter(
      ({ design, required, provisioned }) =>
        !isSame([design.old, required.old, provisioned.old], [design.new, required.new, provisioned.new]),
    ),
  };
}

/** Layers whose numbers or whose bound differ, in the order of the chain. */
export function diffLayers(old: readonly LayerSizing[], fresh: readonly LayerSizing[]): readonly LayerChange[] {
  return paired(old, fresh, (layer) => layer.id).flatMap((pair) => {
    const change = layerChange(pair.old, pair.new);
    if (change === null) return [];
    const isSized = change.resources.length > 0 || !isSame(change.units.old, change.units.new);
    return isSized || change.bindingConstraint.old !== change.bindingConstraint.new ? [change] : [];
  });
}

/** Headline demand that differs. */
export function diffDemand(old: Plan["demand"], fresh: Plan["demand"]): readonly DemandChange[] {
  return paired(old, fresh, (demand) => demand.name).flatMap((pair) => {
    const design = changeOf(pair.old, pair.new, (demand) => demand.design);
    const unit = (pair.new ?? pair.old)?.unit ?? "";
    return isSame(design.old, design.new) ? [] : [{ name: pair.key, unit, design }];
  });
}

/** Pools whose machines, count or price differ. */
export function diffPools(old: readonly NodePool[], fresh: readonly NodePool[]): readonly PoolChange[] {
  return paired(old, fresh, (pool) => pool.name).flatMap((pair) => {
    const field = <T>(of: (pool: NodePool) => T) => changeOf(pair.old, pair.new, of);
    const change: PoolChange = {
      name: pair.key,
      change: kindOf(pair),
      nodes: field((pool) => pool.nodes),
      instanceTypes: field((pool) => pool.instanceTypes),
      purchaseOption: field((pool) => pool.purchaseOption),
      bindingConstraint: field((pool) => pool.bindingConstraint),
      usdPerHour: field((pool) => pool.usdPerHour),
    };
    const { nodes, instanceTypes, purchaseOption, bindingConstraint, usdPerHour } = change;
    const all = [nodes, instanceTypes, purchaseOption, bindingConstraint, usdPerHour];
    return all.some((one) => !isSame(one.old, one.new)) ? [change] : [];
  });
}
