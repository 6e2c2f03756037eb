import type { EventSettings } from "./declared/event-settings";
import type { ProgramContext } from "./program-context";

/** The capacity of exactly one event. */
export async function event(_settings: EventSettings, _context: ProgramContext): Promise<Record<string, unknown>> {
  return {};
}
