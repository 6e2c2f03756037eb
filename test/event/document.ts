import type { Event } from "../../capacity/event/event";
import { parseEvent } from "../../capacity/event/parse";
import type { Finding } from "../../capacity/problems";

/** The least an event file says. */
export const LEAST = {
  name: "sample",
  start: "2027-01-31T08:00[Asia/Shanghai]",
  audience: { peakConcurrentViewers: 50_000 },
} as const;

/** The event of the least document and what a test adds; fails where it is not valid. */
export function eventOf(more: Readonly<Record<string, unknown>> = {}): Event {
  const outcome = parseEvent({ ...LEAST, ...more });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings, null, 2));
  return outcome.value;
}

/** What is wrong with the least document and what a test adds. */
export function findingsOf(more: Readonly<Record<string, unknown>>): readonly Finding[] {
  return parseEvent({ ...LEAST, ...more }).findings;
}
