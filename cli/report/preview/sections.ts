import { countByType, type ResourceGraph } from "../../engine/resource-graph";
import { formatNumber } from "../number";
import { number, prose, row, type Section, text } from "../section";
import { counted, sentenceCase } from "../text";
import { kindOf } from "./kind";
import { type Opening, type PreviewLine, previewLines } from "./lines";
import type { Preview } from "./preview";

const KINDS_IN_A_SENTENCE = 12;
/** Space that stays: a line's place in the tree. */
const INDENT = "\u00a0\u00a0";

/** The tree of a preview, a line a row. */
export function treeSection(preview: Preview, opening: Opening): Section {
  return {
    id: "resources",
    title: "Resources",
    columns: [
      text("Kind"),
      text("Name"),
      text("Change"),
      prose("To be"),
      prose("← Plan", { dropOrder: 1 }),
      number("Resources", { dropOrder: 2 }),
    ],
    rows: previewLines(preview, opening).map((line) =>
      row(
        [
          `${INDENT.repeat(line.depth)}${line.kind}`,
          line.name,
          operationWords(line.operations),
          line.words,
          line.fromPlan,
          line.resources === 0 ? "" : formatNumber(line.resources),
        ],
        line.isMissing ? "warn" : toneOf(line),
      ),
    ),
    empty: "The stack asks for nothing.",
    notes: [],
  };
}

function toneOf({ operations }: PreviewLine): "plain" | "warn" {
  const takesAway = Object.keys(operations).some((operation) => /delete|replace|discard/.test(operation));
  return takesAway ? "warn" : "plain";
}

/** `3 create, 1 update`; what stays the same only where nothing else happens. */
export function operationWords(operations: Readonly<Record<string, number>>): string {
  const { same, ...changes } = operations;
  const parts = Object.entries(changes).map(([operation, count]) => `${formatNumber(count)} ${operation}`);
  if (parts.length > 0) return parts.join(", ");
  return same === undefined ? "" : "same";
}

/** How many resources of each kind. */
export function kindsSection(graph: ResourceGraph): Section {
  return {
    id: "kinds",
    title: "Resources by kind",
    columns: [text("Kind"), number("Count")],
    rows: kindCounts(graph).map(({ kind, count }) => row([kind, formatNumber(count)])),
    empty: "None.",
    notes: [],
  };
}

/** The most frequent kinds in one sentence, for a terminal. */
export function kindsSentence(graph: ResourceGraph): string {
  const counts = kindCounts(graph).map(({ kind, count }) => `${formatNumber(count)}\u00a0${kind}`);
  const rest = counts.length - KINDS_IN_A_SENTENCE;
  const more = rest > 0 ? `, and ${counted(rest, "more kind")} (--format markdown or json has all)` : "";
  return `${counts.slice(0, KINDS_IN_A_SENTENCE).join(", ")}${more}`;
}

function kindCounts(graph: ResourceGraph) {
  return countByType(graph)
    .filter(({ type }) => !isBookkeeping(type) && !type.startsWith("tidegate:"))
    .map(({ type, count }) => ({ kind: kindOf(type), count }));
}

/** Neither made in a cloud nor of ours: providers and references to other stacks. */
export function isBookkeeping(type: string): boolean {
  return type.startsWith("pulumi:");
}

/** How much the stack asks for, in a few words. */
export function totals({ graph }: Preview): string {
  const counted = graph.resources.filter(({ type }) => !isBookkeeping(type));
  const managed = counted.filter(({ custom, external }) => custom && external !== true).length;
  const components = counted.filter(({ custom }) => !custom).length;
  return `${formatNumber(managed)} in ${formatNumber(components)} components`;
}

/** What an engine would do, all in all: `211 create`. */
export function changes({ operations, graph, leaving }: Preview): string {
  if (operations === null) return "";
  const custom = graph.resources.filter(({ custom, type }) => custom && !isBookkeeping(type));
  const counts: Record<string, number> = {};
  const count = (operation: string) => {
    counts[operation] = (counts[operation] ?? 0) + 1;
  };
  for (const { urn } of custom) count(operations.get(urn) ?? "same");
  for (const { custom } of leaving) if (custom) count("delete");
  return sentenceCase(
    Object.entries(counts)
      .map(([operation, n]) => `${formatNumber(n)} ${operation}`)
      .join(", "),
  );
}
