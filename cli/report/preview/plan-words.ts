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

/** The line of the plan that sized a component: `core pool, bound by memory`; empty where the plan says nothing about it. */
export function planWords(resource: GraphResource, plan: Plan | null): string {
  if (plan === null) return "";
  const { type, inputs } = resource;
  if (type === "tidegate:compute:NodePool") {
    const name = new Intent(inputs).text("pool");
    const pool = plan.nodePools.find((one) => one.name === name);
    return pool === undefined ? "" : poolWords(pool);
  }
  if (type === "tidegate:guard:EventBudget") return `${inlineUsd(plan.cost.allOccurrences.knownUsd)} in all`;
  const layer = layerBehind(resource, plan);
  return layer === undefined ? "" : layerWords(layer);
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
  const unit = unitName === "count" ? "" : ` ${unitName}`;
  return `${id}: ${formatNumber(units)}${unit}, ${boundBy(bindingConstraint)}`;
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
