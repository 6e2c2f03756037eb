import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../units";

const SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
const SHORT = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?(?:(\d+(?:\.\d+)?)s)?$/i;
const ISO = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** What a duration in the event file looks like, for JSON Schema; `parseDuration` accepts exactly these texts. */
export const DURATION_PATTERN =
  "^(?=.*\\d)(?:(?:\\d+(?:\\.\\d+)?[dD])?(?:\\d+(?:\\.\\d+)?[hH])?(?:\\d+(?:\\.\\d+)?[mM](?:[iI][nN])?)?(?:\\d+(?:\\.\\d+)?[sS])?|[pP](?:\\d+(?:\\.\\d+)?[dD])?(?:[tT](?:\\d+(?:\\.\\d+)?[hH])?(?:\\d+(?:\\.\\d+)?[mM])?(?:\\d+(?:\\.\\d+)?[sS])?)?)$";

/**
 * Reads a duration: `90s`, `15m`, `1h30m`, `2d`, or ISO 8601 such as `PT15M`.
 *
 * @returns seconds, or undefined where the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  const match = SHORT.exec(text) ?? ISO.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [, days, hours, minutes, seconds] = match;
  return (
    Number(days ?? 0) * SECONDS_PER_DAY +
    Number(hours ?? 0) * SECONDS_PER_HOUR +
    Number(minutes ?? 0) * SECONDS_PER_MINUTE +
    Number(seconds ?? 0)
  );
}

/** A duration as the event file writes it: `1h30m`, `90s` as `1m30s`, `0s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / SECONDS_PER_DAY), "d"],
    [Math.floor((whole % SECONDS_PER_DAY) / SECONDS_PER_HOUR), "h"],
    [Math.floor((whole % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE), "m"],
    [Number(((whole % SECONDS_PER_MINUTE) + (seconds - whole)).toFixed(3)), "s"],
  ];
  const text = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join("");
  return text === "" ? "0s" : text;
}
