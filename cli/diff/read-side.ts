import { existsSync } from "node:fs";
import type { Event } from "../../capacity/event/event";
import { type PlanOptions, planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import type { Outcome } from "../../capacity/problems";
import { readRevisionFile } from "../input/git";
import { type ReadEventOptions, readEvent, readEventText } from "../input/read-event";
import { parsePlan, readPlan } from "../input/read-plan";
import { startingFile } from "../input/starting-file";
import { labelOf, NOTHING, type Rendered, type Side, sideOf } from "./side";

/** Works out what stacks ask for; whoever can run programs supplies it. */
export interface StackSource {
  /** A stack of this project on the recorded engine. */
  readonly stack: (name: string) => Promise<Outcome<Rendered>>;
  /** A stack as the real engine previews it. */
  readonly preview: (name: string) => Promise<Outcome<Rendered>>;
}

export interface ReadSideOptions extends ReadEventOptions {
  readonly planning: PlanOptions;
  /** @default none: stacks can't be named */
  readonly stacks?: StackSource;
}

/** What a word of the command line names, with a look at the disk. */
export function sideNamed(word: string): Side {
  return sideOf(word, existsSync);
}

/** Works out a side: the plan of an event, a saved plan, what a stack asks for. */
export async function readSide(side: Side, options: ReadSideOptions): Promise<Outcome<Rendered>> {
  switch (side.kind) {
    case "nothing":
      return { ok: true, value: NOTHING, findings: [] };
    case "event":
      return ofEvent(side, readEvent(side.file, options), options);
    case "tier":
      return ofEvent(
        side,
        readEventText(startingFile({ tier: side.tier, name: `tier-${side.tier}` }), labelOf(side), options),
        options,
      );
    case "plan":
      return ofPlan(side, readPlan(side.file));
    case "revision": {
      const text = readRevisionFile(side);
      if (!text.ok) return text;
      const file = labelOf(side);
      return /\.json$/i.test(side.file)
        ? ofPlan(side, parsePlan(text.value, file))
        : ofEvent(side, readEventText(text.value, file, options), options);
    }
    case "stack":
    case "preview":
      return options.stacks?.[side.kind](side.stack) ?? noStacks(side.stack);
  }
}

function ofEvent(side: Side, event: Outcome<Event>, { planning }: ReadSideOptions): Outcome<Rendered> {
  return event.ok ? rendered(side, planEvent(event.value, planning), event) : event;
}

function ofPlan(side: Side, plan: Outcome<Plan>): Outcome<Rendered> {
  return plan.ok ? rendered(side, plan.value, plan) : plan;
}

function rendered(side: Side, plan: Plan, { findings }: Outcome<unknown>): Outcome<Rendered> {
  return { ok: true, value: { label: labelOf(side), plan, graph: null, policies: [], problems: [] }, findings };
}

function noStacks(name: string): Outcome<Rendered> {
  return {
    ok: false,
    findings: [
      {
        id: "stack-unavailable",
        severity: "error",
        where: name,
        found: "a stack's name, or a file that isn't there",
        expected: "an event file, a saved plan, a tier, REVISION:FILE, or nothing",
        fix: "Name the event file of the stack, or check the path",
      },
    ],
  };
}
