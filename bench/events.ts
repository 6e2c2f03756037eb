import { join } from "node:path";
import type { Event } from "../capacity/event/event";
import { readEvent } from "../cli/input/read-event";

/** The event files that ship with Tidegate, by name. */
export const SHIPPED = ["morning-meeting", "cup-final-1m", "product-launch-100k", "town-hall-10k"] as const;

/** Path of a shipped event file; benchmarks run in the repository's folder. */
export function eventFile(name: string): string {
  return join("stacks", "events", `${name}.yaml`);
}

/** A shipped event, with values replaced. @throws when the file has problems */
export function shippedEvent(name: string, set: readonly string[] = []): Event {
  const outcome = readEvent(eventFile(name), { set });
  if (!outcome.ok) throw new Error(outcome.findings.map((finding) => `${finding.where}: ${finding.found}`).join("\n"));
  return outcome.value;
}
