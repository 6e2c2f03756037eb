import type { Plan } from "../../capacity/plan-document";
import { reportOf } from "./report";
import type { Column, Section } from "./section";
import type { FindingGroup } from "./sections/findings";
import { oneLine } from "./text";

const SIGN = { ready: "✅", blocked: "⛔", infeasible: "⛔", over: "⚪" } as const;
/** Sections a reader sees without opening anything. */
const OPEN_ROWS = 6;

/** The plan in GitHub-flavoured Markdown: the verdict in sight, long tables folded. */
export function renderMarkdown(plan: Plan): string {
  const report = reportOf(plan);
  return `${[
    `## ${escapeMarkdown(report.title)}`,
    `${SIGN[report.verdict.status]} **${escapeMarkdown(report.verdict.sentence)}**`,
    report.facts.map((fact) => `- ${fact.label}: ${escapeMarkdown(fact.text)}`).join("\n"),
    ...report.findings.map(renderFindingGroup),
    ...(report.next === null ? [] : [escapeMarkdown(report.next)]),
    ...report.sections.map(renderSection),
  ].join("\n\n")}\n`;
}

/** One table; folded when it is long. */
export function renderSection(section: Section): string {
  const heading = escapeMarkdown(section.title);
  const table = section.rows.length === 0 ? escapeMarkdown(section.empty) : renderRows(section);
  const notes = section.notes.map((note) => `<sub>${escapeMarkdown(note)}</sub>`);
  const body = [table, ...(notes.length === 0 ? [] : [notes.join("<br>\n")])].join("\n\n");
  if (section.rows.length <= OPEN_ROWS) return `### ${heading}\n\n${body}`;
  return fold(`${heading}: ${section.rows.length} rows`, body);
}

function fold(summary: string, body: string): string {
  return `<details>\n<summary><b>${summary}</b></summary>\n\n${body}\n\n</details>`;
}

function renderRows({ columns, rows }: Section): string {
  const spoken = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => rows.some((row) => (row.cells[index] ?? "") !== ""));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(spoken.map(({ column }) => escapeMarkdown(column.header))),
    line(spoken.map(({ column }) => rule(column))),
    ...rows.map((row) =>
      line(
        spoken.map(({ index }) => {
          const cell = escapeMarkdown(row.cells[index] ?? "");
          return row.tone === "total" && cell !== "" ? `**${cell.trim()}**` : cell;
        }),
      ),
    ),
  ].join("\n");
}

function rule(column: Column): string {
  return column.align === "right" ? "--:" : ":--";
}

/** Findings of one severity; what is less grave is folded. */
export function renderFindingGroup(group: FindingGroup): string {
  const items = group.findings.map((finding) => {
    const source = finding.source === null ? "" : ` <sub>${link(finding.source)}</sub>`;
    const fix = finding.fix === "" ? "" : `. ${escapeMarkdown(finding.fix)}`;
    return `- **${escapeMarkdown(finding.where)}**: ${escapeMarkdown(finding.what)}${fix}${source}`;
  });
  // What blocks is never folded.
  if (group.severity === "note" || (group.severity === "warning" && items.length > OPEN_ROWS)) {
    return fold(group.heading, items.join("\n"));
  }
  return `### ${group.heading}\n\n${items.join("\n")}`;
}

const ADDRESS = /^https:\/\/[A-Za-z0-9./_~%?&=#:+,;@-]+$/;

/** The address of a source can be followed; anything else is text. */
function link(source: string): string {
  return ADDRESS.test(source) ? `[source](${source})` : escapeMarkdown(source);
}

/**
 * A user's text as plain Markdown text on one line: nothing in it becomes markup, a mention, a link or a table cell of its own.
 */
export function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_[\]|~]/g, "\\$&")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // A mention would notify somebody, an address would become a link.
      .replace(/(^|[^A-Za-z0-9])@(?=[A-Za-z0-9])/g, "$1@\u200b")
      .replace(/:\/\//g, ":\u200b//")
      .replace(/\bwww\./gi, "www\u200b.")
  );
}
