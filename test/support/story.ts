import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { parseEvent } from "../../capacity/event/parse";
import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import { applySet } from "../../cli/input/set";

const FILE = path.resolve(import.meta.dirname, "../../stacks/events/morning-meeting.yaml");

/** The afternoon of the asking, 2027-01-27T14:00 in Shanghai, seconds since 1970. */
export const ASKED_AT = Date.UTC(2027, 0, 27, 6) / 1000;

/** A plan of the story's event with the counts that a comparison of fleets looks at. */
export interface StoryPlan {
  readonly plan: Plan;
  readonly nodes: number;
  readonly vcpu: number;
}

const known = new Map<string, StoryPlan>();

/**
 * Plans the story's event as `tidegate plan` does by default, at the instant of the asking.
 *
 * @param sets as on the command line: `path=value`
 * @throws with every problem when a set is not valid
 */
export function storyPlan(sets: readonly string[]): StoryPlan {
  const key = sets.join("\n");
  const found = known.get(key);
  if (found !== undefined) return found;
  const document = applySet(parse(readFileSync(FILE, "utf8")), sets);
  if (!document.ok) throw new Error(JSON.stringify(document.findings, null, 2));
  const event = parseEvent(document.value.document);
  if (!event.ok) throw new Error(JSON.stringify(event.findings, null, 2));
  const plan = planEvent(event.value, { worlds: 1000, seed: 1, at: ASKED_AT });
  const planned = {
    plan,
    nodes: plan.nodePools.reduce((sum, pool) => sum + pool.nodes, 0),
    vcpu: plan.nodePools.reduce((sum, pool) => sum + pool.nodes * pool.vcpuPerNode, 0),
  };
  known.set(key, planned);
  return planned;
}
