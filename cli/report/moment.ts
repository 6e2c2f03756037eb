import type { Moment } from "../../capacity/plan-document";
import { UNKNOWN } from "./number";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(:\d{2})?/;

/** `2027-01-31T00:00:00Z` → `Sun 2027-01-31 00:00`; seconds only where there are some. */
function civil(text: string): string {
  const match = MOMENT.exec(text);
  if (match === null) return text;
  const [, year, month, day, minutes, seconds] = match;
  const weekday = WEEKDAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];
  return `${weekday} ${year}-${month}-${day} ${minutes}${seconds === ":00" ? "" : (seconds ?? "")}`;
}

/** For a column whose header says UTC. */
export function utc(moment: Moment | null): string {
  return moment === null ? UNKNOWN : civil(moment.utc);
}

/** For a column whose header names the zone. */
export function local(moment: Moment | null): string {
  return moment === null ? UNKNOWN : civil(moment.local);
}

/** Both, for a sentence: `Sun 2027-01-31 08:00 +08:00 (00:00 UTC)`. */
export function both(moment: Moment): string {
  const offset = /([+-]\d{2}:\d{2})(\[|$)/.exec(moment.local)?.[1] ?? "";
  const here = civil(moment.local);
  const there = civil(moment.utc);
  const sameDay = here.slice(0, 14) === there.slice(0, 14);
  return `${here}${offset === "" ? "" : ` ${offset}`} (${sameDay ? there.slice(15) : there} UTC)`;
}
