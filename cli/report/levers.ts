import pc from "picocolors";
import type { Lever } from "../../capacity/plan-document";
import { wrapText } from "./layout";
import { formatUsdChange, formatViewers } from "./number";
import { leversSection } from "./sections/levers";
import { renderSection, type TableOptions } from "./table";
import { oneLine } from "./text";

/** Levers for a terminal: an overview, then each with the words to copy, which no table has room for. */
export function renderLevers(levers: readonly Lever[], options: TableOptions): string {
  const paint = pc.createColors(options.colors === "color");
  const overview = leversSection(levers);
  if (levers.length === 0) return renderSection(overview, options);
  const details = levers.map((lever) =>
    [
      ...wrapText(oneLine(lever.title), options.width).map((line) => paint.bold(line)),
      ...wrapText(
        oneLine(
          `${formatViewers(lever.viewersBefore)} → ${formatViewers(lever.viewersAfter)} viewers, ${formatUsdChange(lever.usdChange)} USD; viewers lose: ${lever.viewersLose}`,
        ),
        options.width - 2,
      ).map((line) => `  ${line}`),
      ...(lever.removes.length === 0
        ? []
        : wrapText(oneLine(`removes ${lever.removes.join(", ")}`), options.width - 2).map((line) => `  ${line}`)),
      // To copy: whole, whatever the width.
      ...lever.set.map((assignment) => `  ${paint.dim(`--set ${shellWord(oneLine(assignment))}`)}`),
    ].join("\n"),
  );
  const [meaning = ""] = overview.notes;
  return [...details, wrapText(meaning, options.width).map(paint.dim).join("\n")].join("\n\n");
}

/** A word as a shell takes it whole. */
function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
