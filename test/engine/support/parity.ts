import { isMap, isUnknown, type PropertyMap, type PropertyValue, Secret } from "../../../cli/engine/property-value";
import type { GoalGraph, NotShown } from "../../../cli/engine/pulumi-goals";
import type { GraphResource, ResourceGraph } from "../../../cli/engine/resource-graph";

/** One place where the two engines disagree. */
export interface Difference {
  /** The URN, then the path inside the resource: `urn:… inputs.tags.owner`. */
  readonly path: string;
  readonly recorded: string;
  readonly real: string;
}

/** How far two graphs agree. */
export interface Parity {
  readonly resources: number;
  readonly differences: readonly Difference[];
  /** What the real engine doesn't show with these sources, so that it wasn't compared. */
  readonly notCompared: readonly NotShown[];
}

/**
 * Compares what was recorded with what the real engine was asked for. Equal means: same URNs, types, parents, inputs, options and dependencies.
 * @param checked inputs by URN before a provider's own additions, where its additions are not to count
 */
export function compareGoals(
  recorded: ResourceGraph,
  real: GoalGraph,
  checked: ReadonlyMap<string, PropertyMap> = new Map(),
): Parity {
  const skipped = new Set<NotShown>(real.notShown);
  const ours = new Map(recorded.resources.map((resource) => [resource.urn, resource]));
  const theirs = new Map(
    real.graph.resources.map((resource) => [
      resource.urn,
      { ...resource, inputs: checked.get(resource.urn) ?? resource.inputs },
    ]),
  );
  const urns = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  const resources = urns.flatMap((urn) => compareResources(urn, ours.get(urn), theirs.get(urn), skipped));
  const outputs = compareValues("outputs", recorded.outputs, real.graph.outputs, skipped);
  return { resources: recorded.resources.length, differences: [...resources, ...outputs], notCompared: real.notShown };
}

/** The differences as a list that a person reads. */
export function renderDifferences(parity: Parity): string {
  return parity.differences
    .map(({ path, recorded, real }) => `${path}\n  recorded ${recorded}\n  real     ${real}`)
    .join("\n");
}

type Skipped = ReadonlySet<NotShown>;

function compareResources(
  urn: string,
  ours: GraphResource | undefined,
  theirs: GraphResource | undefined,
  skipped: Skipped,
): readonly Difference[] {
  if (ours === undefined || theirs === undefined) {
    const presence = (resource: GraphResource | undefined) => (resource === undefined ? "absent" : "present");
    return [{ path: urn, recorded: presence(ours), real: presence(theirs) }];
  }
  return compareValues(urn, shownPart(ours, skipped), shownPart(theirs, skipped), skipped);
}

/** The resource without what the real engine doesn't show. */
function shownPart(resource: GraphResource, skipped: Skipped): PropertyMap {
  const options = Object.entries(resource.options).filter(([name]) => !skipped.has(name as NotShown));
  const hidesDependencies = resource.external === true && skipped.has("externalDependencies");
  const { dependencies, ...rest } = resource;
  return {
    ...rest,
    ...(hidesDependencies ? {} : { dependencies }),
    options: Object.fromEntries(options),
  } as unknown as PropertyMap;
}

function compareValues(
  path: string,
  ours: PropertyValue | undefined,
  theirs: PropertyValue | undefined,
  skipped: Skipped,
): readonly Difference[] {
  if (ours instanceof Secret && theirs instanceof Secret) return compareSecrets(path, ours, theirs, skipped);
  if (isMap(ours) && isMap(theirs) && !isUnknown(ours) && !isUnknown(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
    const separator = path.startsWith("urn:") && !path.includes(" ") ? " " : ".";
    return keys.flatMap((key) => compareValues(`${path}${separator}${key}`, ours[key], theirs[key], skipped));
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    return ours.flatMap((item: PropertyValue, at) =>
      compareValues(`${path}[${at}]`, item, theirs[at] as PropertyValue, skipped),
    );
  }
  return textOf(ours) === textOf(theirs) ? [] : [{ path, recorded: textOf(ours), real: textOf(theirs) }];
}

/** A secret that the recording doesn't know yet may be any value once it is deployed. */
function compareSecrets(path: string, ours: Secret, theirs: Secret, skipped: Skipped): readonly Difference[] {
  if (skipped.has("secretValues") || isUnknown(ours.reveal())) return [];
  const isSame = compareValues(path, ours.reveal(), theirs.reveal(), skipped).length === 0;
  return isSame ? [] : [{ path, recorded: "a secret", real: "another secret" }];
}

function textOf(value: PropertyValue | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
