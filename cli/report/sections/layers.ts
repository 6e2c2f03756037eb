import type { LayerSizing, Provision } from "../../../capacity/layers/layer";
import type { NodePool, Plan } from "../../../capacity/plan-document";
import { formatNumber, formatPercent, formatUsd, quantities, UNKNOWN } from "../number";
import { number, prose, type Row, row, type Section, text } from "../section";
import { words } from "../text";

const NONE = "–";
/** From here on a layer is fuller than anything is planned to be. */
const FULL_RATIO = 1;

/** A resource that is more than full, else the one that bound the count, else the fullest, else the first. */
export function decisiveResource(layer: LayerSizing): Provision | undefined {
  const [first, ...others] = layer.resources;
  const fullest = others.reduce((a, b) => ((b.utilization ?? -1) > (a?.utilization ?? -1) ? b : a), first);
  if ((fullest?.utilization ?? 0) > FULL_RATIO) return fullest;
  return layer.resources.find((resource) => resource.resource === layer.bindingConstraint) ?? fullest;
}

/** Required over provisioned as a report prints it: no ceiling is known, nothing is there, or a share. */
export function utilizationText(resource: Provision): string {
  if (resource.utilization !== null) return formatPercent(resource.utilization);
  return resource.provisioned === 0 ? NONE : UNKNOWN;
}

/** Demand, required, provisioned and their unit, for the columns of these names. */
export function amounts(resource: Provision): readonly string[] {
  const hasCeiling = resource.utilization !== null || resource.provisioned === 0;
  const { texts, unit } = quantities([resource.design, resource.required, resource.provisioned], resource.unit);
  const [design = NONE, needed = NONE, provisioned = NONE] = texts;
  return [design, needed, hasCeiling ? provisioned : UNKNOWN, unit];
}

function layerRow(layer: LayerSizing): Row {
  const resource = decisiveResource(layer);
  const binds = words(layer.bindingConstraint);
  const shown = resource === undefined ? "" : words(resource.resource);
  const isFull = (resource?.utilization ?? 0) > FULL_RATIO;
  return row(
    [
      layer.id,
      shown,
      ...(resource === undefined ? [NONE, NONE, NONE, ""] : amounts(resource)),
      resource === undefined ? NONE : utilizationText(resource),
      formatNumber(layer.units),
      layer.unitName === "count" ? "" : layer.unitName,
      binds,
    ],
    isFull ? "bad" : "plain",
  );
}

/** One row per layer: the resource that decides, what is asked of it, what is there, how full it is at peak. */
export function layersSection(plan: Plan): Section {
  return {
    id: "layers",
    title: "Layers",
    columns: [
      text("Layer"),
      text("Measured in", { dropOrder: 5 }),
      number("Demand", { dropOrder: 4 }),
      number("Required"),
      number("Provisioned", { dropOrder: 2 }),
      text("Unit"),
      number("% at peak"),
      number("Count", { dropOrder: 3 }),
      text("of", { dropOrder: 3 }),
      text("Bound by", { dropOrder: 1 }),
    ],
    rows: plan.layers.map(layerRow),
    empty: "No layer is in use.",
    notes: [
      `Demand: planned viewers, expected coefficients. Required: what ${formatPercent(plan.basis.jointHoldRatio)} % of the sampled worlds stay under in all layers at once. “unknown”: no ceiling is known. tidegate explain FILE LAYER shows the arithmetic.`,
    ],
  };
}

/** Every resource of every layer. */
export function resourcesSection(plan: Plan): Section {
  return {
    id: "resources",
    title: "All resources of the layers",
    columns: [
      text("Layer"),
      text("Resource"),
      number("Demand"),
      number("Required"),
      number("Provisioned"),
      text("Unit"),
      number("% at peak"),
    ],
    rows: plan.layers.flatMap((layer) =>
      layer.resources.map((resource) =>
        row([layer.id, words(resource.resource), ...amounts(resource), utilizationText(resource)]),
      ),
    ),
    empty: "No layer has a resource.",
    notes: [],
  };
}

/** What the audience asks of the chain as a whole. */
export function demandSection(plan: Plan): Section {
  return {
    id: "demand",
    title: "Demand at the peak",
    columns: [text("What"), number("Low"), number("Planned"), number("High"), text("Unit")],
    rows: plan.demand.map((demand) => {
      const { texts, unit } = quantities([demand.low, demand.design, demand.high], demand.unit);
      return row([words(demand.name), ...texts, unit]);
    }),
    empty: "No demand.",
    notes: ["Low and high: the 5th and the 95th percentile of the sampled worlds."],
  };
}

/** The measure of packing that a pool's binding constraint names. */
const PACKED: Readonly<Record<string, keyof NodePool["packing"]>> = {
  cpu: "vcpu",
  vcpu: "vcpu",
  memory: "memoryGib",
  memoryGib: "memoryGib",
  network: "networkGbps",
  networkGbps: "networkGbps",
  pods: "pods",
};

function poolRow(pool: NodePool): Row {
  const [cheapest, ...others] = pool.instanceTypes;
  const packed = PACKED[pool.bindingConstraint];
  return row([
    pool.name,
    formatNumber(pool.nodes),
    formatNumber(pool.nodesPerZone),
    others.length === 0 ? (cheapest ?? NONE) : `${cheapest} or ${others.length} more`,
    pool.purchaseOption,
    formatNumber(pool.lowerBoundNodes),
    packed === undefined ? NONE : formatPercent(pool.packing[packed]),
    words(pool.bindingConstraint),
    formatUsd(pool.usdPerHour),
    pool.workloads.map(({ id, pods }) => `${id} ${formatNumber(pods)}`).join(", "),
  ]);
}

/** The machines, sized together by pool. */
export function nodePoolsSection(plan: Plan): Section {
  return {
    id: "node-pools",
    title: "Node pools",
    columns: [
      text("Pool"),
      number("Nodes"),
      number("Per zone", { dropOrder: 2 }),
      text("Machine"),
      text("Bought", { dropOrder: 5 }),
      number("At least", { dropOrder: 6 }),
      number("% packed", { dropOrder: 4 }),
      text("Bound by", { dropOrder: 1 }),
      number("USD/h"),
      prose("Pods", { dropOrder: 3 }),
    ],
    rows: plan.nodePools.map(poolRow),
    empty: "No machines: nothing of this event runs on nodes.",
    notes:
      plan.nodePools.length === 0
        ? []
        : [
            "At least: no packing can do with fewer nodes. % packed: use of the resource that binds, of what pods may use.",
          ],
  };
}
