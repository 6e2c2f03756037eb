import { escapeHtml } from "../report/escape-html";
import { escapeMarkdown } from "../report/markdown";
import { oneLine } from "../report/text";

/** A field of a user may be a whole book; a comment has room for its beginning. */
const LONGEST_PROSE = 600;
const LONGEST_NAME = 120;

function clipped(text: string, most: number): string {
  const letters = [...oneLine(text)];
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;
}

/** Breaks what a forge would find in a text by itself: mentions, references to issues, addresses, formulas, emoji. */
function unlinked(text: string): string {
  return text
    .replace(/@(?!\u200b)/g, "@\u200b")
    .replace(/#(?=\d)/g, "#\u200b")
    .replace(/\bGH-(?=\d)/gi, "$&\u200b")
    .replace(/:\/\//g, ":\u200b//")
    .replace(/\bwww\./gi, "www\u200b.")
    .replace(/:(?=[a-z+_-][a-z0-9_+-]*:)/gi, ":\u200b");
}

/** A user's words as plain text inside Markdown: nothing in them becomes markup, a mention, a reference, a link or a formula. */
export function prose(text: string): string {
  // `$` opens a formula; the entities of escapeMarkdown hold no `#` before a digit.
  return unlinked(escapeMarkdown(clipped(text, LONGEST_PROSE))).replaceAll("$", "\\$");
}

/** A name, path or value as code: a forge looks for nothing in it. Fit for a table's cell too. */
export function code(text: string): string {
  const content = clipped(text, LONGEST_NAME);
  if (content.trim() === "") return "–";
  const runs = content.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = content.startsWith("`") || content.endsWith("`") || /^ .* $/.test(content) ? " " : "";
  return `${fence}${pad}${content.replaceAll("|", "\\|")}${pad}${fence}`;
}

/** A user's words inside HTML, such as a fold's summary. */
export function html(text: string): string {
  return unlinked(clipped(text, LONGEST_NAME))
    .split(/(\u200b)/)
    .map((part) => (part === "\u200b" ? part : escapeHtml(part)))
    .join("");
}

/** A line inside a fence. */
export function fenceLine(text: string): string {
  return oneLine(text);
}

/** The fence that no line of a block can close. */
export function fenceFor(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`{3,}/g) ?? []).map((run) => run.length)));
  return "`".repeat(longest + 1);
}

const PLAIN_PATH = /^[A-Za-z0-9_][A-Za-z0-9_./:-]*$/;

/** A path or a revision's file that may stand in a command to copy; any other is a placeholder, since a shell would read it. */
export function shellPath(name: string, placeholder: string): string {
  return PLAIN_PATH.test(name) ? name : placeholder;
}
