import pc from "picocolors";
import type { Diff } from "../../diff/diff";
import { escapeHtml } from "../escape-html";
import { renderPage, renderSection as sectionAsHtml } from "../html";
import { jsonText } from "../json";
import { wrapText } from "../layout";
import { escapeMarkdown, renderSection as sectionAsMarkdown } from "../markdown";
import type { Tone } from "../section";
import { renderSection as sectionAsTable, type TableOptions } from "../table";
import { oneLine } from "../text";
import { reportOfDiff } from "./report";

const SIGN: Readonly<Record<Tone, string>> = { good: "✅", bad: "⛔", warn: "⚠️", plain: "⚪", total: "⚪" };

/** A comparison for a terminal: what it means on the first line. */
export function renderDiffTable(diff: Diff, options: TableOptions): string {
  const { width, colors } = options;
  const report = reportOfDiff(diff);
  const paint = pc.createColors(colors === "color");
  const toned = { good: paint.green, bad: paint.red, warn: paint.yellow, plain: String, total: String };
  const verdict = wrapText(oneLine(report.verdict.sentence), width).map((line) =>
    toned[report.verdict.tone](paint.bold(line)),
  );
  const indent = Math.max(...report.facts.map(({ label }) => label.length)) + 2;
  const facts = report.facts.flatMap(({ label, text }) =>
    wrapText(oneLine(text), width - indent).map(
      (line, i) => `${paint.dim((i === 0 ? label : "").padEnd(indent))}${line}`,
    ),
  );
  return `${[verdict.join("\n"), facts.join("\n"), ...report.sections.map((one) => sectionAsTable(one, options))].join("\n\n")}\n`;
}

/** A comparison in GitHub-flavoured Markdown; for a pull request there is the comment, which fits its limits. */
export function renderDiffMarkdown(diff: Diff): string {
  const report = reportOfDiff(diff);
  return `${[
    `## ${escapeMarkdown(report.title)}`,
    `${SIGN[report.verdict.tone]} **${escapeMarkdown(report.verdict.sentence)}**`,
    report.facts.map((fact) => `- ${fact.label}: ${escapeMarkdown(fact.text)}`).join("\n"),
    ...report.sections.map(sectionAsMarkdown),
  ].join("\n\n")}\n`;
}

/** A comparison as one page for a browser. */
export function renderDiffHtml(diff: Diff): string {
  const report = reportOfDiff(diff);
  const footer = "Tidegate. Every number is one of the two sides': tidegate diff --format json has them all.";
  const body = [...report.sections.map(sectionAsHtml), `<footer>${escapeHtml(footer)}</footer>`].join("\n");
  return renderPage({ ...report, body });
}

/** A comparison for other programs, `tidegate comment` among them. */
export function renderDiffJson(diff: Diff): string {
  return jsonText(diff);
}
