/** The type of the root of every stack, which the type chains of URNs leave out. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** Where a resource stands. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Types from the outermost component to the resource itself, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/** A resource's URN as the engine computes it: `urn:pulumi:stack::project::parentType$type::name`. */
export function urnOf(parts: {
  readonly stack: string;
  readonly project: string;
  readonly parent?: string | undefined;
  readonly type: string;
  readonly name: string;
}): string {
  const parentType = parts.parent === undefined ? STACK_TYPE : parseUrn(parts.parent).qualifiedType;
  const chain = parentType === STACK_TYPE ? parts.type : `${parentType}$${parts.type}`;
  return `urn:pulumi:${parts.stack}::${parts.project}::${chain}::${parts.name}`;
}

/**
 * The parts of a URN.
 * @throws Error when the text isn't one
 */
export function parseUrn(urn: string): UrnParts {
  const [head, project, qualifiedType, ...name] = urn.split("::");
  if (!head?.startsWith("urn:pulumi:") || project === undefined || qualifiedType === undefined || name.length === 0) {
    throw new Error(`not a URN: ${urn}`);
  }
  return {
    stack: head.slice("urn:pulumi:".length),
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** The URN in a provider reference `urn::id`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** Whether the resource is a provider. */
export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** The package that serves a type: `aws` for `aws:ec2/vpc:Vpc` and for `pulumi:providers:aws`. */
export function packageOf(type: string): string {
  const [first, , last] = type.split(":");
  return isProviderType(type) ? (last ?? "") : (first ?? "");
}
