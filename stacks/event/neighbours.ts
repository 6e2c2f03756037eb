import type { Plan } from "../../capacity/plan-document";
import type { Finding, Outcome } from "../../capacity/problems";
import { judgeCeiling, sharedNeeds } from "../../capacity/shared-needs";
import { eventsOn } from "../declared/declared-event";
import { planDeclared } from "../declared/plan-declared";
import type { PlatformOutputs } from "../outputs/platform-outputs";
import { say } from "../say";

export interface Neighbourhood {
  /** The project's folder. */
  readonly root: string;
  /** The stack that runs, and its plan. */
  readonly stack: string;
  readonly plan: Plan;
  /** Name of the platform's stack. */
  readonly platformStack: string;
  readonly platform: PlatformOutputs;
}

/**
 * Whether the platform holds the event together with every other declared event that overlaps it.
 *
 * @returns what makes a preview refuse; what a person should know is logged
 */
export async function sharedFindings({
  root,
  stack,
  plan,
  platformStack,
  platform,
}: Neighbourhood): Promise<readonly Finding[]> {
  const others = otherPlans(root, stack, platformStack);
  if (!others.ok) return others.findings;
  const findings = judgeCeiling(sharedNeeds([plan, ...others.value], { involving: plan.event.name }), platform.ceiling);
  await say(findings.filter(({ severity }) => severity !== "error"));
  return findings.filter(({ severity }) => severity === "error");
}

function otherPlans(root: string, stack: string, platformStack: string): Outcome<readonly Plan[]> {
  const declared = eventsOn(platformStack, root);
  if (!declared.ok) return declared;
  const others = declared.value.filter((event) => event.stack !== stack);
  return { ok: true, value: others.map(planDeclared), findings: [] };
}
