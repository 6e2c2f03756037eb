import type { EdgeSettings } from "./declared/edge-settings";
import type { ProgramContext } from "./program-context";

/** The zone's rules for every declared event. */
export async function edge(_settings: EdgeSettings, _context: ProgramContext): Promise<Record<string, unknown>> {
  return {};
}
