import { asTree, type GraphResource, type ResourceTree } from "../../engine/resource-graph";
import { STACK_TYPE } from "../../engine/urn";
import { formatNumber } from "../number";
import { componentWords } from "./component-words";
import { kindOf } from "./kind";
import { layerWords, planWords } from "./plan-words";
import { notBuilt, type Preview } from "./preview";

/** One line of a preview's tree: a resource, or several alike. */
export interface PreviewLine {
  /** 0 right under the stack. */
  readonly depth: number;
  readonly kind: string;
  readonly name: string;
  /** What it is to be. */
  readonly words: string;
  /** The plan's line that sized it. */
  readonly fromPlan: string;
  /** Managed resources in it, itself included. */
  readonly resources: number;
  /** How many of these an engine would create, update, …; none where it knows no state. */
  readonly operations: Readonly<Record<string, number>>;
  readonly isMissing: boolean;
}

/**
 * How far a tree is opened. `components`: every component, nothing inside that isn't one, and what looks alike on one line.
 * A number: so many levels, each resource on a line of its own.
 */
export type Opening = "components" | number;

/** So many siblings that differ in their numbers alone share a line. */
const FEWEST_ALIKE = 4;

/** The tree of a preview, line by line: what the plan sized first, providers and references only when the tree is opened. */
export function previewLines(preview: Preview, opening: Opening): readonly PreviewLine[] {
  const all = [...preview.graph.resources, ...preview.leaving];
  const roots = asTree({ ...preview.graph, resources: all });
  const top = roots.flatMap((root) => (root.resource.type === STACK_TYPE ? root.children : [root]));
  const lines = linesOf([...top.filter(isOurs), ...top.filter((tree) => !isOurs(tree))], preview, {
    opening,
    depth: 0,
  });
  return [...lines, ...missingLines(preview)];
}

interface Place {
  readonly opening: Opening;
  readonly depth: number;
}

function linesOf(siblings: readonly ResourceTree[], preview: Preview, place: Place): readonly PreviewLine[] {
  const { opening, depth } = place;
  const shown = opening === "components" ? siblings.filter((tree) => isShown(tree, depth)) : siblings;
  const groups = opening === "components" ? alike(shown, preview) : shown.map((tree) => [tree]);
  return groups.flatMap((group) => {
    const line = lineOf(group, preview, depth);
    if (group.length > 1 || (typeof opening === "number" && depth + 1 >= opening)) return [line];
    return [line, ...linesOf(group[0]?.children ?? [], preview, { opening, depth: depth + 1 })];
  });
}

/** Right under the stack everything that is made; below, components alone. */
function isShown({ resource }: ResourceTree, depth: number): boolean {
  return depth === 0 ? !resource.type.startsWith("pulumi:") : !resource.custom;
}

function isOurs({ resource }: ResourceTree): boolean {
  return resource.type.startsWith("tidegate:");
}

/** Siblings in groups: those of one type that are to be the same, when there are many of them. */
function alike(siblings: readonly ResourceTree[], preview: Preview): readonly (readonly ResourceTree[])[] {
  const groups = new Map<string, ResourceTree[]>();
  for (const tree of siblings) {
    const { resource } = tree;
    const key = [
      resource.type,
      resource.name.replace(/\d+$/, ""),
      componentWords(resource),
      planWords(resource, preview.plan),
    ].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), tree]);
  }
  return [...groups.values()].flatMap((group) => (group.length < FEWEST_ALIKE ? group.map((tree) => [tree]) : [group]));
}

function lineOf(group: readonly ResourceTree[], preview: Preview, depth: number): PreviewLine {
  const [first, last] = [group[0], group.at(-1)].map((tree) => tree?.resource) as [GraphResource, GraphResource];
  const isGroup = group.length > 1;
  const inside = group.flatMap(resourcesIn).filter(({ custom, external }) => custom && external !== true);
  const words = componentWords(first);
  return {
    depth,
    kind: isGroup ? `${kindOf(first.type)} × ${formatNumber(group.length)}` : kindOf(first.type),
    name: isGroup ? `${first.name} to ${last.name.slice(last.name.search(/\d+$/))}` : first.name,
    words: isGroup && words !== "" ? `${words} each` : words,
    fromPlan: planWords(first, preview.plan),
    resources: inside.length,
    operations: operationsOf(inside, preview),
    isMissing: false,
  };
}

function resourcesIn({ resource, children }: ResourceTree): readonly GraphResource[] {
  return [resource, ...children.flatMap(resourcesIn)];
}

function operationsOf(
  resources: readonly GraphResource[],
  { operations, leaving }: Preview,
): PreviewLine["operations"] {
  if (operations === null) return {};
  const leaves = new Set(leaving.map(({ urn }) => urn));
  const counts: Record<string, number> = {};
  for (const { urn } of resources) {
    const operation = leaves.has(urn) ? "delete" : (operations.get(urn) ?? "same");
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

/** What the plan sized and the stack doesn't run. */
function missingLines(preview: Preview): readonly PreviewLine[] {
  return notBuilt(preview).map((layer) => ({
    depth: 0,
    kind: "Workload",
    name: layer.id,
    words: "not built: no image or deployment",
    fromPlan: layerWords(layer),
    resources: 0,
    operations: {},
    isMissing: true,
  }));
}
