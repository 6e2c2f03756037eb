import { hasSecret, type PropertyMap, type PropertyValue, Secret, secretStrings } from "../engine/property-value";
import type { GraphResource, ResourceGraph, ResourceOptions } from "../engine/resource-graph";
import { inOrder } from "../engine/resource-graph";
import { packageOf, parseUrn, STACK_TYPE } from "../engine/urn";
import { type Compared, identityOf, UNTOUCHED } from "./compared";
import { withDependents } from "./dependents";
import { type GraphMatch, matchGraphs, type ResourcePair } from "./graph-match";
import type { PropertyChange } from "./property-change";
import { covers, parsePath, pathText } from "./property-path";
import { deletedFirst, replacementOf } from "./replacement";
import { gravestFirst, type ResourceChange } from "./resource-change";
import { type Scrub, scrubber, shownPair } from "./shown-value";
import { hasUnknown } from "./unknowns";
import { diffValues, type ValueChange } from "./value-diff";

/** What differs between what two programs ask for. */
export interface ResourceDiff {
  /** The gravest first: replaced and deleted, then what may be replaced, updated, created, and the rest. */
  readonly changes: readonly ResourceChange[];
  /** Resources that differ only in what the cloud keeps anyway. */
  readonly ignoredOnly: readonly ResourceChange[];
  readonly unchanged: number;
  readonly outputs: readonly PropertyChange[];
  /** Versions of provider packages that differ, each once: `aws 7.48.0 → 7.49.0`. */
  readonly versions: readonly string[];
  /** Places where nothing can be said, since one side has only a mask or doesn't know the value. */
  readonly undecided: number;
}

export interface GraphDiffOptions {
  /** `undecided` for graphs of two engines, which know different things. @default "change" */
  readonly unknowns?: "change" | "undecided";
}

/** An option that changes how a resource is treated, with its name for a reader. */
const OPTIONS = [
  "protect",
  "retainOnDelete",
  "deleteBeforeReplace",
  "deletedWith",
  "ignoreChanges",
  "replaceOnChanges",
  "replaceWith",
  "hooks",
  "import",
  "customTimeouts",
] as const satisfies readonly (keyof ResourceOptions)[];

interface Work {
  readonly match: GraphMatch;
  readonly scrub: Scrub;
  readonly diff: (old: PropertyValue | undefined, fresh: PropertyValue | undefined) => readonly ValueChange[];
}

/** Compares two graphs; null stands for a stack that isn't there. */
export function diffGraphs(
  old: ResourceGraph | null,
  fresh: ResourceGraph | null,
  { unknowns = "change" }: GraphDiffOptions = {},
): ResourceDiff {
  const empty = {
    project: (fresh ?? old)?.project ?? "",
    stack: (fresh ?? old)?.stack ?? "",
    resources: [],
    outputs: {},
    invokes: [],
  };
  const [before, after] = [old ?? empty, fresh ?? empty];
  const match = matchGraphs(before, after);
  let undecided = 0;
  const context = { mapUrn: match.mapUrn, unknowns, onUndecided: () => void undecided++ };
  const work: Work = {
    match,
    scrub: scrubber([before, after].flatMap(secretsOf)),
    diff: (a, b) => diffValues(a, b, context),
  };
  const compared = match.pairs.filter(({ new: { type } }) => type !== STACK_TYPE).map((pair) => ofPair(pair, work));
  const updated = withDependents(compared);
  const changed = updated.flatMap((one) => one.change ?? []);
  const isReal = (change: ResourceChange) => change.operation !== "update" || change.changes.length > 0;
  const twins = twinsOf(match.removed);
  const created = match.added.filter(isNoStack).map((resource) => ofAdded(resource, twins));
  const gone = match.removed.filter(isNoStack).map(ofRemoved);
  const changes = gravestFirst([...changed.filter(isReal), ...created, ...gone]);
  return {
    changes,
    ignoredOnly: gravestFirst(changed.filter((change) => !isReal(change))),
    unchanged: updated.length - changed.length,
    outputs: work.diff(before.outputs, after.outputs).map((change) => shown(change, work.scrub)),
    versions: versionChanges(match.pairs),
    undecided,
  };
}

function isNoStack({ type }: GraphResource): boolean {
  return type !== STACK_TYPE;
}

/** Texts inside secrets; most graphs have few, so that looking costs and collecting doesn't. */
function secretsOf(graph: ResourceGraph): readonly string[] {
  const holders = [graph.outputs, ...graph.resources.map((resource) => resource.inputs)];
  return holders.filter(hasSecret).flatMap(secretStrings);
}

function ofPair(pair: ResourcePair, work: Work): Compared {
  const { old, new: fresh } = pair;
  const all = [...work.diff(old.inputs, fresh.inputs), ...sourceChanges(pair, work)];
  const options = optionChanges(pair, work);
  if (all.length === 0 && options.length === 0 && !pair.isRenamed) return { pair, change: null };
  const patterns = (fresh.options.ignoreChanges ?? []).map(parsePath);
  const isIgnored = (change: ValueChange) => patterns.some((pattern) => covers(pattern, change.path));
  const real = all.filter((change) => !isIgnored(change));
  const { forcedBy, possible } = replacementOf(fresh, real);
  const isRead = fresh.external === true;
  const asUpdate = real.length + options.length > 0 || !pair.isRenamed ? "update" : "rename";
  const change: ResourceChange = {
    ...identityOf(fresh),
    operation: forcedBy.length > 0 && !isRead ? "replace" : asUpdate,
    renamedFrom: pair.isRenamed ? formerName(pair) : null,
    changes: [...real.map((one) => shown(one, work.scrub)), ...options],
    ignored: all.filter(isIgnored).map((one) => shown(one, work.scrub)),
    replacedBecause: forcedBy,
    mayBeReplaced: possible,
    deletedFirst: forcedBy.length > 0 ? deletedFirst(fresh, real) : "no",
    isProtected: old.options.protect === true,
    looksLike: null,
  };
  return { pair, change };
}

