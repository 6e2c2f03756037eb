import pc from "picocolors";
import type { Plan } from "../../capacity/plan-document";
import type { Severity } from "../../capacity/problems";
import { displayWidth, GAP, layOut, wrapText } from "./layout";
import { type Report, reportOf } from "./report";
import type { Column, Row, Section, Tone } from "./section";
import type { FindingGroup } from "./sections/findings";
import { oneLine } from "./text";

export interface TableOptions {
  /** Cells of the terminal, 60 to 200. */
  readonly width: number;
  readonly colors: "color" | "plain";
}

type Colors = ReturnType<typeof pc.createColors>;

const SEVERITY_TONE: Readonly<Record<Severity, Tone>> = {
  error: "bad",
  blocker: "bad",
  warning: "warn",
  note: "plain",
};

/** The plan for a terminal: the verdict on the first line, then tables, then what to do. */
export function renderTable(plan: Plan, options: TableOptions): string {
  return renderReport(reportOf(plan), options);
}

function renderReport(report: Report, { width, colors }: TableOptions): string {
  const paint = pc.createColors(colors === "color");
  const verdict = wrapText(oneLine(report.verdict.sentence), width).map((line) =>
    toned(paint, report.verdict.tone)(paint.bold(line)),
  );
  const labelWidth = Math.max(...report.facts.map((fact) => fact.label.length)) + GAP;
  const facts = report.facts.flatMap((fact) =>
    hanging(fact.label.padEnd(labelWidth), oneLine(fact.text), width, paint.dim),
  );
  return [
    verdict.join("\n"),
    facts.join("\n"),
    ...report.sections.map((section) => renderSection(section, { width, colors })),
    ...(report.findings.length === 0 ? [] : [renderGroups(report.findings, { width, colors })]),
    ...(report.next === null ? [] : [wrapText(report.next, width).join("\n")]),
  ].join("\n\n");
}

/** One table with its heading and notes. */
export function renderSection(section: Section, { width, colors }: TableOptions): string {
  const paint = pc.createColors(colors === "color");
  const heading = paint.bold(oneLine(section.title));
  const body =
    section.rows.length === 0 ? oneLine(section.empty) : renderRows(section.columns, section.rows, width, paint);
  const notes = section.notes.flatMap((note) => wrapText(oneLine(note), width).map((line) => paint.dim(line)));
  return [heading, body, ...notes].join("\n");
}

/** Several tables, one below the other. */
export function renderSections(sections: readonly Section[], options: TableOptions): string {
  return sections.map((section) => renderSection(section, options)).join("\n\n");
}

function renderRows(columns: readonly Column[], rows: readonly Row[], width: number, paint: Colors): string {
  const safe = rows.map((row): Row => ({ ...row, cells: row.cells.map(oneLine) }));
  const layout = layOut(columns, safe, width);
  const rule = paint.dim(layout.widths.map((cells) => "─".repeat(cells)).join(" ".repeat(GAP)));
  const line = (cells: readonly string[], style: (text: string) => string) =>
    renderLine(
      layout.shown.map((index, i) => ({
        lines: wrapText(cells[index] ?? "", layout.widths[i] ?? 1),
        width: layout.widths[i] ?? 1,
        align: columns[index]?.align ?? "left",
      })),
      style,
    );
  const body = safe.map((row) => {
    const drawn = line(row.cells, toned(paint, row.tone));
    return row.tone === "total" ? `${rule}\n${drawn}` : drawn;
  });
  const head = line(
    columns.map((column) => oneLine(column.header)),
    paint.dim,
  );
  const dropped = layout.dropped.map((index) => oneLine(columns[index]?.header ?? ""));
  const note =
    dropped.length === 0
      ? ""
      : `\n${wrapText(`Wider terminals also show: ${dropped.join(", ")}.`, width)
          .map((line) => paint.dim(line))
          .join("\n")}`;
  return `${[head, rule, ...body].join("\n")}${note}`;
}

interface Cell {
  readonly lines: readonly string[];
  readonly width: number;
  readonly align: Column["align"];
}

/** One row of a table, as many lines high as its highest cell. */
function renderLine(cells: readonly Cell[], style: (text: string) => string): string {
  const height = Math.max(...cells.map((cell) => cell.lines.length));
  return Array.from({ length: height }, (_, i) => {
    // What is empty at the end of a line is left out, so that nothing trails.
    const last = cells.findLastIndex((cell) => (cell.lines[i] ?? "").trim() !== "");
    return cells
      .slice(0, last + 1)
      .map(({ lines, width, align }, column) => {
        const text = lines[i] ?? "";
        const space = " ".repeat(Math.max(0, width - displayWidth(text)));
        const shown = text === "" ? "" : style(text);
        if (align === "right") return `${space}${shown}`;
        return column === last ? shown : `${shown}${space}`;
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  }).join("\n");
}

/** A text in the colour of its tone. */
export function toned(paint: Colors, tone: Tone): (line: string) => string {
  switch (tone) {
    case "good":
      return paint.green;
    case "bad":
      return paint.red;
    case "warn":
      return paint.yellow;
    case "total":
      return paint.bold;
    case "plain":
      return String;
  }
}

/** Findings with what to do, gravest first: what a person reads last stays on the screen. */
export function renderGroups(groups: readonly FindingGroup[], { width, colors }: TableOptions): string {
  const paint = pc.createColors(colors === "color");
  const lines = groups.flatMap((group) => [
    "",
    toned(paint, SEVERITY_TONE[group.severity])(paint.bold(group.heading)),
    ...group.findings.flatMap((finding) => [
      ...hanging("  ", `${oneLine(finding.where)}: ${oneLine(finding.what)}`, width, String),
      ...(finding.fix === "" ? [] : hanging("    → ", oneLine(finding.fix), width, String)),
      ...(finding.source === null || !isGrave(group.severity)
        ? []
        : sourceLines(oneLine(finding.source), width, paint)),
    ]),
  ]);
  return [paint.bold("Findings"), ...lines.slice(1)].join("\n");
}

/** A blocker's source is worth a line on the screen; of the others the other formats have it. */
function isGrave(severity: Severity): boolean {
  return severity === "error" || severity === "blocker";
}

/** An address stays whole, whatever the width: broken in two it can't be opened. */
function sourceLines(source: string, width: number, paint: Colors): readonly string[] {
  return source.includes(" ") ? hanging("      ", source, width, String) : [`      ${paint.dim(source)}`];
}

/** A text behind a label, its further lines indented by the label's width. */
export function hanging(
  label: string,
  text: string,
  width: number,
  style: (label: string) => string,
): readonly string[] {
  const indent = displayWidth(label);
  return wrapText(text, width - indent).map((line, i) =>
    i === 0 ? `${style(label)}${line}` : `${" ".repeat(indent)}${line}`,
  );
}
