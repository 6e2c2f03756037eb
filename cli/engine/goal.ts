import type * as aliases from "@pulumi/pulumi/proto/alias_pb.js";
import type * as protocol from "@pulumi/pulumi/proto/resource_pb.js";
import { durationSeconds } from "./duration";
import type { PropertyMap } from "./property-value";
import {
  type CustomTimeouts,
  type GraphResource,
  inOrder,
  type ResourceHooks,
  type ResourceOptions,
} from "./resource-graph";
import { parseUrn, providerUrn, STACK_TYPE, urnOf } from "./urn";

/** The project and stack that URNs are made in. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** Dependencies of a resource: all of them, and those that an input explains. */
export interface GoalDependencies {
  readonly all: readonly string[];
  readonly byProperty: ReadonlyMap<string, readonly string[]>;
}

/** What a registration asks for, once transforms have run and the parent's options are inherited. */
export interface Goal {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly custom: boolean;
  readonly inputs: PropertyMap;
  readonly dependencies: GoalDependencies;
  readonly options: protocol.TransformResourceOptions;
}

/** The graph's form of a goal. */
export function graphResource(goal: Goal, stackName: StackName): GraphResource {
  const byProperty = [...goal.dependencies.byProperty]
    .filter(([, urns]) => urns.length > 0)
    .sort(([a], [b]) => inOrder(a, b));
  return {
    urn: goal.urn,
    type: goal.type,
    name: goal.name,
    ...optional("parent", goal.parent),
    custom: goal.custom,
    inputs: goal.inputs,
    options: graphOptions(goal, stackName),
    dependencies: goal.dependencies.all,
    propertyDependencies: Object.fromEntries(byProperty),
  };
}

/** URNs that an alias stands for, by the engine's rule: what it leaves out is as on the resource itself. */
export function aliasUrn(
  alias: AliasSpec,
  resource: { readonly type: string; readonly name: string; readonly parent: string },
  stackName: StackName,
): string {
  if (alias.urn) return alias.urn;
  const parent = alias.noParent === true ? "" : alias.parent || resource.parent;
  const isRoot = parent === "" || parseUrn(parent).type === STACK_TYPE;
  return urnOf({
    stack: alias.stack || stackName.stack,
    project: alias.project || stackName.project,
    parent: isRoot ? undefined : parent,
    type: alias.type || resource.type,
    name: alias.name || resource.name,
  });
}

/** An alias as the protocol and a saved plan have it; an empty text is the same as none. */
export interface AliasSpec {
  readonly urn?: string;
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  readonly project?: string;
  readonly parent?: string;
  readonly noParent?: boolean;
}

/** Dependencies that no input explains, in order. */
export function unexplained(all: readonly string[], byProperty: Iterable<readonly string[]>): readonly string[] {
  const explained = new Set([...byProperty].flat());
  return all.filter((urn) => !explained.has(urn)).sort(inOrder);
}

/** The object with one entry, or none for an empty or missing value. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: NonNullable<V> } {
  const isEmpty = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return (isEmpty ? {} : { [key]: value }) as { readonly [P in K]?: NonNullable<V> };
}

function graphOptions(goal: Goal, stackName: StackName): ResourceOptions {
  const options = goal.options;
  return {
    ...optional("protect", options.getProtect() || undefined),
    ...optional("retainOnDelete", options.getRetainOnDelete() || undefined),
    ...optional("deleteBeforeReplace", options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined),
    ...optional("deletedWith", options.getDeletedWith()),
    ...optional("ignoreChanges", options.getIgnoreChangesList()),
    ...optional("replaceOnChanges", options.getReplaceOnChangesList()),
    ...optional("replaceWith", [...options.getReplaceWithList()].sort(inOrder)),
    ...optional("hideDiffs", options.getHideDiffList()),
    ...optional("additionalSecretOutputs", [...options.getAdditionalSecretOutputsList()].sort(inOrder)),
    ...optional(
      "provider",
      goal.custom && options.getProvider() !== "" ? providerUrn(options.getProvider()) : undefined,
    ),
    ...providersOf(goal),
    ...optional("dependsOn", unexplained(goal.dependencies.all, goal.dependencies.byProperty.values())),
    ...optional("aliases", aliasesOf(goal, stackName)),
    ...optional("hooks", hooksOf(options.getHooks())),
    ...optional("version", options.getVersion()),
    ...optional("pluginDownloadUrl", options.getPluginDownloadUrl()),
    ...optional("import", options.getImport()),
    ...optional("customTimeouts", timeoutsOf(options.getCustomTimeouts())),
  };
}

function providersOf(goal: Goal): Pick<ResourceOptions, "providers"> {
  const providers = goal.custom ? [] : [...goal.options.getProvidersMap().entries()];
  if (providers.length === 0) return {};
  const byPackage = providers.map(([name, reference]) => [name, providerUrn(reference)] as const);
  return { providers: Object.fromEntries(byPackage.sort(([a], [b]) => inOrder(a, b))) };
}

function aliasesOf(goal: Goal, stackName: StackName): readonly string[] {
  const urns = goal.options.getAliasesList().map((alias) => aliasUrn(aliasSpec(alias), goal, stackName));
  return [...new Set(urns)];
}

function aliasSpec(alias: aliases.Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

function hooksOf(
  binding: protocol.RegisterResourceRequest.ResourceHooksBinding | undefined,
): ResourceHooks | undefined {
  if (binding === undefined) return undefined;
  const hooks = {
    ...optional("beforeCreate", binding.getBeforeCreateList()),
    ...optional("afterCreate", binding.getAfterCreateList()),
    ...optional("beforeUpdate", binding.getBeforeUpdateList()),
    ...optional("afterUpdate", binding.getAfterUpdateList()),
    ...optional("beforeDelete", binding.getBeforeDeleteList()),
    ...optional("afterDelete", binding.getAfterDeleteList()),
    ...optional("onError", binding.getOnErrorList()),
  };
  return Object.keys(hooks).length === 0 ? undefined : hooks;
}

function timeoutsOf(timeouts: protocol.RegisterResourceRequest.CustomTimeouts | undefined): CustomTimeouts | undefined {
  if (timeouts === undefined) return undefined;
  const seconds = (text: string) => (text === "" ? undefined : durationSeconds(text));
  const found = {
    ...optional("createSeconds", seconds(timeouts.getCreate())),
    ...optional("updateSeconds", seconds(timeouts.getUpdate())),
    ...optional("deleteSeconds", seconds(timeouts.getDelete())),
    ...optional("readSeconds", seconds(timeouts.getRead())),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}
