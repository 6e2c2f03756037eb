import type { LayerSizing } from "../../../capacity/layers/layer";
import type { NodePool, Plan } from "../../../capacity/plan-document";
import type { GraphResource } from "../../engine/resource-graph";
import { formatNumber, inlineUsd } from "../number";
import { words } from "../text";
import { Intent } from "./intent";

/** The plan's layer behind a component that stands for one, by type. */
const LAYER_OF_TYPE: Readonly<Record<string, string>> = {
  "tidegate:data:SessionCache": "cache",
  "tidegate:data:ChatBroker": "chat",
  "tidegate:data:DatabaseReaders": "database",
  "tidegate:edge:Admission": "admission",
  "tidegate:guard:WebFirewall": "firewall",
  "tidegate:media:UploadLane": "upload",
  "tidegate:network:Ingress": "network:balancers",
};

/** Numbers of that layer that the component is built from, where these aren't the layer's own count. */
const SETTINGS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  "tidegate:data:ChatBroker": ["brokerShards", "brokerNodes"],
  "tidegate:data:DatabaseReaders": ["readers"],
  "tidegate:media:UploadLane": ["queuedUploads"],
};

/** The line of the plan that sized a component: `core pool, bound by memory`; empty where the plan says nothing about it. */
export function planWords(resource: GraphResource, plan: Plan | null): string {
  if (plan === null) return "";
  const { type, inputs } = resource;
  if (type === "tidegate:compute:NodePool") {
    const name = new Intent(inputs).text("pool");
    const pool = plan.nodePools.find((one) => one.name === name);
    return pool === undefined ? "" : poolWords(pool);
  }
  if (type === "tidegate:guard:EventBudget") return `cost: ${inlineUsd(plan.cost.allOccurrences.knownUsd)} in all`;
  const layer = layerBehind(resource, plan);
  if (layer === undefined) return "";
  const names = SETTINGS_OF_TYPE[type];
  return names === undefined ? layerWords(layer) : `${layer.id}: ${settingsWords(layer, names)}`;
}

/** `2 broker shards, 4 broker nodes` */
function settingsWords({ settings }: LayerSizing, names: readonly string[]): string {
  return names.map((name) => counted(settings[name] ?? null, words(name))).join(", ");
}

function counted(count: number | null, unit: string): string {
  return `${formatNumber(count)} ${count === 1 ? unit.replace(/s$/, "") : unit}`;
}

function layerBehind({ type, name }: GraphResource, { layers }: Plan): LayerSizing | undefined {
  if (type === "tidegate:compute:Workload")
    return layers.find(({ workload }) => workload !== null && logicalName(workload.id) === name);
  if (type === "tidegate:delivery:Distribution") {
    return layers.find(({ id }) => id.startsWith("edge:") && name.startsWith(`media-${id.slice("edge:".length)}-`));
  }
  return layers.find(({ id }) => id === LAYER_OF_TYPE[type]);
}

/** A layer of the plan in one line. */
export function layerWords({ id, units, unitName, bindingConstraint }: LayerSizing): string {
  const count = unitName === "count" ? formatNumber(units) : counted(units, unitName);
  return `${id}: ${count}, ${boundBy(bindingConstraint)}`;
}

function poolWords({ name, bindingConstraint }: NodePool): string {
  return `${name} pool, ${boundBy(bindingConstraint)}`;
}

function boundBy(constraint: string): string {
  return `bound by ${words(constraint)}`;
}

/** As stacks name what stands for a service of the plan. */
export function logicalName(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9-]/g, "-");
}
