import { Temporal } from "temporal-polyfill";
import type { Moment } from "./plan-document";

/** An instant as people read it: UTC, and local time in a zone. */
export function momentOf(epochSeconds: number, zone: string): Moment {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.round(epochSeconds) * 1000);
  return {
    utc: instant.toString({ smallestUnit: "second" }),
    local: instant.toZonedDateTimeISO(zone).toString({ smallestUnit: "second" }),
  };
}

/** The instant of a moment, seconds since 1970-01-01T00:00Z. */
export function epochSecondsOf(moment: Moment): number {
  return Temporal.Instant.from(moment.utc).epochMilliseconds / 1000;
}
