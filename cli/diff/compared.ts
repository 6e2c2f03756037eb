import type { GraphResource } from "../engine/resource-graph";
import { isProviderType } from "../engine/urn";
import type { ResourcePair } from "./graph-match";
import { importanceOf } from "./importance";
import type { ResourceChange } from "./resource-change";

/** A resource of both sides and what differs in it. */
export interface Compared {
  readonly pair: ResourcePair;
  /** Null when nothing differs. */
  readonly change: ResourceChange | null;
}

/** What a change says of a resource that nothing was found out about. */
export const UNTOUCHED = {
  changes: [],
  ignored: [],
  replacedBecause: [],
  mayBeReplaced: [],
  deletedFirst: "no",
  renamedFrom: null,
  looksLike: null,
} as const satisfies Partial<ResourceChange>;

/** Which resource it is, and what is at stake with it. */
export function identityOf(resource: GraphResource) {
  const { urn, type, name, custom } = resource;
  const kind = isProviderType(type) ? "provider" : custom ? "resource" : "component";
  return { urn, type, name, kind, ...importanceOf(resource) } as const;
}
