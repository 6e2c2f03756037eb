import { RESOURCES, type ResourceRow } from "../../../capacity/catalog/resources";
import extra from "./data/extra-resources.json";
import { CloudError, PROVIDER } from "./errors";

// The rows below the catalog's: types that the facts do not cover, in the same columns, with their own sources.
const EXTRA = extra.rows as unknown as readonly ResourceRow[];

/** Every type that the stand-in accepts. */
export const TYPES: readonly ResourceRow[] = [...RESOURCES, ...EXTRA];

const byType: ReadonlyMap<string, ResourceRow> = new Map(TYPES.map((row) => [row.type, row]));

/** The facts about a type. @throws CloudError for a type nothing is known about, so that nothing is accepted silently. */
export function row(type: string): ResourceRow {
  const found = byType.get(type);
  if (found !== undefined) return found;
  throw new CloudError(
    PROVIDER,
    `${type}: the stand-in has no facts about this resource type. Add a row to the resource facts, with its sources.`,
  );
}

/** Whether the stand-in has facts about a type. */
export function isKnownType(type: string): boolean {
  return byType.has(type);
}

/** A refusal that the facts record: its code and where that is written. */
export interface RecordedRefusal {
  readonly code: string;
  readonly when: string;
  readonly source: string;
}

/**
 * The refusal of a type that begins with a code, so that no rule retypes a code or a source.
 *
 * @param part text that tells one situation from another where one code stands for several
 * @throws Error when the facts have no such refusal, or more than one
 */
export function recorded(type: string, code: string, part = ""): RecordedRefusal {
  const found = (row(type).refusals ?? []).filter(
    (refusal) => refusal.error.startsWith(code) && refusal.when.includes(part),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${type}: ${found.length} recorded refusals for ${code} "${part}", expected one`);
  }
  return { code: first.error, when: first.when, source: first.source };
}
