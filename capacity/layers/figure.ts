import { numberText } from "../event/words";

/** A number in a sentence: three significant digits, thousands grouped. Counts below 1,000 stay exact. */
export function figure(value: number): string {
  return numberText(Number.isInteger(value) && Math.abs(value) < 1000 ? value : Number(value.toPrecision(3)));
}

/** A ratio as percent in a sentence; near 1 the missing part counts, so it keeps three digits of it. */
export function percent(ratio: number): string {
  const missing = 1 - ratio;
  return `${numberText(missing > 0 && missing < 0.1 ? 100 - Number((missing * 100).toPrecision(3)) : Number((ratio * 100).toPrecision(3)))} %`;
}
