import * as protocol from "@pulumi/pulumi/proto/resource_pb.js";
import { dependenciesOf, type PropertyDependencies } from "./output-values";
import type { PropertyMap } from "./property-value";
import { isProviderType, packageOf } from "./urn";
import type { WireMap } from "./wire";

type Request = protocol.RegisterResourceRequest;
type Options = protocol.TransformResourceOptions;

/**
 * Gives a registration what it leaves open and its parent has.
 * @see `inheritFromParent` in the engine's `source_eval.go`
 */
export function inheritFromParent(request: Request, parent: Options | undefined): void {
  if (parent === undefined) return;
  if (request.getDeletedwith() === "") request.setDeletedwith(parent.getDeletedWith());
  if (!request.hasProtect() && parent.hasProtect()) request.setProtect(parent.getProtect() ?? false);
  if (!request.hasRetainondelete() && parent.hasRetainOnDelete()) {
    request.setRetainondelete(parent.getRetainOnDelete() ?? false);
  }
}

/** Gives a component the providers of its parent for packages it has none for. */
export function inheritProviders(options: Options, parent: Options | undefined): void {
  const own = options.getProvidersMap();
  for (const [name, reference] of parent?.getProvidersMap().entries() ?? []) {
    if (!own.has(name)) own.set(name, reference);
  }
}

/** The registration's options in the form that transforms see and change. */
export function optionsOf(request: Request, parent: Options | undefined): Options {
  const options = new protocol.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList()).setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList()).setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList()).setProvider(providerReference(request, parent));
  options.setCustomTimeouts(request.getCustomtimeouts()).setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setDeletedWith(request.getDeletedwith()).setReplaceWithList(request.getReplaceWithList());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList()).setHooks(request.getHooks());
  options.setImport(request.getImportid()).setHideDiffList(request.getHidediffsList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  if (request.hasReplacementTrigger()) options.setReplacementTrigger(request.getReplacementTrigger());
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  for (const [name, reference] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, reference);
  return options;
}

/** The dependencies of each property as the SDK declares them. */
export function declaredDependencies(request: Request): PropertyDependencies {
  const entries = [...request.getPropertydependenciesMap().entries()];
  return new Map(entries.map(([key, dependencies]) => [key, dependencies.getUrnsList()]));
}

/** The declared dependencies and those that output values carry. */
export function carriedDependencies(properties: WireMap, declared: PropertyDependencies): PropertyDependencies {
  const carried = new Map(declared);
  for (const [key, value] of Object.entries(properties)) {
    carried.set(key, [...new Set([...(declared.get(key) ?? []), ...dependenciesOf(value)])]);
  }
  return carried;
}

/** A provider's inputs with the version of its package, as the engine puts it there. @see `SetProviderVersion` */
export function withProviderVersion(inputs: PropertyMap, type: string, version: string): PropertyMap {
  return isProviderType(type) && version !== "" ? { ...inputs, version } : inputs;
}

/** The engine's `resolveProvider`: the resource's own, then its providers by package, then its parent's. */
function providerReference(request: Request, parent: Options | undefined): string {
  if (request.getProvider() !== "" || !(request.getCustom() || request.getRemote())) return request.getProvider();
  const name = packageOf(request.getType());
  return request.getProvidersMap().get(name) ?? parent?.getProvidersMap().get(name) ?? "";
}
