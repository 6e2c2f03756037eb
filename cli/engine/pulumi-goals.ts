import type { EngineEvent } from "@pulumi/pulumi/automation";
import { aliasUrn, optional, type StackName, unexplained } from "./goal";
import { isMap, mapValues, type PropertyMap, type PropertyValue, Secret } from "./property-value";
import {
  type CustomTimeouts,
  type GraphResource,
  inFixedOrder,
  inOrder,
  type ResourceGraph,
  type ResourceHooks,
  type ResourceOptions,
} from "./resource-graph";
import { isProviderType, packageOf, providerUrn, STACK_TYPE } from "./urn";
import { decodeMap, type WireMap } from "./wire";

/** What a program asked the real engine for, as far as the engine shows it. */
export interface GoalGraph {
  readonly graph: ResourceGraph;
  /** What these sources don't show: absent in `graph` whether asked for or not. */
  readonly notShown: readonly NotShown[];
}

/** Parts of a goal that a source of the real engine may leave out. */
export type NotShown =
  | Exclude<keyof ResourceOptions, "protect" | "provider" | "ignoreChanges">
  | "invokes"
  | "secretValues"
  | "externalDependencies";

/** The file that `preview --save-plan` writes. @see `DeploymentPlanV1` in the engine's `apitype/plan.go` */
export interface SavedPlan {
  readonly resourcePlans?: Readonly<Record<string, { readonly goal?: SavedGoal }>>;
}

interface SavedGoal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputDiff: SavedDiff;
  readonly outputDiff: SavedDiff;
  readonly parent?: string;
  readonly protect: boolean;
  readonly dependencies?: readonly string[];
  readonly provider?: string;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly structuredAliases?: readonly SavedAlias[];
  readonly id?: string;
  readonly customTimeouts?: SavedTimeouts;
}

interface SavedDiff {
  readonly adds?: WireMap;
  readonly deletes?: readonly string[];
  readonly updates?: WireMap;
}

interface SavedTimeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly read?: number;
}

interface SavedAlias {
  readonly URN: string;
  readonly Name: string;
  readonly Type: string;
  readonly Project: string;
  readonly Stack: string;
  readonly Parent: string;
  readonly NoParent: boolean;
}

