import type { Step } from "./step";

/** Steps of one kind at one instant of one occurrence: what one timer does. */
export interface StepGroup {
  readonly first: Step;
  readonly steps: readonly Step[];
}

/** Steps put together, in the order in which each group's first one comes. */
export function groupsOf(steps: readonly Step[]): readonly StepGroup[] {
  const groups = new Map<string, { readonly first: Step; readonly steps: Step[] }>();
  for (const step of steps) {
    const key = `${step.atSeconds} ${step.kind} ${step.occurrence}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: step, steps: [step] });
    else group.steps.push(step);
  }
  return [...groups.values()];
}
