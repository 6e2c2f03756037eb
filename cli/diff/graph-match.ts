import type { GraphResource, ResourceGraph } from "../engine/resource-graph";
import { parseUrn, STACK_TYPE, urnOf } from "../engine/urn";

/** A resource of both sides. */
export interface ResourcePair {
  readonly old: GraphResource;
  readonly new: GraphResource;
  /** Known by another name before, and found through an alias. */
  readonly isRenamed: boolean;
}

/** Which resources of two graphs are the same. */
export interface GraphMatch {
  readonly pairs: readonly ResourcePair[];
  readonly added: readonly GraphResource[];
  readonly removed: readonly GraphResource[];
  /** The new side's URN of a resource of the old side; its own, in the new side's stack, where it is gone. */
  readonly mapUrn: (urn: string) => string;
}

/** Pairs resources as the engine does: by URN, then by alias, where a child takes over the aliases of its parent. */
export function matchGraphs(old: ResourceGraph, fresh: ResourceGraph): GraphMatch {
  const translate = translation(old, fresh);
  const before = new Map(old.resources.map((resource) => [translate(resource.urn), resource]));
  const after = new Map(fresh.resources.map((resource) => [resource.urn, resource]));
  const taken = new Map<string, string>();
  const found = new Map<string, string | null>();

  const isFree = (urn: string) => before.has(urn) && !after.has(urn) && !taken.has(urn);
  const find = (resource: GraphResource): string | null => {
    const known = found.get(resource.urn);
    if (known !== undefined) return known;
    found.set(resource.urn, null); // a parent chain can't loop; this holds it off all the same
    const parent = resource.parent === undefined ? undefined : after.get(resource.parent);
    const parentWas = parent === undefined ? null : find(parent);
    const own = before.has(resource.urn) ? resource.urn : undefined;
    const match = own ?? aliasesOf(resource, parent, parentWas, translate).find(isFree) ?? null;
    if (match !== null) taken.set(match, resource.urn);
    found.set(resource.urn, match);
    return match;
  };

  const pairs: ResourcePair[] = [];
  const added: GraphResource[] = [];
  for (const resource of fresh.resources) {
    const match = find(resource);
    const was = match === null ? undefined : before.get(match);
    if (was === undefined) added.push(resource);
    else pairs.push({ old: was, new: resource, isRenamed: match !== resource.urn });
  }
  const removed = old.resources.filter((resource) => !taken.has(translate(resource.urn)));
  const mapUrn = (urn: string) => taken.get(translate(urn)) ?? translate(urn);
  return { pairs, added, removed, mapUrn };
}

/** URNs of one stack as those of the other, so that two stacks of one program can be compared. */
function translation(old: ResourceGraph, fresh: ResourceGraph): (urn: string) => string {
  const from = `urn:pulumi:${old.stack}::${old.project}::`;
  const to = `urn:pulumi:${fresh.stack}::${fresh.project}::`;
  if (from === to) return (urn) => urn;
  const stackName = (graph: ResourceGraph) => `${graph.project}-${graph.stack}`;
  return (urn) => {
    if (!urn.startsWith(from)) return urn;
    const rest = urn.slice(from.length);
    // The stack itself is named after both.
    return rest === `${STACK_TYPE}::${stackName(old)}` ? `${to}${STACK_TYPE}::${stackName(fresh)}` : `${to}${rest}`;
  };
}

/**
 * Every name the resource may have had.
 * @see `generateAliases` and `inheritedChildAlias` in the engine's `pkg/resource/deploy/step_generator.go`
 */
function aliasesOf(
  resource: GraphResource,
  parent: GraphResource | undefined,
  parentWas: string | null,
  translate: (urn: string) => string,
): readonly string[] {
  const own = (resource.options.aliases ?? []).map(translate);
  if (parent === undefined || parentWas === null || parentWas === parent.urn) return own;
  const inherited = [resource.urn, ...own].map((urn) => {
    const { type, name } = parseUrn(urn);
    const was = parseUrn(parentWas);
    const childName = name.startsWith(parent.name) ? `${was.name}${name.slice(parent.name.length)}` : name;
    return urnOf({ stack: was.stack, project: was.project, parent: parentWas, type, name: childName });
  });
  return [...own, ...inherited];
}
