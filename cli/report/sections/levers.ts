import type { Lever } from "../../../capacity/plan-document";
import { formatUsdChange, formatViewers } from "../number";
import { number, prose, row, type Section } from "../section";

/** Longer assignments, such as lists of hosts, fit no table. */
const LONGEST_SHOWN = 48;

function shortened(assignment: string): string {
  if (assignment.length <= LONGEST_SHOWN) return assignment;
  return `${assignment.slice(0, assignment.indexOf("=") + 1)}…`;
}

/** What brings an event back that can't be ready in time. */
export function leversSection(levers: readonly Lever[]): Section {
  return {
    id: "levers",
    title: "Levers",
    columns: [
      prose("Lever"),
      number("Viewers before"),
      number("Viewers after"),
      number("USD"),
      prose("Viewers lose", { dropOrder: 1 }),
      prose("With --set"),
      prose("Removes", { dropOrder: 2 }),
    ],
    rows: levers.map((lever) =>
      row([
        lever.title,
        formatViewers(lever.viewersBefore),
        formatViewers(lever.viewersAfter),
        formatUsdChange(lever.usdChange),
        lever.viewersLose,
        lever.set.map(shortened).join(" "),
        lever.removes.join(", "),
      ]),
    ),
    empty: "No lever is known that would help.",
    notes:
      levers.length === 0
        ? []
        : [
            "Viewers: what the event can hold with what can be had in time. USD: change of the known cost of one event.",
            "tidegate levers FILE prints the words to copy in full.",
          ],
  };
}
