import { TIER_NAMES, type TierName } from "../../capacity/event/tiers";
import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import type { ResourceGraph } from "../engine/resource-graph";
import type { PolicyResult } from "./policy-result";

/** What can stand on one side of a comparison. */
export type Side =
  | { readonly kind: "event"; readonly file: string }
  /** A plan that `tidegate plan --format json` wrote. */
  | { readonly kind: "plan"; readonly file: string }
  | { readonly kind: "tier"; readonly tier: TierName }
  /** A file as it was: `main:stacks/events/x.yaml`. */
  | { readonly kind: "revision"; readonly revision: string; readonly file: string }
  /** A stack of this project, on the recorded engine. */
  | { readonly kind: "stack"; readonly stack: string }
  /** A stack as the real engine previews it. */
  | { readonly kind: "preview"; readonly stack: string }
  /** Nothing: everything on the other side is new, or goes. */
  | { readonly kind: "nothing" };

/** A side once it is worked out. */
export interface Rendered {
  /** What it is called in a report. */
  readonly label: string;
  readonly plan: Plan | null;
  readonly graph: ResourceGraph | null;
  readonly policies: readonly PolicyResult[];
  /** What couldn't be worked out, and why: the rest is still compared. */
  readonly problems: readonly Finding[];
}

/** What a side without anything gives. */
export const NOTHING: Rendered = { label: "nothing", plan: null, graph: null, policies: [], problems: [] };

const WINDOWS_DRIVE = /^[A-Za-z]:[\\/]/;
const FILE_ENDING = /\.(ya?ml|json)$/i;
/** A stack's name as Pulumi allows it. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * What a word of the command line names: a tier, `REVISION:FILE`, `preview:STACK`, `stack:STACK`, a file, or a stack.
 *
 * @param isFile whether a file of this name exists
 */
export function sideOf(word: string, isFile: (name: string) => boolean): Side {
  const tier = TIER_NAMES.find((name) => name === word);
  if (tier !== undefined) return { kind: "tier", tier };
  if (word === "nothing") return { kind: "nothing" };
  if (isFile(word)) return fileSide(word);
  const colon = word.indexOf(":");
  if (colon > 0 && !WINDOWS_DRIVE.test(word)) {
    const [before, after] = [word.slice(0, colon), word.slice(colon + 1)];
    if (before === "stack") return { kind: "stack", stack: after };
    if (before === "preview") return { kind: "preview", stack: after };
    return { kind: "revision", revision: before, file: after };
  }
  if (!FILE_ENDING.test(word) && !word.includes("/") && STACK_NAME.test(word)) return { kind: "stack", stack: word };
  return fileSide(word);
}

function fileSide(file: string): Side {
  return /\.json$/i.test(file) ? { kind: "plan", file } : { kind: "event", file };
}

/** A side's name in a report. */
export function labelOf(side: Side): string {
  switch (side.kind) {
    case "event":
    case "plan":
      return side.file;
    case "tier":
      return `tier ${side.tier}`;
    case "revision":
      return `${side.revision}:${side.file}`;
    case "stack":
      return `stack ${side.stack}`;
    case "preview":
      return `preview of ${side.stack}`;
    case "nothing":
      return NOTHING.label;
  }
}
