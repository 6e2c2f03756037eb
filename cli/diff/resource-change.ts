import { inOrder } from "../engine/resource-graph";
import type { PropertyChange } from "./property-change";
import type { DeletedFirst, PossibleReplacement } from "./replacement";

/** What a deployment does with a resource. `read`, `forget`: nothing in the cloud; `adopt`: takes over what exists; `rename`: state only. */
export type ResourceOperation = "replace" | "delete" | "forget" | "update" | "create" | "adopt" | "read" | "rename";

/** A resource that differs. */
export interface ResourceChange {
  readonly operation: ResourceOperation;
  readonly kind: "resource" | "component" | "provider";
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Name or type before, where an alias says that it is the same resource. */
  readonly renamedFrom: string | null;
  readonly changes: readonly PropertyChange[];
  /** What differs in the program and stays as it is in the cloud (`ignoreChanges`). */
  readonly ignored: readonly PropertyChange[];
  /** Inputs, or resources it hangs on, that force the replacement. */
  readonly replacedBecause: readonly string[];
  readonly mayBeReplaced: readonly PossibleReplacement[];
  /** When the old one goes in a replacement. */
  readonly deletedFirst: DeletedFirst;
  readonly servesViewers: boolean;
  readonly holdsState: boolean;
  /** Deleting or replacing it will be refused. */
  readonly isProtected: boolean;
  /** A resource that goes and looks the same: an alias would make it a rename. */
  readonly looksLike: string | null;
}

/** Whether something that exists goes away, if only to come back. */
export function isDestructive({ operation }: ResourceChange): boolean {
  return operation === "replace" || operation === "delete";
}

const REST: readonly ResourceOperation[] = ["update", "create", "adopt", "forget", "read", "rename"];

function rankOf(change: ResourceChange): number {
  if (isDestructive(change)) {
    if (change.kind === "component") return 3;
    return change.holdsState ? 0 : change.servesViewers ? 1 : 2;
  }
  if (change.mayBeReplaced.length > 0) return 4;
  // A component's own arguments say in a line what its resources say in many.
  return 5 + REST.indexOf(change.operation) * 2 + (change.kind === "component" ? 0 : 1);
}

/** Changes in the order in which a reviewer must see them: what is lost first. */
export function gravestFirst(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const ranked = changes.map((change) => ({ change, rank: rankOf(change) }));
  return ranked.sort((a, b) => a.rank - b.rank || byName(a.change, b.change)).map(({ change }) => change);
}

function byName(a: ResourceChange, b: ResourceChange): number {
  return inOrder(a.type, b.type) || inOrder(a.name, b.name) || inOrder(a.urn, b.urn);
}
