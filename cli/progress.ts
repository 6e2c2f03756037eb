/** So many worlds take about a second. */
const SLOW_WORLDS = 5000;

/** How much work is ahead: computing so many worlds, or so many whole plans. */
export interface Work {
  readonly worlds: number;
  readonly plans?: number;
}

/**
 * Says on a terminal what is under way, where it takes longer than about a second; nothing in a pipe.
 *
 * @returns clears the line
 */
export function showProgress(what: string, { worlds, plans = 1 }: Work): () => void {
  const { stderr } = process;
  if (stderr.isTTY !== true || worlds * plans < SLOW_WORLDS) return () => {};
  stderr.write(`${what} …`);
  return () => stderr.write("\r\u001b[K");
}
