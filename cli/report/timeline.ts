import pc from "picocolors";
import {
  type ArmedDeployment,
  type ArmedTimeline,
  groupsOf,
  type Milestones,
  type Step,
  type StepGroup,
} from "../../capacity/timeline";
import { wrapText } from "./layout";
import { escapeMarkdown, renderSection as renderMarkdownSection } from "./markdown";
import { both, local, utc } from "./moment";
import { formatNumber } from "./number";
import { number, prose, row, type Section, type Tone, text } from "./section";
import { renderSections, type TableOptions } from "./table";
import { counted, oneLine, sentenceCase } from "./text";
import { curveLines, diagrams } from "./timeline-pictures";
import { KIND_WORDS, type TimelineView } from "./timeline-view";

/** For a terminal: the curve, what happens when, and the occurrences. */
export function renderTimelineTable(view: TimelineView, options: TableOptions): string {
  const paint = pc.createColors(options.colors === "color");
  const curve = curveLines(view, Math.min(options.width, 100));
  return [
    wrapText(oneLine(sentence(view)), options.width)
      .map((line) => paint.bold(line))
      .join("\n"),
    ...(curve.length === 0 ? [] : [curve.join("\n")]),
    renderSections(sectionsOf(view), options),
  ].join("\n\n");
}

/** For a forge: the same tables, and the curve and the order of things as diagrams that it draws. */
export function renderTimelineMarkdown(view: TimelineView): string {
  return `${[
    `## ${escapeMarkdown(`Timeline of ${view.timeline.event}`)}`,
    escapeMarkdown(sentence(view)),
    ...diagrams(view),
    ...sectionsOf(view).map(renderMarkdownSection),
  ].join("\n\n")}\n`;
}

/** For other programs. */
export function timelineJson({ timeline, deployment, curve }: TimelineView): unknown {
  return {
    version: 1,
    ...timeline,
    curve,
    deployment:
      deployment === null
        ? null
        : {
            done: deployment.done.length,
            catchUp: deployment.catchUp,
            timers: deployment.timers,
            initial: deployment.initial,
          },
  };
}

function sentence({ timeline, deployment }: TimelineView): string {
  const raises = groupsOf(
    timeline.steps.filter(({ kind, occurrence }) => kind === "raise" && occurrence === timeline.steps[0]?.occurrence),
  );
  const first = timeline.milestones[0];
  const last = raises.at(-1);
  if (first === undefined) return `${timeline.event} has no occurrence in this horizon`;
  const repeats = timeline.milestones.length > 1 ? `, ${timeline.milestones.length} times` : "";
  const way =
    last === undefined
      ? "there is nothing to raise"
      : `rises in ${counted(raises.length, "step")} from ${both(first.firstStep)}, the last at ${local(last.first.at)}`;
  const end = `doors at ${local(first.doors)}, down again by ${local(first.gone)}`;
  const timers = deployment === null ? "" : `; ${counted(deployment.timers.length, "timer")}`;
  return `${timeline.event}${repeats}: ${way}; ${end}${timers}. Hash ${timeline.hash}`;
}

/** What a step changes, as people call it. */
export function subjectText(subject: Step["subject"]): string {
  if (subject.startsWith("nodes:")) return `nodes of ${subject.slice("nodes:".length)}`;
  if (subject.startsWith("pods:")) return `pods of ${subject.slice("pods:".length)}`;
  switch (subject) {
    case "units:alb":
      return "units of application balancers";
    case "units:nlb":
      return "units of network balancers";
    case "room":
      return "waiting room";
    default:
      return "event";
  }
}

function sectionsOf(view: TimelineView): readonly Section[] {
  const { timeline, deployment } = view;
  return [
    ...(deployment === null || deployment.catchUp.length === 0 ? [] : [catchUpSection(view, deployment)]),
    stepsSection(view),
    ...(timeline.milestones.length > 1 ? [occurrencesSection(timeline)] : []),
  ];
}

function columns(zone: string) {
  return [
    text(`When (${zone})`),
    text("UTC", { dropOrder: 1 }),
    text("Step"),
    prose("What"),
    prose("Why then", { dropOrder: 2 }),
  ];
}

function changeText({ subject, from, to, kind }: Step): string {
  if (kind === "check" || kind === "end") return subjectText(subject);
  return `${subjectText(subject)} ${formatNumber(from)} → ${formatNumber(to)}`;
}

function groupRow({ first, steps }: StepGroup, tone: Tone) {
  return row(
    [
      local(first.at),
      utc(first.at),
      KIND_WORDS[first.kind],
      steps.map(changeText).join(", "),
      [...new Set(steps.map(({ because }) => because))].join("; "),
    ],
    tone,
  );
}

/** How steps are undone, each way once. */
function undoNotes(steps: readonly Step[]): readonly string[] {
  const ways = new Map<string, Set<string>>();
  for (const { kind, subject, undo } of steps) {
    if (kind !== "raise" && kind !== "lower" && kind !== "open") continue;
    const [thing] = subject.split(":");
    const what = `${sentenceCase(KIND_WORDS[kind])} ${thing === "units" ? "reserved units" : thing}`;
    ways.set(undo, (ways.get(undo) ?? new Set()).add(what));
  }
  return [...ways].map(([undo, what]) => `${[...what].join(", ")}: ${undo}.`);
}

function stepsSection({ timeline, deployment, shown }: TimelineView): Section {
  const listed = new Set(timeline.milestones.slice(0, shown).map(({ occurrence }) => occurrence));
  const done = new Set(deployment?.done ?? []);
  const steps = timeline.steps.filter(({ occurrence }) => listed.has(occurrence));
  const others = timeline.milestones.length - listed.size;
  return {
    id: "steps",
    title: "What happens by itself",
    columns: columns(timeline.zone),
    rows: groupsOf(steps).map((group) => groupRow(group, done.has(group.first) ? "warn" : "plain")),
    empty: "Nothing happens.",
    notes: [
      ...undoNotes(steps),
      ...(others === 0 ? [] : [`${counted(others, "more occurrence")} with the same steps; --all lists them.`]),
      ...(done.size === 0 ? [] : [`${counted(done.size, "step")} before deployBy: their sizes are built at once.`]),
    ],
  };
}

function catchUpSection({ timeline }: TimelineView, deployment: ArmedDeployment): Section {
  return {
    id: "catch-up",
    title: "What is made good from deployBy on",
    columns: columns(timeline.zone),
    rows: groupsOf(deployment.catchUp).map((group) => groupRow(group, "warn")),
    empty: "",
    notes: ["For what was deployed smaller before; what stands at these sizes already is left alone."],
  };
}

function occurrencesSection(timeline: ArmedTimeline): Section {
  const cells = ({ occurrence, firstStep, doors, start, close, gone }: Milestones) =>
    row([
      formatNumber(occurrence + 1),
      local(firstStep),
      local(doors),
      local(start),
      utc(start),
      local(close),
      local(gone),
    ]);
  return {
    id: "occurrences",
    title: "Occurrences",
    columns: [
      number("No."),
      text(`First step (${timeline.zone})`),
      text("Doors", { dropOrder: 1 }),
      text("Start"),
      text("Start (UTC)", { dropOrder: 3 }),
      text("Close"),
      text("Down", { dropOrder: 2 }),
    ],
    rows: timeline.milestones.map(cells),
    empty: "",
    notes: [],
  };
}
