import { masked, type PropertyMap } from "./property-value";
import { STACK_TYPE } from "./urn";

/** What a program asks an engine for: every resource with its inputs and options, before any cloud was asked. Ordered, so that two graphs can be compared line by line. */
export interface ResourceGraph {
  readonly project: string;
  readonly stack: string;
  /** In the order of their URNs. */
  readonly resources: readonly GraphResource[];
  /** What the stack publishes. */
  readonly outputs: PropertyMap;
  /** Functions the program asked its providers for, in the order of token and arguments. */
  readonly invokes: readonly GraphInvoke[];
}

/** One resource as the program asks for it. */
export interface GraphResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; none for the stack itself. */
  readonly parent?: string;
  /** Managed by a provider; a component isn't. */
  readonly custom: boolean;
  /** Only read, owned by someone else. */
  readonly external?: true;
  /** The id by which an external resource is read. */
  readonly id?: string;
  readonly inputs: PropertyMap;
  readonly options: ResourceOptions;
  /** URNs that must be there first, in their order. */
  readonly dependencies: readonly string[];
  /** For each input, the URNs it was made from; inputs made from none are left out. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** How the engine is to treat a resource. What isn't asked for is left out; lists of URNs are in their order. */
export interface ResourceOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: string;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly replaceWith?: readonly string[];
  readonly hideDiffs?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  /** URN of an explicit provider; with the default provider there is none. */
  readonly provider?: string;
  /** On a component: package → URN of the provider its children use. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Dependencies that no input explains. */
  readonly dependsOn?: readonly string[];
  /** URNs by which an earlier deployment may know it. */
  readonly aliases?: readonly string[];
  readonly hooks?: ResourceHooks;
  /** Version of the provider's package. */
  readonly version?: string;
  readonly pluginDownloadUrl?: string;
  /** The id of an existing thing to adopt. */
  readonly import?: string;
  readonly customTimeouts?: CustomTimeouts;
}

/** Names of the hooks that run around an operation, in the order of running. */
export interface ResourceHooks {
  readonly beforeCreate?: readonly string[];
  readonly afterCreate?: readonly string[];
  readonly beforeUpdate?: readonly string[];
  readonly afterUpdate?: readonly string[];
  readonly beforeDelete?: readonly string[];
  readonly afterDelete?: readonly string[];
  readonly onError?: readonly string[];
}

/** How long an operation may take, in seconds. */
export interface CustomTimeouts {
  readonly createSeconds?: number;
  readonly updateSeconds?: number;
  readonly deleteSeconds?: number;
  readonly readSeconds?: number;
}

/** A function of a provider that the program asked for. */
export interface GraphInvoke {
  readonly token: string;
  readonly args: PropertyMap;
  /** URN of an explicit provider. */
  readonly provider?: string;
  readonly version?: string;
  /** How often it was asked with the same arguments. */
  readonly count: number;
}

/** A resource with what stands under it. */
export interface ResourceTree {
  readonly resource: GraphResource;
  readonly children: readonly ResourceTree[];
}

/** How many resources of a type there are. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** The graph as trees, roots first; a resource whose parent isn't in the graph is a root. Siblings are in the order of type and name. */
export function asTree(graph: ResourceGraph): readonly ResourceTree[] {
  const known = new Set(graph.resources.map((resource) => resource.urn));
  const byParent = new Map<string | undefined, GraphResource[]>();
  for (const resource of graph.resources) {
    const parent = resource.parent !== undefined && known.has(resource.parent) ? resource.parent : undefined;
    byParent.set(parent, [...(byParent.get(parent) ?? []), resource]);
  }
  const under = (parent: string | undefined): readonly ResourceTree[] =>
    [...(byParent.get(parent) ?? [])]
      .sort((a, b) => inOrder(a.type, b.type) || inOrder(a.name, b.name))
      .map((resource) => ({ resource, children: under(resource.urn) }));
  return under(undefined);
}

/** How many resources of each type, most frequent first, then by type. The stack itself isn't counted. */
export function countByType(graph: ResourceGraph): readonly TypeCount[] {
  const counts = new Map<string, number>();
  for (const { type } of graph.resources) {
    if (type !== STACK_TYPE) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || inOrder(a.type, b.type));
}

/** The graph with every secret replaced by the mask: plain JSON, fit to be written and shown. */
export function redact(graph: ResourceGraph): ResourceGraph {
  return {
    ...graph,
    resources: graph.resources.map((resource) => ({ ...resource, inputs: masked(resource.inputs) as PropertyMap })),
    outputs: masked(graph.outputs) as PropertyMap,
    invokes: graph.invokes.map((invoke) => ({ ...invoke, args: masked(invoke.args) as PropertyMap })),
  };
}

/** The same graph in the fixed order: resources and URN lists by code unit. */
export function inFixedOrder(graph: ResourceGraph): ResourceGraph {
  const resources = graph.resources.map((resource) => ({
    ...resource,
    dependencies: [...resource.dependencies].sort(inOrder),
    propertyDependencies: sortedEntries(resource.propertyDependencies, (urns) => [...urns].sort(inOrder)),
  }));
  return { ...graph, resources: resources.sort((a, b) => inOrder(a.urn, b.urn)) };
}

/** Order by code unit, the same on every machine. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedEntries<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  const entries = Object.entries(record).sort(([a], [b]) => inOrder(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)]));
}
