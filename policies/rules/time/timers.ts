import type { GraphIndex, PolicyResource } from "../../graph";
import { TYPES } from "../../types";
import { textAt, UNKNOWN, type Unknown } from "../../values";

/** The state machine of this graph that a timer starts. */
export function targetMachine(graph: GraphIndex, timer: PolicyResource): PolicyResource | undefined {
  return graph.sourcesOf(timer, "target", TYPES.stateMachine)[0];
}

/** What a timer is for, by the name of the machine that it starts, or else by its own. */
export function purposeOf(graph: GraphIndex, timer: PolicyResource): "raise" | "lower" | "other" {
  const words = `${targetMachine(graph, timer)?.name ?? ""} ${timer.name}`.toLowerCase();
  if (/lower|scale-?down|step-?down/.test(words)) return "lower";
  return /raise|scale-?up|pre-?scale/.test(words) ? "raise" : "other";
}

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/** The instant of a one-time timer in UTC, seconds since 1970; undefined for another kind. */
export function instantOf(timer: PolicyResource): number | Unknown | undefined {
  const expression = textAt(timer.inputs, "scheduleExpression");
  if (expression === UNKNOWN) return UNKNOWN;
  const local = AT.exec(expression ?? "")?.[1];
  return local === undefined ? undefined : Date.parse(`${local}Z`) / 1000;
}

/** `2027-01-31T00:00:00Z` */
export function instantText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
