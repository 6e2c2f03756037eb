import type { Plan } from "../../capacity/plan-document";
import { finite } from "./number";

/** Names the published schema of a plan, `schema/plan.schema.json`; the number is the plan's version. */
export const PLAN_SCHEMA_ID = "urn:tidegate:schema:plan:1";

/**
 * The plan for other programs: the keys in the order in which the schema lists them, the schema's name first.
 *
 * @throws Defect where a number is none: JSON would silently print null
 */
export function renderJson(plan: Plan): string {
  return jsonText({ $schema: PLAN_SCHEMA_ID, ...plan });
}

/** A value as JSON text, with a line break at its end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === "number" ? finite(part) : part), 2)}\n`;
}