/** An exported state. @see `ResourceV3` in the engine's `apitype/core.go` */
export interface EngineState {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    /** What was under way when an operation was killed: `creating`, `updating`, … */
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/** One resource of an exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly external?: boolean;
  readonly delete?: boolean;
  readonly inputs?: WireMap;
  readonly outputs?: WireMap;
  readonly dependencies?: readonly string[];
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly hideDiff?: readonly unknown[];
  readonly resourceHooks?: Readonly<Record<string, readonly string[]>>;
}

/** The goals of a preview of a stack, from its plan and its events. */
export function goalGraph(
  from: StackName & { readonly plan: SavedPlan; readonly events: readonly EngineEvent[] },
): GoalGraph {
  const shown = new Map(from.events.flatMap(shownState));
  const versions = new Map([...shown].map(([urn, state]) => [urn, String(state.inputs.version ?? "")]));
  const planned = Object.entries(from.plan.resourcePlans ?? {}).flatMap(([urn, { goal }]) =>
    goal === undefined || isDefaultProvider(goal) ? [] : [plannedResource(urn, goal, shown.get(urn), versions, from)],
  );
  const read = [...shown]
    .filter(([, state]) => state.external === true)
    .map(([urn, state]) => externalResource(urn, state, versions));
  const stack = Object.values(from.plan.resourcePlans ?? {}).find(({ goal }) => goal?.type === STACK_TYPE)?.goal;
  const outputs = decodeMap({ ...stack?.outputDiff.adds, ...stack?.outputDiff.updates });
  const { project } = from;
  return {
    graph: inFixedOrder({ project, stack: from.stack, resources: [...planned, ...read], outputs, invokes: [] }),
    notShown: [
      "invokes",
      "providers",
      "pluginDownloadUrl",
      "hooks",
      "deletedWith",
      "replaceOnChanges",
      "replaceWith",
      "hideDiffs",
      "secretValues",
      "externalDependencies",
    ],
  };
}

/** The goals with what only the state after an update shows: hooks, more options, and the values of secrets. */
export function withState(goals: GoalGraph, state: EngineState): GoalGraph {
  const live = new Map(
    (state.deployment.resources ?? []).filter((entry) => entry.delete !== true).map((entry) => [entry.urn, entry]),
  );
  const resources = goals.graph.resources.map((resource) => {
    const entry = live.get(resource.urn);
    return entry === undefined ? resource : completed(resource, entry);
  });
  const stack = [...live.values()].find(({ type }) => type === STACK_TYPE);
  const outputs = revealed(goals.graph.outputs, decodeMap(stack?.outputs ?? {})) as PropertyMap;
  const shownByState = [
    "hooks",
    "deletedWith",
    "replaceOnChanges",
    "replaceWith",
    "hideDiffs",
    "secretValues",
    "externalDependencies",
  ];
  return {
    graph: inFixedOrder({ ...goals.graph, resources, outputs }),
    notShown: goals.notShown.filter((part) => !shownByState.includes(part)),
  };
}

interface ShownState {
  readonly type: string;
  readonly custom?: boolean;
  readonly id: string;
  readonly parent: string;
  readonly retainOnDelete?: boolean;
  readonly external?: boolean;
  readonly inputs: WireMap;
  readonly provider: string;
}

function shownState({ resourcePreEvent }: EngineEvent): readonly (readonly [string, ShownState])[] {
  const metadata = resourcePreEvent?.metadata;
  if (metadata?.new === undefined || metadata.new === null) return [];
  return [[metadata.urn, metadata.new as unknown as ShownState]];
}

/** The engine makes providers of its own for packages without an explicit one; a program's always have a parent. */
function isDefaultProvider(goal: SavedGoal): boolean {
  return isProviderType(goal.type) && goal.parent === undefined && /^default(?:_|$)/.test(goal.name);
}

function plannedResource(
  urn: string,
  goal: SavedGoal,
  shown: ShownState | undefined,
  versions: ReadonlyMap<string, string>,
  stackName: StackName,
): GraphResource {
  const dependencies = goal.dependencies ?? [];
  const byProperty = Object.entries(goal.propertyDependencies ?? {}).filter(([, urns]) => urns.length > 0);
  const own = { type: goal.type, name: goal.name, parent: goal.parent ?? "" };
  const aliases = (goal.structuredAliases ?? []).map((alias) => aliasUrn(aliasSpec(alias), own, stackName));
  return {
    urn,
    type: goal.type,
    name: goal.name,
    ...optional("parent", goal.parent),
    custom: goal.custom,
    inputs: plannedInputs(goal, shown),
    options: {
      ...optional("protect", goal.protect || undefined),
      ...optional("retainOnDelete", shown?.retainOnDelete || undefined),
      ...optional("deleteBeforeReplace", goal.deleteBeforeReplace),
      ...optional("ignoreChanges", goal.ignoreChanges),
      ...optional("additionalSecretOutputs", [...(goal.additionalSecretOutputs ?? [])].sort(inOrder)),
      ...optional("provider", explicitProvider(goal.provider)),
      ...optional(
        "dependsOn",
        unexplained(
          dependencies,
          byProperty.map(([, urns]) => urns),
        ),
      ),
      ...optional("aliases", [...new Set(aliases)]),
      ...optional("version", versions.get(isProviderType(goal.type) ? urn : providerUrn(goal.provider ?? ""))),
      ...optional("import", goal.id),
      ...optional("customTimeouts", timeouts(goal.customTimeouts)),
    },
    dependencies,
    propertyDependencies: Object.fromEntries(byProperty),
  };
}

/** The event has all inputs, secrets blinded; the plan has what the update adds or changes, secrets encrypted. */
function plannedInputs(goal: SavedGoal, shown: ShownState | undefined): PropertyMap {
  const all = { ...shown?.inputs, ...goal.inputDiff.adds, ...goal.inputDiff.updates };
  const own = Object.entries(all).filter(([key]) => !key.startsWith("__"));
  return decodeMap(Object.fromEntries(own));
}

function externalResource(urn: string, state: ShownState, versions: ReadonlyMap<string, string>): GraphResource {
  return {
    urn,
    type: state.type,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    ...optional("parent", state.parent),
    custom: true,
    external: true,
    id: state.id,
    inputs: decodeMap(state.inputs),
    options: {
      ...optional("provider", explicitProvider(state.provider)),
      ...optional("version", versions.get(providerUrn(state.provider))),
    },
    dependencies: [],
    propertyDependencies: {},
  };
}

function explicitProvider(reference: string | undefined): string | undefined {
  if (reference === undefined || reference === "") return undefined;
  const urn = providerUrn(reference);
  const isDefault = /::default(?:_[^:]*)?$/.test(urn) && !urn.includes("$") && packageOf(urn) !== "";
  return isDefault ? undefined : urn;
}

function aliasSpec(alias: SavedAlias): Parameters<typeof aliasUrn>[0] {
  return {
    urn: alias.URN,
    name: alias.Name,
    type: alias.Type,
    project: alias.Project,
    stack: alias.Stack,
    parent: alias.Parent,
    noParent: alias.NoParent,
  };
}

function timeouts(saved: SavedTimeouts | undefined): CustomTimeouts | undefined {
  const found = {
    ...optional("createSeconds", saved?.create),
    ...optional("updateSeconds", saved?.update),
    ...optional("deleteSeconds", saved?.delete),
    ...optional("readSeconds", saved?.read),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

function completed(resource: GraphResource, entry: StateResource): GraphResource {
  const hooks = Object.entries(entry.resourceHooks ?? {}).map(
    ([type, names]) => [`${type[0]?.toLowerCase()}${type.slice(1)}`, names] as const,
  );
  return {
    ...resource,
    inputs: revealed(resource.inputs, decodeMap(entry.inputs ?? {})) as PropertyMap,
    dependencies: resource.external === true ? (entry.dependencies ?? []) : resource.dependencies,
    options: {
      ...resource.options,
      ...optional("deletedWith", entry.deletedWith),
      ...optional("replaceWith", [...(entry.replaceWith ?? [])].sort(inOrder)),
      ...optional("replaceOnChanges", entry.replaceOnChanges),
      ...optional("hideDiffs", entry.hideDiff?.map(pathText)),
      ...optional("hooks", hooks.length === 0 ? undefined : (Object.fromEntries(hooks) as ResourceHooks)),
    },
  };
}

/** `["tags", "owner"]` as `tags.owner`, the form in which a program writes it. */
function pathText(path: unknown): string {
  return Array.isArray(path) ? path.map(String).join(".") : String(path);
}

/** The value with the secrets that `plain` has in plain text at the same place. */
function revealed(value: PropertyValue, plain: PropertyValue): PropertyValue {
  if (value instanceof Secret) return plain instanceof Secret ? plain : value;
  if (Array.isArray(value))
    return value.map((item, at) => revealed(item, Array.isArray(plain) ? (plain[at] ?? null) : null));
  if (!isMap(value)) return value;
  const other = isMap(plain) ? plain : {};
  return mapValues(value, (item, key) => revealed(item, other[key] ?? null));
}
