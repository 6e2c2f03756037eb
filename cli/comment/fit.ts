import { Defect } from "../../capacity/problems";
import { type Block, blocksText, cutBlocks, sizeOf } from "./block";
import { prose } from "./inert";

/** A part of a comment that is kept, cut between lines, or left out as a whole. */
export interface CommentSection {
  /** Kind, for saying what is left out: `Layers`. */
  readonly title: string;
  /** Which stack it is of; null stands before all stacks. */
  readonly stack: string | null;
  /** 0 is kept by all means; what has the highest number goes first. */
  readonly importance: number;
  readonly blocks: readonly Block[];
  /** A fold of its own with this summary, or in sight. */
  readonly fold: string | null;
}

/** The fold that holds a stack's sections. */
export interface StackFold {
  readonly stack: string;
  readonly summary: string;
  readonly state: "open" | "closed";
}

export interface CommentParts {
  readonly head: string;
  readonly sections: readonly CommentSection[];
  readonly folds: readonly StackFold[];
  readonly foot: string;
}

/** A comment that fits, and what it leaves out. */
export interface Fitted {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** Room for saying what is left out. */
const NOTE_BYTES = 2000;
/** No kept section may take the room of the others. */
const LARGEST_SHARE = 0.4;

interface Placed {
  readonly section: CommentSection;
  readonly text: string;
}

function wrapped(section: CommentSection, body: string): string {
  if (section.fold === null) return `### ${section.title}\n\n${body}`;
  return `<details>\n<summary>${section.fold}</summary>\n\n${body}\n\n</details>`;
}

function opening({ summary, state }: StackFold): string {
  return `<details${state === "open" ? " open" : ""}>\n<summary>${summary}</summary>`;
}

/**
 * Puts a comment together within a limit. Sections are taken in the order of importance: one that doesn't fit is cut between its lines
 * where that leaves something to read, and left out otherwise. The order on the page stays as given.
 *
 * @param limit bytes of UTF-8
 * @param elsewhere where the whole text is
 */
export function fitComment(parts: CommentParts, limit: number, elsewhere: string): Fitted {
  const byImportance = [...parts.sections].sort((a, b) => a.importance - b.importance);
  const placed = new Map<CommentSection, Placed>();
  const opened = new Set<string>();
  const leftOut: { readonly section: CommentSection; readonly lines: number }[] = [];
  let room = limit - sizeOf(parts.head) - sizeOf(parts.foot) - NOTE_BYTES;
  for (const section of byImportance) {
    const fold = parts.folds.find(({ stack }) => stack === section.stack);
    const isFirst = fold !== undefined && !opened.has(fold.stack);
    const frame =
      sizeOf(wrapped(section, "")) + 2 + (isFirst ? sizeOf(opening(fold)) + sizeOf("\n\n\n\n</details>") : 0);
    const share = section.importance === 0 ? limit * LARGEST_SHARE : room;
    const available = Math.min(room, share) - frame;
    const whole = blocksText(section.blocks);
    const isWhole = sizeOf(whole) <= available;
    const cut = isWhole ? { text: whole, leftOut: 0 } : cutBlocks(section.blocks, available);
    if (cut === null) {
      leftOut.push({ section, lines: 0 });
      continue;
    }
    if (cut.leftOut > 0) leftOut.push({ section, lines: cut.leftOut });
    placed.set(section, { section, text: wrapped(section, cut.text) });
    if (fold !== undefined) opened.add(fold.stack);
    room -= frame + sizeOf(cut.text);
  }
  const names = leftOutNames(leftOut);
  const note = names.length === 0 ? "" : `\n\n> Left out to fit: ${names.join(", ")}. ${elsewhere}`;
  const text = `${[parts.head, ...bodyOf(parts, placed)].join("\n\n")}${note}\n\n${parts.foot}\n`;
  if (sizeOf(text) > limit) throw new Defect(`a comment of ${sizeOf(text)} bytes for a limit of ${limit}`);
  return { text, leftOut: names };
}

function bodyOf(parts: CommentParts, placed: ReadonlyMap<CommentSection, Placed>): readonly string[] {
  const of = (stack: string | null) =>
    parts.sections.flatMap((section) => (section.stack === stack ? (placed.get(section)?.text ?? []) : []));
  const folds = parts.folds.flatMap((fold) => {
    const own = of(fold.stack);
    return own.length === 0 ? [] : [[opening(fold), ...own, "</details>"].join("\n\n")];
  });
  return [...of(null), ...folds];
}

/** Kinds of sections with how much of each is missing; bounded, however many stacks there are. */
function leftOutNames(
  leftOut: readonly { readonly section: CommentSection; readonly lines: number }[],
): readonly string[] {
  const kinds = new Map<string, { readonly stacks: Set<string>; lines: number; whole: number }>();
  for (const { section, lines } of leftOut) {
    const kind = kinds.get(section.title) ?? { stacks: new Set<string>(), lines: 0, whole: 0 };
    kinds.set(section.title, kind);
    if (section.stack !== null) kind.stacks.add(section.stack);
    kind.lines += lines;
    if (lines === 0) kind.whole++;
  }
  return [...kinds].map(([title, { stacks, lines, whole }]) => {
    const [only] = stacks;
    const whose = stacks.size > 1 ? ` of ${stacks.size} stacks` : only === undefined ? "" : ` of ${prose(only)}`;
    const how = lines === 0 ? "" : whole === 0 ? ` (${lines} more lines)` : ` (${whole} wholly, ${lines} more lines)`;
    return `${title}${whose}${how}`;
  });
}
