/** What is wrong with a comment's structure: fences and folds that don't close, or close what isn't open. */
export function imbalances(markdown: string): readonly string[] {
  const wrong: string[] = [];
  let fence: string | null = null;
  let folds = 0;
  for (const [i, line] of markdown.split("\n").entries()) {
    const mark = /^(`{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark !== undefined && mark.length >= fence.length && line === mark) fence = null;
      continue;
    }
    if (mark !== undefined) fence = mark;
    const markup = line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    folds += markup.split(/<details[ >]/).length - 1;
    folds -= markup.split("</details>").length - 1;
    if (folds < 0) wrong.push(`line ${i + 1} closes a fold that isn't open`);
  }
  if (fence !== null) wrong.push("a fence is open at the end");
  if (folds > 0) wrong.push(`${folds} folds are open at the end`);
  return wrong;
}
