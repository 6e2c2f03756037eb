/** One resource as a program asks for it: the little of a resource graph that rules read. */
export interface PolicyResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; none for the stack itself. */
  readonly parent?: string;
  /** Plain JSON; what only a deployment can tell is `{ $unknown: true }`, what is hidden `{ $secret: … }`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: PolicyOptions;
  /** For each input, the URNs it was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Options of a resource that rules look at. */
export interface PolicyOptions {
  readonly protect?: boolean;
  /** "unknown": the engine doesn't tell policy packs. */
  readonly retainOnDelete?: boolean | "unknown";
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
}

/** All resources of a stack. */
export interface PolicyGraph {
  readonly stack: string;
  readonly resources: readonly PolicyResource[];
}

/** A graph that answers by type, URN and parent without being walked again: one walk for all rules. */
export class GraphIndex {
  readonly stack: string;
  readonly #byType = new Map<string, PolicyResource[]>();
  readonly #byUrn = new Map<string, PolicyResource>();

  constructor({ stack, resources }: PolicyGraph) {
    this.stack = stack;
    for (const resource of resources) {
      this.#byUrn.set(resource.urn, resource);
      const alike = this.#byType.get(resource.type);
      if (alike === undefined) this.#byType.set(resource.type, [resource]);
      else alike.push(resource);
    }
  }

  /** Resources of the given types, in the graph's order. */
  ofType(...types: readonly string[]): readonly PolicyResource[] {
    const [only, ...others] = types;
    if (only !== undefined && others.length === 0) return this.#byType.get(only) ?? [];
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** Every type in the graph. */
  types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  find(urn: string): PolicyResource | undefined {
    return this.#byUrn.get(urn);
  }

  /** Resources of a type from which an input was made. */
  sourcesOf(resource: PolicyResource, input: string, type: string): readonly PolicyResource[] {
    return (resource.propertyDependencies[input] ?? []).flatMap((urn) => {
      const found = this.#byUrn.get(urn);
      return found?.type === type ? [found] : [];
    });
  }

  /** The nearest of the resource's ancestors that has the type. */
  ancestor(resource: PolicyResource, type: string): PolicyResource | undefined {
    let current = resource.parent === undefined ? undefined : this.#byUrn.get(resource.parent);
    while (current !== undefined && current.type !== type)
      current = current.parent === undefined ? undefined : this.#byUrn.get(current.parent);
    return current;
  }
}
