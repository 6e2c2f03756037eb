import { fenceFor, fenceLine } from "./inert";

/** A piece of a comment that can be cut between its lines, never in one. */
export interface Block {
  /** Lines that must come before: a table's head, a fence. */
  readonly open: readonly string[];
  readonly lines: readonly string[];
  /** Lines that must come after. */
  readonly close: readonly string[];
  /** What a line is, for saying how many are left out; null for a block that is kept or left out as a whole. */
  readonly noun: string | null;
}

/** Lines of a section that the limit leaves. */
export interface Cut {
  readonly text: string;
  readonly kept: number;
  readonly leftOut: number;
}

/** A paragraph, kept or left out as a whole. */
export function paragraph(text: string): Block {
  return { open: [], lines: [text], close: [], noun: null };
}

/** A list whose items are one line each. */
export function list(items: readonly string[], noun: string): Block {
  return { open: [], lines: items.map((item) => `- ${item}`), close: [], noun };
}

/** A block of code that no line of it can end; `noun` null keeps it whole. */
export function fence(language: string, lines: readonly string[], noun: string | null): Block {
  const safe = lines.map(fenceLine);
  const mark = fenceFor(safe);
  return { open: [`${mark}${language}`], lines: safe, close: [mark], noun };
}

export interface TableColumn {
  readonly header: string;
  readonly align: "left" | "right";
}

/** A table; cells are Markdown already. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], noun: string): Block {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return {
    open: [
      line(columns.map(({ header }) => header)),
      line(columns.map(({ align }) => (align === "right" ? "--:" : ":--"))),
    ],
    lines: rows.map(line),
    close: [],
    noun,
  };
}

/** The block as text. */
export function blockText({ open, lines, close }: Block): string {
  return [...open, ...lines, ...close].join("\n");
}

/** Blocks one below the other. */
export function blocksText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join("\n\n");
}

/** Bytes in UTF-8: whatever a forge counts, letters or bytes, it counts no more. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

/** Below so many lines a cut table or list says too little to be worth its head. */
const FEWEST_LINES = 3;

/** As much of the blocks as fits, cut between lines; null when it would be next to nothing. */
export function cutBlocks(blocks: readonly Block[], room: number): Cut | null {
  const kept: string[] = [];
  let left = room;
  let leftOut = 0;
  let lines = 0;
  for (const [i, block] of blocks.entries()) {
    const whole = blockText(block);
    const need = sizeOf(whole) + 2;
    if (leftOut === 0 && need <= left) {
      kept.push(whole);
      left -= need;
      lines += block.noun === null ? 0 : block.lines.length;
      continue;
    }
    if (leftOut === 0 && block.noun !== null) {
      const part = cutBlock(block, left);
      if (part !== null) {
        kept.push(part.text);
        left -= sizeOf(part.text) + 2;
        lines += part.kept;
        leftOut += part.leftOut;
        continue;
      }
    }
    if (i === 0) return null;
    leftOut += block.noun === null ? 1 : block.lines.length;
  }
  return { text: kept.join("\n\n"), kept: lines, leftOut };
}

function cutBlock(block: Block, room: number): Cut | null {
  const tail = (count: number) => `… and ${count} more ${block.noun}`;
  let left = room - sizeOf(blockText({ ...block, lines: [] })) - sizeOf(tail(block.lines.length)) - 4;
  let kept = 0;
  for (const line of block.lines) {
    left -= sizeOf(line) + 1;
    if (left < 0) break;
    kept++;
  }
  if (kept < Math.min(FEWEST_LINES, block.lines.length)) return null;
  const leftOut = block.lines.length - kept;
  const text = blockText({ ...block, lines: block.lines.slice(0, kept) });
  return { text: leftOut === 0 ? text : `${text}\n\n${tail(leftOut)}`, kept, leftOut };
}
