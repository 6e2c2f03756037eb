import type { Column, Row } from "./section";

/** Space between two columns. */
export const GAP = 2;
/** A column of sentences is not made narrower than this; then whole columns go. */
const NARROWEST_PROSE = 16;
/** Words up to here stay whole: a path of the event file has to be copied. */
const WIDEST_WORD = 40;
/** No sentence is easier to read in a wider column. */
const WIDEST_PROSE = 64;

// East Asian wide and emoji take two cells of a terminal, combining marks none.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const ONE_CELL = /^[\x20-\x7e\xa0-\xac\xae-\xff\u2013\u2026\u2192\u2212\u2500\u201c\u201d]*$/;
const NARROW = /\p{Mn}|\p{Me}|\ufe0f|\u200d/u;

/** Cells of a terminal that a text takes. */
export function displayWidth(text: string): number {
  // Nearly every text: one cell a letter. Asking each letter takes longer than the whole plan.
  if (ONE_CELL.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) continue;
    width += character > "\u00ff" && WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** Which columns a terminal has room for, and how wide each is. */
export interface Layout {
  readonly shown: readonly number[];
  readonly widths: readonly number[];
  readonly dropped: readonly number[];
}

interface Extent {
  readonly index: number;
  readonly column: Column;
  readonly natural: number;
  readonly narrowest: number;
}

/**
 * Fits a table into a width: sentences wrap first, then the least important columns go, so that numbers and names stay whole.
 *
 * @param width cells of the terminal
 */
export function layOut(columns: readonly Column[], rows: readonly Row[], width: number): Layout {
  const extents = columns.map((column, index): Extent => {
    const cells = rows.map((row) => row.cells[index] ?? "");
    const widest = Math.max(displayWidth(column.header), ...cells.map(displayWidth));
    const longest = (texts: readonly string[]) => Math.max(0, ...texts.flatMap((t) => t.split(" ").map(displayWidth)));
    const whole = Math.max(longest([column.header]), ...cells.map(displayWidth));
    if (column.wrap === "whole") return { index, column, natural: widest, narrowest: whole };
    const natural = Math.min(widest, WIDEST_PROSE);
    const word = longest([column.header, ...cells]);
    return {
      index,
      column,
      natural,
      narrowest: Math.min(natural, Math.max(NARROWEST_PROSE, Math.min(word, WIDEST_WORD))),
    };
  });
  // A column that says nothing in any row is no column.
  const spoken = extents.filter(({ index }) => rows.some((row) => (row.cells[index] ?? "") !== ""));
  const shown = [...spoken];
  const need = () => shown.reduce((sum, extent) => sum + extent.narrowest, GAP * (shown.length - 1));
  while (need() > width) {
    const next = shown.reduce((a, b) => (b.column.dropOrder > a.column.dropOrder ? b : a));
    if (next.column.dropOrder === 0) break;
    shown.splice(shown.indexOf(next), 1);
  }
  return {
    shown: shown.map((extent) => extent.index),
    widths: widthsOf(shown, width - GAP * (shown.length - 1)),
    dropped: spoken.filter((extent) => !shown.includes(extent)).map((extent) => extent.index),
  };
}

/** Everything at its natural width where there is room; otherwise the widest wrapping columns give way, and at last the rest. */
function widthsOf(extents: readonly Extent[], room: number): readonly number[] {
  const widths = extents.map((extent) => extent.natural);
  const shrink = (least: (extent: Extent) => number) => {
    for (let over = widths.reduce((a, b) => a + b, 0) - room; over > 0; over--) {
      let widest = -1;
      extents.forEach((extent, i) => {
        const canGive = (widths[i] ?? 0) > least(extent);
        if (canGive && (widest < 0 || (widths[i] ?? 0) > (widths[widest] ?? 0))) widest = i;
      });
      if (widest < 0) return;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  };
  shrink((extent) => extent.narrowest);
  shrink(() => 6);
  return widths;
}

/** Breaks a text into lines of at most so many cells, between words where it can. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const candidate = line === "" ? word : `${line} ${word}`;
    if (displayWidth(candidate) <= width) {
      line = candidate;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (displayWidth(line) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

function headOf(text: string, width: number): string {
  let head = "";
  for (const character of text) {
    if (head !== "" && displayWidth(head + character) > width) break;
    head += character;
  }
  return head;
}
