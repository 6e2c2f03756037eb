import pc from "picocolors";
import type { Evaluation } from "../../../policies/evaluate";
import { displayWidth, wrapText } from "../layout";
import type { Tone } from "../section";
import type { TableOptions } from "../table";
import { oneLine } from "../text";
import { type CheckItem, type CheckRule, checkReport } from "./check-report";

/** Checks of stacks for a terminal: each verdict on a line of its own, then what to do, gravest first. */
export function renderCheckTable(evaluations: readonly Evaluation[], options: TableOptions): string {
  return evaluations.map((evaluation) => renderOne(evaluation, options)).join("\n\n");
}

type Colors = ReturnType<typeof pc.createColors>;

function renderOne(evaluation: Evaluation, { width, colors }: TableOptions): string {
  const paint = pc.createColors(colors === "color");
  const { verdict, groups, notes } = checkReport(evaluation);
  const head = wrapText(oneLine(verdict.sentence), width).map((line) => paint.bold(toned(paint, verdict.tone)(line)));
  const body = groups.map(({ heading, tone, level, rules }) => {
    const blocks = rules.flatMap((rule) => renderRule(rule, { width, paint, full: level !== null }));
    return [paint.bold(toned(paint, tone)(heading)), ...blocks].join("\n");
  });
  const foot = notes.flatMap((note) => wrapText(oneLine(note), width).map((line) => paint.dim(line)));
  return [head.join("\n"), ...body, foot.join("\n")].join("\n\n");
}

interface RuleStyle {
  readonly width: number;
  readonly paint: Colors;
  /** Why and source, too. */
  readonly full: boolean;
}

/** Resources that say the same stand together: a pool's nine groups are one line. */
function renderRule(
  { id, title, why, sources, items }: CheckRule,
  { width, paint, full }: RuleStyle,
): readonly string[] {
  const lines = together(items).flatMap(({ where, what, fix }) => [
    ...hanging("    ", `${oneLine(where)}: ${oneLine(what)}`, width, String),
    ...(fix === null ? [] : hanging("      → ", oneLine(fix), width, String)),
  ]);
  const because = full
    ? [
        ...hanging("    ", oneLine(why), width, paint.dim),
        ...sources.flatMap((each) => sourceLines(each, width, paint)),
      ]
    : [];
  return ["", ...hanging("  ", `${oneLine(title)} (${id})`, width, String), ...lines, ...because];
}

/** Items with the same words as one, their places in a list. */
export function together(items: readonly CheckItem[]): readonly CheckItem[] {
  const alike = new Map<string, { readonly item: CheckItem; readonly where: string[] }>();
  for (const item of items) {
    const key = `${item.what}\n${item.fix ?? ""}`;
    const found = alike.get(key);
    if (found === undefined) alike.set(key, { item, where: [item.where] });
    else found.where.push(item.where);
  }
  return [...alike.values()].map(({ item, where }) => ({ ...item, where: listed(where) }));
}

const LISTED = 3;

function listed(names: readonly string[]): string {
  if (names.length <= LISTED) return names.join(", ");
  return `${names.slice(0, LISTED).join(", ")} and ${names.length - LISTED} more`;
}

function toned(paint: Colors, tone: Tone): (line: string) => string {
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

/** An address stays whole: broken in two it can't be opened. */
function sourceLines(source: string, width: number, paint: Colors): readonly string[] {
  const label = "    Source: ";
  return source.includes("https://")
    ? [paint.dim(`${label}${oneLine(source)}`)]
    : hanging(label, oneLine(source), width, paint.dim);
}

function hanging(label: string, text: string, width: number, style: (line: string) => string): readonly string[] {
  const indent = displayWidth(label);
  return wrapText(text, width - indent).map((line, at) => style(`${at === 0 ? label : " ".repeat(indent)}${line}`));
}
