import { epochSecondsOf } from "../../capacity/moment";
import type { CurvePoint } from "../../capacity/plan-document";
import { type ArmedTimeline, groupsOf, type Milestones, type Step } from "../../capacity/timeline";
import { formatViewers } from "./number";
import { oneLine } from "./text";
import { KIND_WORDS, type TimelineView } from "./timeline-view";

/** A value of the curve between its points, which lie on straight lines. */
function valueAt(curve: readonly CurvePoint[], seconds: number, of: (point: CurvePoint) => number): number {
  const after = curve.findIndex((point) => epochSecondsOf(point) >= seconds);
  const right = curve[after];
  const left = curve[after - 1];
  if (right === undefined) return 0;
  if (left === undefined || epochSecondsOf(right) === epochSecondsOf(left)) return of(right);
  const part = (seconds - epochSecondsOf(left)) / (epochSecondsOf(right) - epochSecondsOf(left));
  return of(left) + (of(right) - of(left)) * part;
}

interface Samples {
  readonly seconds: readonly number[];
  readonly viewers: readonly number[];
  readonly capacity: readonly number[];
}

function samplesOf({ curve, timeline }: TimelineView, count: number): Samples | null {
  const first = timeline.milestones[0];
  if (curve.length < 2 || first === undefined) return null;
  const [from, to] = [epochSecondsOf(first.firstStep), epochSecondsOf(first.gone)];
  const seconds = Array.from({ length: count }, (_, at) => from + ((to - from) * at) / (count - 1));
  return {
    seconds,
    viewers: seconds.map((at) => valueAt(curve, at, ({ viewers }) => viewers)),
    capacity: seconds.map((at) => valueAt(curve, at, ({ capacityViewers }) => capacityViewers)),
  };
}

const BLOCKS = " ▁▂▃▄▅▆▇█";

/** Capacity over viewers, one character for each piece of time. */
export function curveLines(view: TimelineView, width: number): readonly string[] {
  const label = 10;
  const samples = samplesOf(view, Math.max(20, width - label));
  if (samples === null) return [];
  const most = Math.max(1, ...samples.capacity, ...samples.viewers);
  const line = (values: readonly number[]) =>
    values.map((value) => BLOCKS[Math.ceil((Math.max(0, value) / most) * (BLOCKS.length - 1))] ?? " ").join("");
  const first = view.timeline.milestones[0] as Milestones;
  const mark = (moment: Milestones["doors"]): number => {
    const [from = 0, to = 1] = [samples.seconds[0], samples.seconds.at(-1)];
    return Math.round(((epochSecondsOf(moment) - from) / (to - from)) * (samples.seconds.length - 1));
  };
  const axis = Array.from({ length: samples.seconds.length }, () => " ");
  for (const [moment, name] of [
    [first.firstStep, "raise"],
    [first.doors, "doors"],
    [first.close, "close"],
  ] as const) {
    [...`╵${name}`].forEach((letter, at) => {
      const place = mark(moment) + at;
      if (place < axis.length) axis[place] = letter;
    });
  }
  return [
    `${"Capacity".padEnd(label)}${line(samples.capacity)}`.trimEnd(),
    `${"Viewers".padEnd(label)}${line(samples.viewers)}`.trimEnd(),
    `${"".padEnd(label)}${axis.join("").trimEnd()}`,
    `${"".padEnd(label)}full height: ${formatViewers(Math.round(most))} viewers`,
  ];
}

const DIAGRAM_POINTS = 25;

/** Two diagrams in the language that forges draw: the curve, and what happens when. */
export function diagrams(view: TimelineView): readonly string[] {
  const { timeline, shown } = view;
  const samples = samplesOf(view, DIAGRAM_POINTS);
  const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);
  const list = (values: readonly number[]) => values.map((value) => Math.round(value)).join(", ");
  const chart =
    samples === null
      ? []
      : [
          [
            "```mermaid",
            "xychart-beta",
            '  title "Capacity and viewers (UTC)"',
            `  x-axis [${samples.seconds.map((at) => `"${timeOf(at)}"`).join(", ")}]`,
            '  y-axis "viewers"',
            `  line [${list(samples.capacity)}]`,
            `  line [${list(samples.viewers)}]`,
            "```",
          ].join("\n"),
        ];
  const gantt = timeline.milestones.slice(0, Math.min(shown, 3)).map((one) => ganttOf(one, timeline));
  return [...chart, ...gantt];
}

/** Names in a diagram: its language reads colons, commas, hashes and semicolons. */
function diagramText(name: string): string {
  return oneLine(name)
    .replaceAll(":", ".")
    .replace(/[;,#"<>]/g, " ");
}

function ganttOf(
  { occurrence, firstStep, doors, start, end, close, gone }: Milestones,
  timeline: ArmedTimeline,
): string {
  const span = (name: string, from: { readonly utc: string }, to: { readonly utc: string }) =>
    `  ${name} :${from.utc.slice(0, 16)}, ${to.utc.slice(0, 16)}`;
  const steps = timeline.steps.filter((step) => step.occurrence === occurrence && step.kind !== "end");
  return [
    "```mermaid",
    "gantt",
    `  title ${diagramText(`${timeline.event} ${start.local.slice(0, 16)} (UTC)`)}`,
    "  dateFormat YYYY-MM-DDTHH:mm",
    "  axisFormat %H:%M",
    "  section Phases",
    span("scale out", firstStep, doors),
    span("doors", doors, start),
    span("on air", start, end),
    span("drain", end, close),
    span("lower", close, gone),
    "  section Steps",
    ...groupsOf(steps).map(
      ({ first, steps }) => `  ${diagramText(marks(first.kind, steps))} :milestone, ${first.at.utc.slice(0, 16)}, 0m`,
    ),
    "```",
  ].join("\n");
}

/** `raise nodes to 72, pods to 330`: the sums of a timer's parts. */
function marks(kind: Step["kind"], steps: readonly Step[]): string {
  if (kind === "check" || kind === "open") return KIND_WORDS[kind];
  const sums = new Map<string, number>();
  for (const { unit, to } of steps) sums.set(unit, (sums.get(unit) ?? 0) + to);
  return `${KIND_WORDS[kind]} ${[...sums].map(([unit, to]) => `${unit} to ${to}`).join(" and ")}`;
}
