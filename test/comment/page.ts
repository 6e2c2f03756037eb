import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Elements and attributes of the kind that a forge's sanitizer lets through in a comment; everything else it takes away. */
export const ALLOWED_TAGS: ReadonlySet<string> = new Set(
  "a b blockquote br code del details em h1 h2 h3 hr input li ol p pre strong sub summary sup table tbody td th thead tr ul".split(
    " ",
  ),
);

/** A comment as a forge makes HTML of it, before it takes out what it doesn't allow. */
export function commentHtml(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

const STYLE = `
body{margin:0;font:14px/1.5 -apple-system,"Segoe UI",Helvetica,Arial,sans-serif;color:#1f2328;background:#fff}
main{width:830px;margin:16px auto;padding:16px;border:1px solid #d1d9e0;border-radius:6px;overflow-wrap:break-word}
h2{font-size:1.5em;padding-bottom:.3em;border-bottom:1px solid #d1d9e0}h3{font-size:1.25em}
table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}
th,td{padding:6px 13px;border:1px solid #d1d9e0}
code{padding:.2em .4em;font-size:85%;background:#818b981f;border-radius:6px}
pre{padding:16px;overflow:auto;font-size:85%;line-height:1.45;background:#f6f8fa;border-radius:6px}
pre code{padding:0;background:none;font-size:100%}
details{margin:0 0 16px}summary{cursor:pointer}blockquote{margin:0 0 16px;padding:0 1em;color:#59636e;border-left:.25em solid #d1d9e0}
.removed{color:#82071e;background:#ffebe9}.added{color:#116329;background:#dafbe1}.changed{color:#953800}`;

/** The comment as a page that looks about as on the forge, with `diff` blocks coloured by their first letter. */
export function commentPage(markdown: string): string {
  const html = commentHtml(markdown).replace(/<code class="language-diff">([\s\S]*?)<\/code>/g, (_, lines: string) => {
    const classes: Readonly<Record<string, string>> = { "-": "removed", "+": "added", "!": "changed" };
    return `<code>${lines
      .split("\n")
      .map((line) => `<span class="${classes[line[0] ?? ""] ?? ""}">${line}</span>`)
      .join("\n")}</code>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comment</title><style>${STYLE}</style></head><body><main>${html}</main></body></html>`;
}
