import type { Evaluation } from "../../../policies/evaluate";
import { escapeMarkdown } from "../markdown";
import { type CheckGroup, checkReport } from "./check-report";
import { together } from "./table";

const SIGN = { fine: "✅", warned: "⚠️", refused: "⛔" } as const;

/** Checks of stacks in GitHub-flavoured Markdown: verdicts and what refuses in sight, the rest folded. */
export function renderCheckMarkdown(evaluations: readonly Evaluation[]): string {
  return `${evaluations.map(renderOne).join("\n\n")}\n`;
}

function renderOne(evaluation: Evaluation): string {
  const { verdict, groups, notes } = checkReport(evaluation);
  return [
    `## ${SIGN[evaluation.verdict]} ${escapeMarkdown(verdict.sentence)}`,
    ...groups.map(renderGroup),
    notes.map((note) => `<sub>${escapeMarkdown(note)}</sub>`).join("<br>\n"),
  ].join("\n\n");
}

function renderGroup({ heading, level, rules }: CheckGroup): string {
  const text = rules.map(({ id, title, why, sources, items }) => {
    const lines = together(items).map(({ where, what, fix }) => {
      const todo = fix === null ? "" : ` ${escapeMarkdown(fix)}.`;
      return `  - **${escapeMarkdown(where)}**: ${escapeMarkdown(what)}.${todo}`;
    });
    const because =
      level === null ? [] : [`  - <sub>${escapeMarkdown(why)}. Source: ${escapeMarkdown(sources.join("; "))}</sub>`];
    return [`- ${escapeMarkdown(title)} (\`${id}\`)`, ...lines, ...because].join("\n");
  });
  // What refuses is never folded.
  if (level === "mandatory") return `### ${escapeMarkdown(heading)}\n\n${text.join("\n")}`;
  return `<details>\n<summary><b>${escapeMarkdown(heading)}</b></summary>\n\n${text.join("\n")}\n\n</details>`;
}
