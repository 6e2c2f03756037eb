import type { PolicyGraph, PolicyOptions, PolicyResource } from "../../../policies/graph";

/** What only a deployment can tell. */
export const OPEN = { $unknown: true };

/** A change of a recorded graph: one thing broken. */
export type Change = (graph: PolicyGraph) => PolicyGraph;

/** Another value at a path of a resource's inputs; undefined takes it out. @throws when no resource has the name */
export function set(name: string, path: string, value: unknown): Change {
  return edit(name, (resource) => ({
    ...resource,
    inputs: withValue(resource.inputs, path.split("."), value) as PolicyResource["inputs"],
  }));
}

/** Other options of a resource. */
export function options(name: string, changed: PolicyOptions): Change {
  return edit(name, (resource) => ({ ...resource, options: { ...resource.options, ...changed } }));
}

/** Without the resources that have the name, or whose name begins with it and a hyphen. */
export function without(name: string): Change {
  return (graph) => {
    const resources = graph.resources.filter((each) => each.name !== name && !each.name.startsWith(`${name}-`));
    if (resources.length === graph.resources.length) throw new Error(`no resource is called ${name}`);
    return { ...graph, resources };
  };
}

/** With one more resource. */
export function plus(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  further: Partial<PolicyResource> = {},
): Change {
  return (graph) => {
    const urn = `urn:pulumi:${graph.stack}::tidegate::${type}::${name}`;
    const added = { urn, type, name, inputs, options: {}, propertyDependencies: {}, ...further };
    return { ...graph, resources: [...graph.resources, added] };
  };
}

/** So many copies of a resource more, under other names. */
export function copies(name: string, count: number): Change {
  return (graph) => {
    const resource = graph.resources.find((each) => each.name === name);
    if (resource === undefined) throw new Error(`no resource is called ${name}`);
    const more = Array.from({ length: count }, (_, at) => ({
      ...resource,
      name: `${name}-copy-${at + 1}`,
      urn: `${resource.urn}-copy-${at + 1}`,
    }));
    return { ...graph, resources: [...graph.resources, ...more] };
  };
}

/** One change after the other. */
export function all(...changes: readonly Change[]): Change {
  return (graph) => changes.reduce((changed, change) => change(changed), graph);
}

export function urnOf(graph: PolicyGraph, name: string): string {
  const found = graph.resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no resource is called ${name}`);
  return found.urn;
}

function edit(name: string, change: (resource: PolicyResource) => PolicyResource): Change {
  return (graph) => {
    if (!graph.resources.some((each) => each.name === name)) throw new Error(`no resource is called ${name}`);
    return { ...graph, resources: graph.resources.map((each) => (each.name === name ? change(each) : each)) };
  };
}

function withValue(from: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(from)) return from.map((item, at) => (String(at) === step ? withValue(item, rest, value) : item));
  const map = { ...(from as Readonly<Record<string, unknown>> | undefined) };
  if (rest.length === 0 && value === undefined) delete map[step];
  else map[step] = withValue(map[step], rest, value);
  return map;
}
