import { createHash } from "node:crypto";
import type { Plan } from "../../capacity/plan-document";
import type { Severity } from "../../capacity/problems";
import { drawCharts, type Picture } from "./charts";
import { escapeHtml } from "./escape-html";
import { PAGE_STYLE } from "./page-style";
import { reportOf } from "./report";
import type { Column, Row, Section, Tone } from "./section";
import type { FindingGroup, FindingText } from "./sections/findings";

const SEVERITY_CLASS: Readonly<Record<Severity, string>> = {
  error: "bad",
  blocker: "bad",
  warning: "warn",
  note: "note-heading",
};
/** Nothing is fetched, run or sent: only this one style sheet counts. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** What a page consists of besides its title and verdict. */
export interface PageParts {
  readonly title: string;
  readonly verdict: { readonly sentence: string; readonly tone: Tone };
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** HTML of its own: everything in it is escaped. */
  readonly body: string;
}

/** One file for a browser or a printer: no network, no script, light and dark. */
export function renderPage({ title, verdict, facts, body }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="verdict ${verdict.tone}" role="status">${escapeHtml(verdict.sentence)}</p>
<dl>
${facts.map((fact) => `<dt>${escapeHtml(fact.label)}</dt><dd>${escapeHtml(fact.text)}</dd>`).join("\n")}
</dl>
${body}
</main>
</body>
</html>
`;
}

/** The plan as one page. */
export async function renderHtml(plan: Plan): Promise<string> {
  const report = reportOf(plan);
  const pictures = await drawCharts(plan);
  return renderPage({
    ...report,
    body: `${report.findings.length === 0 ? "" : `<section aria-labelledby="findings">\n<h2 id="findings">Findings</h2>\n${report.findings.map(group).join("\n")}\n</section>`}
${report.next === null ? "" : `<p>${escapeHtml(report.next)}</p>`}
${pictures.length === 0 ? "" : `<section aria-labelledby="pictures">\n<h2 id="pictures">Pictures</h2>\n<div class="charts">\n${pictures.map(figure).join("\n")}\n</div>\n</section>`}
${report.sections.map(renderSection).join("\n")}
${report
  .appendix()
  .map(
    (one) =>
      `<details>\n<summary>${escapeHtml(one.title)} (${one.rows.length} rows)</summary>\n${body(one)}\n</details>`,
  )
  .join("\n")}
<footer>Tidegate. Every number is the plan's: <code>tidegate plan --format json</code> has them all, <code>tidegate explain</code> their arithmetic.</footer>`,
  });
}

function figure(picture: Picture): string {
  return `<figure id="figure-${picture.id}">\n<figcaption>${escapeHtml(picture.title)}</figcaption>\n${picture.wide}\n${picture.narrow}\n</figure>`;
}

/** One table with its heading and notes. */
export function renderSection(one: Section): string {
  return `<section aria-labelledby="${one.id}">\n<h2 id="${one.id}">${escapeHtml(one.title)}</h2>\n${body(one)}\n</section>`;
}

function body(one: Section): string {
  const notes = one.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join("\n");
  return `${one.rows.length === 0 ? `<p>${escapeHtml(one.empty)}</p>` : table(one)}\n${notes}`;
}

function table({ title, columns, rows }: Section): string {
  const spoken = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => rows.some((row) => (row.cells[index] ?? "") !== ""));
  const head = spoken.map(({ column }) => `<th scope="col"${classOf(column)}>${escapeHtml(column.header)}</th>`);
  const line = (row: Row) =>
    spoken.map(({ column, index }, i) => {
      const text = escapeHtml(row.cells[index] ?? "");
      return i === 0 ? `<th scope="row"${classOf(column)}>${text}</th>` : `<td${classOf(column)}>${text}</td>`;
    });
  // The region scrolls, so that a wide table doesn't make the page wide; the keyboard reaches it.
  return `<div class="scroll" role="region" aria-label="${escapeHtml(title)}" tabindex="0">
<table>
<caption>${escapeHtml(title)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.map((row) => `<tr${row.tone === "plain" ? "" : ` class="${row.tone}"`}>${line(row).join("")}</tr>`).join("\n")}
</tbody>
</table>
</div>`;
}

function classOf(column: Column): string {
  if (column.align === "right") return ' class="number"';
  return column.wrap === "wrap" ? ' class="prose"' : "";
}

function group({ severity, heading, findings }: FindingGroup): string {
  return `<h3 class="${SEVERITY_CLASS[severity]}">${escapeHtml(heading)}</h3>\n<ul>\n${findings.map(item).join("\n")}\n</ul>`;
}

const ADDRESS = /^https:\/\/[^\s"<>]+$/;

function item(finding: FindingText): string {
  const { source } = finding;
  const link =
    source === null
      ? ""
      : ` <small>${ADDRESS.test(source) ? `<a href="${escapeHtml(source)}" rel="noreferrer">source</a>` : escapeHtml(source)}</small>`;
  return `<li><b>${escapeHtml(finding.where)}</b>: ${escapeHtml(finding.what)}. ${escapeHtml(finding.fix)}${link}</li>`;
}
