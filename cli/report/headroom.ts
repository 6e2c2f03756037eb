import pc from "picocolors";
import type { ExpansionStep, Headroom, Held } from "../../capacity/headroom";
import { wrapText } from "./layout";
import { formatNumber, formatViewers } from "./number";
import { number, prose, row, type Section, text } from "./section";
import { findingGroups } from "./sections/findings";
import { renderGroups, renderSections, type TableOptions } from "./table";
import { counted, oneLine, words } from "./text";

/** What today's capacity holds, for a terminal: the answer, part by part, and the way to the event. */
export function renderHeadroom(headroom: Headroom, options: TableOptions): string {
  const paint = pc.createColors(options.colors === "color");
  const holds = headroom.viewers >= headroom.plannedViewers && headroom.unknown.length === 0;
  const groups = findingGroups(headroom.findings);
  return [
    wrapText(oneLine(sentence(headroom)), options.width)
      .map((line) => (holds ? paint.green : paint.red)(paint.bold(line)))
      .join("\n"),
    renderSections(
      [heldSection(headroom), stepsSection(headroom), unknownSection(headroom)].filter(
        (section) => section.id === "held" || section.rows.length > 0,
      ),
      options,
    ),
    ...(groups.length === 0 ? [] : [renderGroups(groups, options)]),
  ].join("\n\n");
}

function sentence({ current, viewers, plannedViewers, breaksFirst, unknown, held }: Headroom): string {
  const planned = formatViewers(plannedViewers);
  if (held.length === 0)
    return `${current} says nothing about what the event needs: how many viewers it holds is unknown`;
  const gap = unknown.length === 0 ? "" : `; ${counted(unknown.length, "layer")} unknown`;
  const weakest = breaksFirst === null ? "nothing in it follows viewers" : `${breaksFirst} breaks first`;
  return `${current} holds ${formatViewers(viewers)} of ${planned} viewers; ${weakest}${gap}`;
}

function heldRow(held: Held, plannedViewers: number) {
  const isShort = held.viewers === null ? held.units < held.neededUnits : held.viewers < plannedViewers;
  return row(
    [
      held.id,
      held.title,
      formatNumber(held.units),
      formatNumber(held.neededUnits),
      held.unitName,
      held.viewers !== null ? formatViewers(held.viewers) : isShort ? "not enough" : "any",
      words(held.bindingConstraint),
    ],
    isShort ? "bad" : "plain",
  );
}

function heldSection({ held, plannedViewers }: Headroom): Section {
  return {
    id: "held",
    title: "What there is, weakest first",
    columns: [
      text("Part"),
      prose("What", { dropOrder: 2 }),
      number("Today"),
      number("Needed"),
      text("Unit", { dropOrder: 1 }),
      number("Holds viewers"),
      prose("Bound by", { dropOrder: 3 }),
    ],
    rows: held.map((one) => heldRow(one, plannedViewers)),
    empty: "The current file names nothing that this event needs.",
    notes: [
      "With the planned margins for utilization and a lost zone. “any” and “not enough”: its need doesn't follow viewers.",
    ],
  };
}

function stepRow(step: ExpansionStep) {
  return row([
    formatNumber(step.order),
    step.id,
    formatNumber(step.from),
    formatNumber(step.to),
    step.unitName,
    formatViewers(step.holdsBefore),
    formatViewers(step.holdsAfter),
  ]);
}

function stepsSection({ steps }: Headroom): Section {
  return {
    id: "steps",
    title: "The way to the event, step by step",
    columns: [
      number("Step"),
      text("Raise"),
      number("From"),
      number("To"),
      text("Unit", { dropOrder: 1 }),
      number("Viewers before"),
      number("Viewers after"),
    ],
    rows: steps.map(stepRow),
    empty: "Nothing has to be raised.",
    notes: ["In the order in which things break; each step carries the chain to where the next one breaks."],
  };
}

function unknownSection({ unknown }: Headroom): Section {
  return {
    id: "unknown",
    title: "Unknown: the current file doesn't say",
    columns: [text("Layer"), prose("What", { dropOrder: 1 }), text("Today"), number("Needed"), text("Unit")],
    rows: unknown.map((one) =>
      row([one.id, one.title, "unknown", formatNumber(one.neededUnits), one.unitName], "warn"),
    ),
    empty: "",
    notes: ["State them under layers: in the current file. Unknown is not enough, and not nothing."],
  };
}
