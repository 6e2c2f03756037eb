import type { Interval } from "../../capacity/interval";
import { isPoint } from "../../capacity/interval";
import type { Finding } from "../../capacity/problems";
import type { ListedStack } from "../input/stack-list";
import { sentenceOf } from "./findings";
import { formatViewers } from "./number";
import { number, prose, type Row, row, type Section, text } from "./section";

/** The stacks of a project, one a row; what is wrong with one stands beside it. */
export function stackListSection(stacks: readonly ListedStack[]): Section {
  return {
    id: "stacks",
    title: "Stacks",
    columns: [
      text("Stack"),
      text("Program", { dropOrder: 1 }),
      text("Event"),
      text("Tier", { dropOrder: 2 }),
      number("Viewers"),
      text("Start", { dropOrder: 3 }),
      text("Mode"),
      text("File", { dropOrder: 4 }),
      prose("Problem"),
    ],
    rows: stacks.flatMap(rowsOf),
    empty: "There is no stack yet: write a Pulumi.STACK.yaml in the folder of the stack files.",
    notes: [],
  };
}

function rowsOf({ stack, file, settings, event, problems }: ListedStack): readonly Row[] {
  const isEvent = settings?.program === "event";
  const tier = isEvent ? (settings.tier ?? event?.tier ?? "") : "";
  const cells = [
    stack,
    settings?.program ?? "",
    event?.name ?? (isEvent ? settings.event : ""),
    tier,
    event === null ? "" : viewersOf(event.audience.peakConcurrentViewers),
    event === null ? "" : startOf(event.start),
    isEvent ? (settings.mode ?? "now") : "",
    file,
  ];
  const [first, ...others] = problems.map(problemText);
  if (first === undefined) return [row(cells)];
  const blank = cells.map(() => "");
  return [row([...cells, first], "bad"), ...others.map((problem) => row([...blank, problem], "bad"))];
}

/** The audience that is planned for, and how sure it is: `700,000 to 1.0M`. */
function viewersOf(viewers: Interval): string {
  if (isPoint(viewers)) return formatViewers(viewers.expected);
  return `${formatViewers(viewers.low)} to ${formatViewers(viewers.high)}`;
}

/** `2027-01-31 08:00 Asia/Shanghai` */
function startOf({ local, zone }: { readonly local: string; readonly zone: string }): string {
  return `${local.replace("T", " ").replace(/:00$/, "")} ${zone}`;
}

function problemText(finding: Finding): string {
  const line = finding.line === undefined ? "" : ` (line ${finding.line})`;
  return `${finding.where}${line}: ${sentenceOf(finding)}`;
}

/** The same for programs: numbers as numbers, problems as findings. */
export function stackListJson(stacks: readonly ListedStack[]): unknown {
  return stacks.map(({ stack, file, settings, event, problems }) => {
    const isEvent = settings?.program === "event";
    return {
      stack,
      file,
      program: settings?.program ?? null,
      event: isEvent
        ? {
            file: settings.event,
            name: event?.name ?? null,
            tier: settings.tier ?? event?.tier ?? null,
            peakConcurrentViewers: event?.audience.peakConcurrentViewers ?? null,
            start: event === null ? null : { local: event.start.local, zone: event.start.zone },
          }
        : null,
      mode: isEvent ? (settings.mode ?? "now") : null,
      problems,
    };
  });
}
