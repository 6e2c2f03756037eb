import type { Change } from "../../diff/change";
import { isSame } from "../../diff/change";
import { quantities } from "../number";

/** Where a side has nothing. */
export const NONE = "–";
const ARROW = "\u00a0→ ";

/** `12 → 48`; one text where both sides read the same. */
export function arrowText(old: string, fresh: string): string {
  return old === fresh ? fresh : `${old}${ARROW}${fresh}`;
}

/** Both sides of a change, in a format of one's own. */
export function arrow<T>({ old, new: fresh }: Change<T>, format: (value: T) => string): string {
  const text = (value: T | null) => (value === null ? NONE : format(value));
  return isSame(old, fresh) ? text(fresh) : arrowText(text(old), text(fresh));
}

/** Both sides of a number of the model, in one scale, and the unit for the column after it. */
export function arrowQuantity(change: Change<number>, unit: string): { readonly text: string; readonly unit: string } {
  const known = [change.old, change.new].filter((value) => value !== null);
  const scaled = quantities(known, unit);
  const texts = [...scaled.texts];
  const [old, fresh] = [change.old, change.new].map((value) => (value === null ? NONE : (texts.shift() ?? NONE)));
  return { text: arrowText(old ?? NONE, fresh ?? NONE), unit: scaled.unit };
}
