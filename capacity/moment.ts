import { Temporal } from "temporal-polyfill";
import type { Moment } from "./plan-document";

/** An instant in UTC, `2027-01-31T00:00:00Z`. */
export function utcOf(epochSeconds: number): string {
  return new Date(Math.round(epochSeconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** An instant as people read it: UTC, and local time in a zone. */
export function momentOf(epochSeconds: number, zone: string): Moment {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.round(epochSeconds) * 1000);
  return {
    utc: utcOf(epochSeconds),
    local: instant.toZonedDateTimeISO(zone).toString({ smallestUnit: "second" }),
  };
}

/** The instant of a moment, seconds since 1970-01-01T00:00Z. */
export function epochSecondsOf(moment: Pick<Moment, "utc">): number {
  return Date.parse(moment.utc) / 1000;
}

/** A moment in a sentence: `2027-01-28 05:27 Asia/Shanghai (2027-01-27 21:27 UTC)`. */
export function momentText(moment: Moment): string {
  const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*\[(.+)\]$/.exec(moment.local);
  const utc = `${moment.utc.slice(0, 10)} ${moment.utc.slice(11, 16)} UTC`;
  return local === null ? utc : `${local[1]} ${local[2]} ${local[3]} (${utc})`;
}
