import type { Moment } from "../../capacity/plan-document";
import { isChanged } from "../diff/change";
import type { PhaseChange, TimelineChanges } from "../diff/timeline-changes";
import { type Block, fence } from "./block";

/** Days before the others, it would squeeze the rest into a line; the table has it. */
const NOT_DRAWN: ReadonlySet<string> = new Set(["rehearsal"]);

function instant(moment: Moment): string {
  return `${moment.utc.slice(0, 10)} ${moment.utc.slice(11, 16)}`;
}

function tasks(phases: readonly PhaseChange[], side: "old" | "new"): readonly string[] {
  return phases.flatMap((phase) => {
    const [from, to, nodes] = [phase.from[side], phase.to[side], phase.nodes[side]];
    if (from === null || to === null || NOT_DRAWN.has(phase.phase)) return [];
    return [`    ${phase.phase} (${nodes ?? 0} nodes) :${instant(from)}, ${instant(to)}`];
  });
}

/**
 * The phases that move, before and after, as a picture that the forge draws itself.
 *
 * @returns null where nothing moves. Only our own words and numbers are in it: a diagram's language has no safe way to quote
 */
export function timelinePicture({ phases }: TimelineChanges): Block | null {
  // Other viewers alone move no bar.
  if (!phases.some(({ from, to, nodes }) => [from, to, nodes].some(isChanged))) return null;
  const sections = (["old", "new"] as const).flatMap((side) => {
    const lines = tasks(phases, side);
    return lines.length === 0 ? [] : [`    section ${side === "old" ? "Before" : "After"}`, ...lines];
  });
  if (sections.length === 0) return null;
  return fence(
    "mermaid",
    [
      "gantt",
      "    title Day and time in UTC",
      "    dateFormat YYYY-MM-DD HH:mm",
      "    axisFormat %d %H:%M",
      "    todayMarker off",
      ...sections,
    ],
    null,
  );
}
