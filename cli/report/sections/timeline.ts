import type { Plan } from "../../../capacity/plan-document";
import { local, utc } from "../moment";
import { formatNumber, formatViewers } from "../number";
import { number, row, type Section, text } from "../section";

/** The phases of the first occurrence with viewers and nodes. */
export function timelineSection(plan: Plan): Section {
  const { occurrences, zone } = plan.event;
  const last = occurrences.at(-1);
  return {
    id: "timeline",
    title: "Timeline",
    columns: [
      text("Phase"),
      text(`From (${zone})`),
      text("From (UTC)", { dropOrder: 1 }),
      text("To (local)", { dropOrder: 2 }),
      number("Viewers at its end"),
      number("Nodes"),
    ],
    rows: plan.timeline.phases.map((phase) =>
      row([
        phase.phase,
        local(phase.from),
        utc(phase.from),
        local(phase.to),
        formatViewers(phase.viewers),
        formatNumber(phase.nodes),
      ]),
    ),
    empty: "The event has no phases.",
    notes:
      occurrences.length > 1 && last !== undefined
        ? [`The first of ${occurrences.length} occurrences; the last begins ${local(last)} (${utc(last)} UTC).`]
        : [],
  };
}
