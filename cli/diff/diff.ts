import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { type Fingerprint, fingerprintOf } from "./fingerprint";
import { diffGraphs, type ResourceDiff } from "./graph-diff";
import { type LiveWindow, liveWindowAt } from "./live-window";
import { diffPlans, type PlanDiff } from "./plan-diff";
import { diffPolicies, type PolicyChanges } from "./policy-result";
import type { Rendered } from "./side";

/** Version of the diff's JSON: raised when a field is removed or changes its meaning. */
export const DIFF_VERSION = 1;

/** Everything that a change from one side to another does. */
export interface Diff {
  readonly version: typeof DIFF_VERSION;
  /** What is compared: the event's name, or the stack's. */
  readonly name: string;
  readonly old: string;
  readonly new: string;
  /** What it means; null where neither side has a plan. */
  readonly meaning: PlanDiff | null;
  /** What the cloud is told; null where neither side has a graph. */
  readonly resources: ResourceDiff | null;
  readonly policies: PolicyChanges;
  /** What couldn't be worked out on either side. */
  readonly problems: readonly Finding[];
  /** The live window that the change would fall into; null outside, or where no instant was given. */
  readonly live: LiveWindow | null;
  /** What is approved with the new side; null where there is nothing. */
  readonly fingerprint: Fingerprint | null;
  readonly isChanged: boolean;
}

export interface DiffOptions {
  /** What is compared. @default the event's name */
  readonly name?: string;
  /** When the change would be made, seconds since 1970. @default no moment: nothing is live */
  readonly atSeconds?: number;
}

/** Compares two sides. */
export function diffSides(old: Rendered, fresh: Rendered, { name, atSeconds }: DiffOptions = {}): Diff {
  const hasPlans = old.plan !== null || fresh.plan !== null;
  const hasGraphs = old.graph !== null || fresh.graph !== null;
  const meaning = hasPlans ? diffPlans(old.plan, fresh.plan) : null;
  const resources = hasGraphs ? diffGraphs(old.graph, fresh.graph) : null;
  const policies = diffPolicies(old.policies, fresh.policies);
  const arePoliciesChanged = policies.added.length + policies.settled.length + policies.changed.length > 0;
  const areResourcesChanged =
    resources !== null && resources.changes.length + resources.ignoredOnly.length + resources.outputs.length > 0;
  const event = (fresh.plan ?? old.plan)?.event.name;
  return {
    version: DIFF_VERSION,
    name: name ?? event ?? (fresh.graph ?? old.graph)?.stack ?? fresh.label,
    old: old.label,
    new: fresh.label,
    meaning,
    resources,
    policies,
    problems: [...old.problems, ...fresh.problems],
    live: liveOf([old.plan, fresh.plan], atSeconds),
    fingerprint: fresh.plan === null && fresh.graph === null ? null : fingerprintOf(fresh.plan, fresh.graph),
    isChanged: (meaning?.isChanged ?? false) || areResourcesChanged || arePoliciesChanged,
  };
}

/** What is on air counts as it is and as it will be: the old plan is the one that people watch. */
function liveOf(plans: readonly (Plan | null)[], atSeconds: number | undefined): LiveWindow | null {
  if (atSeconds === undefined) return null;
  const windows = plans.flatMap((plan) => (plan === null ? [] : (liveWindowAt(plan, atSeconds) ?? [])));
  return windows[0] ?? null;
}
