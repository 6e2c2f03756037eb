import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { GraphResource } from "./resource-graph";
import { parseUrn } from "./urn";
import { decodeMap, type WireMap } from "./wire";

/** What an update would do, as the engine's events tell it. */
export interface PlannedOperations {
  /** By URN: `same`, `create`, `update`, `replace`, `delete`, `read`, … */
  readonly operations: ReadonlyMap<string, string>;
  /** Resources that are there and would go. */
  readonly leaving: readonly GraphResource[];
}

/** The steps of a replacement are one operation to a reader. */
const REPLACEMENT = new Set([
  "replace",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "import-replacement",
]);

/** Reads the operations from the events of a preview or an update. */
export function plannedOperations(events: readonly EngineEvent[]): PlannedOperations {
  const operations = new Map<string, string>();
  const leaving: GraphResource[] = [];
  for (const { resourcePreEvent } of events) {
    if (resourcePreEvent === undefined) continue;
    const { metadata } = resourcePreEvent;
    const operation = operationOf(metadata.op);
    operations.set(metadata.urn, operation);
    if (operation === "delete" && metadata.old !== undefined) leaving.push(leavingResource(metadata.old));
  }
  return { operations, leaving };
}

/** The engine's step in a reader's words. */
export function operationOf(step: string): string {
  return REPLACEMENT.has(step) ? "replace" : step;
}

interface OldState {
  readonly urn: string;
  readonly type: string;
  readonly parent: string;
  readonly custom?: boolean;
  readonly inputs: Record<string, unknown>;
}

function leavingResource({ urn, type, parent, custom, inputs }: OldState): GraphResource {
  return {
    urn,
    type,
    name: parseUrn(urn).name,
    ...(parent === "" ? {} : { parent }),
    custom: custom === true,
    inputs: decodeMap(inputs as WireMap),
    options: {},
    dependencies: [],
    propertyDependencies: {},
  };
}