/** Name before, with the type where that differs too. */
function formerName({ old, new: fresh }: ResourcePair): string {
  return old.type === fresh.type ? old.name : `${old.type} ${old.name}`;
}

/** Inputs that only a deployment can tell on both sides, and that come from other resources than before. */
function sourceChanges({ old, new: fresh }: ResourcePair, { match }: Work): readonly ValueChange[] {
  if (old.propertyDependencies === fresh.propertyDependencies) return [];
  return Object.entries(fresh.propertyDependencies).flatMap(([key, sources]) => {
    const was = old.propertyDependencies[key];
    if (was === undefined) return [];
    if (was.length === sources.length && was.every((urn, i) => match.mapUrn(urn) === sources[i])) return [];
    if (!hasUnknown(old.inputs[key]) || !hasUnknown(fresh.inputs[key])) return [];
    const before = was.map(match.mapUrn).sort(inOrder);
    if (before.length === sources.length && before.every((urn, i) => urn === sources[i])) return [];
    const named = (urns: readonly string[]) => `from ${urns.map((urn) => parseUrn(urn).name).join(", ")}`;
    const [from, to] = [named(was), named(sources)];
    // The same names under other parents: the types tell them apart.
    return [{ path: [key], old: from === to ? before.join(", ") : from, new: from === to ? sources.join(", ") : to }];
  });
}

function optionChanges({ old, new: fresh }: ResourcePair, { match, diff, scrub }: Work): readonly PropertyChange[] {
  const hasAny = Object.keys(old.options).length + Object.keys(fresh.options).length > 0;
  if (!hasAny) return [];
  const urns = (value: unknown): PropertyValue | undefined => {
    if (typeof value === "string") return match.mapUrn(value);
    return Array.isArray(value) ? value.map((urn) => match.mapUrn(String(urn))) : (value as PropertyValue | undefined);
  };
  const changed = OPTIONS.flatMap((name) => {
    const [a, b] = [old.options[name], fresh.options[name]];
    if (a === b || diff(urns(a), urns(b)).length === 0) return [];
    return [{ path: `(${name})`, ...shownPair(urns(a), urns(b), scrub), secrecy: "plain" } as const];
  });
  const [providerWas, providerIs] = [old.options.provider, fresh.options.provider];
  const provider =
    providerWas !== undefined && providerIs !== undefined && match.mapUrn(providerWas) !== providerIs
      ? [
          {
            path: "(provider)",
            old: parseUrn(providerWas).name,
            new: parseUrn(providerIs).name,
            secrecy: "plain",
          } as const,
        ]
      : [];
  return [...changed, ...provider];
}

function shown(change: ValueChange, scrub: Scrub): PropertyChange {
  const { old, new: fresh } = change;
  const isMask = isMasked(old) || isMasked(fresh);
  const mask = (value: PropertyValue | undefined) => (value === undefined ? value : new Secret(null));
  const texts = isMask ? shownPair(mask(old), mask(fresh), scrub) : shownPair(old, fresh, scrub);
  const isInside = (value: PropertyValue | undefined) => typeof value === "object" && hasSecret(value);
  return {
    path: scrub(pathText(change.path)),
    old: texts.old,
    new: texts.new,
    secrecy: isMask || isInside(old) || isInside(fresh) ? "secret" : "plain",
  };
}

/** A secret, or what is left of one in a graph that was written down. */
function isMasked(value: PropertyValue | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Secret || (value as PropertyMap).$secret === "masked";
}

/** Names of resources that go, by what they are and ask for. */
function twinsOf(removed: readonly GraphResource[]): ReadonlyMap<string, string> {
  return new Map(removed.filter(({ custom }) => custom).map((resource) => [lookOf(resource), resource.name]));
}

function lookOf({ type, inputs }: GraphResource): string {
  return `${type}\n${JSON.stringify(inputs)}`;
}

function ofAdded(resource: GraphResource, twins: ReadonlyMap<string, string>): ResourceChange {
  const { external, options } = resource;
  return {
    ...UNTOUCHED,
    ...identityOf(resource),
    operation: external ? "read" : options.import === undefined ? "create" : "adopt",
    isProtected: false,
    looksLike: resource.custom && twins.size > 0 ? (twins.get(lookOf(resource)) ?? null) : null,
  };
}

function ofRemoved(resource: GraphResource): ResourceChange {
  const isKept = resource.external === true || resource.options.retainOnDelete === true;
  return {
    ...UNTOUCHED,
    ...identityOf(resource),
    operation: isKept ? "forget" : "delete",
    isProtected: resource.options.protect === true,
  };
}

/** Each package's version once: it stands on every resource, and none of them changes for it. */
function versionChanges(pairs: readonly ResourcePair[]): readonly string[] {
  const changes = new Set<string>();
  for (const { old, new: fresh } of pairs) {
    const [was, is] = [old.options.version, fresh.options.version];
    if (was !== is && was !== undefined && is !== undefined) changes.add(`${packageOf(fresh.type)} ${was} → ${is}`);
  }
  return [...changes].sort(inOrder);
}
