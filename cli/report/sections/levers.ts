import type { Lever } from "../../../capacity/plan-document";
import { formatUsdChange, formatViewers } from "../number";
import { number, prose, row, type Section } from "../section";

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
        lever.set.join(" "),
        lever.removes.join(", "),
      ]),
    ),
    empty: "No lever is known that would help.",
    notes:
      levers.length === 0
        ? []
        : [
            "Viewers: what the event can hold with what can be had in time. USD: change of the known cost of one event.",
          ],
  };
}
