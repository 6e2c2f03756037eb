import { Temporal } from "temporal-polyfill";
import { utcOf } from "../moment";
import type { Moment } from "../plan-document";

/** A stretch of time in which a zone keeps one offset, seconds since 1970; `to` is exclusive. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offsetSeconds: number;
  /** `+08:00` */
  readonly offset: string;
}

const MS = 1000;
const NANOSECONDS = 1e9;

/**
 * Writes many instants of one zone: its clock changes are looked up once each, everything else is arithmetic.
 *
 * The same answers as `momentOf`, for the thousands of steps of a year's timeline.
 */
export class ZoneClock {
  readonly #zone: string;
  readonly #stretches: Stretch[] = [];
  readonly #moments = new Map<number, Moment>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** @param epochSeconds seconds since 1970-01-01T00:00Z, rounded to whole ones */
  momentOf(epochSeconds: number): Moment {
    const seconds = Math.round(epochSeconds);
    const known = this.#moments.get(seconds);
    if (known !== undefined) return known;
    const { offsetSeconds, offset } = this.#stretchAt(seconds);
    const moment = {
      utc: utcOf(seconds),
      local: `${utcOf(seconds + offsetSeconds).slice(0, -1)}${offset}[${this.#zone}]`,
    };
    this.#moments.set(seconds, moment);
    return moment;
  }

  /** Minutes since local midnight, 0 to 1439. */
  minuteOfDay(epochSeconds: number): number {
    const seconds = Math.floor(epochSeconds);
    const local = seconds + this.#stretchAt(seconds).offsetSeconds;
    return Math.floor((((local % 86_400) + 86_400) % 86_400) / 60);
  }

  #stretchAt(seconds: number): Stretch {
    const known = this.#stretches.find(({ from, to }) => from <= seconds && seconds < to);
    if (known !== undefined) return known;
    const zoned = Temporal.Instant.fromEpochMilliseconds(seconds * MS).toZonedDateTimeISO(this.#zone);
    const next = zoned.getTimeZoneTransition("next");
    const stretch = {
      from: seconds,
      to: next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds / MS,
      offsetSeconds: zoned.offsetNanoseconds / NANOSECONDS,
      offset: zoned.toString({ timeZoneName: "never" }).slice(-6),
    };
    this.#stretches.push(stretch);
    return stretch;
  }
}
