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
const SECONDS_PER_DAY = 86_400;

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/**
 * Writes many instants of one zone: its clock changes are looked up once each, everything else is arithmetic.
 *
 * The same answers as `momentOf`, for the thousands of steps of a year's timeline.
 */
export class ZoneClock {
  readonly #zone: string;
  readonly #stretches: Stretch[] = [];
  readonly #moments = new Map<number, Moment>();
  readonly #days = new Map<number, string>();

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
      utc: `${this.#civil(seconds)}Z`,
      local: `${this.#civil(seconds + offsetSeconds)}${offset}[${this.#zone}]`,
    };
    this.#moments.set(seconds, moment);
    return moment;
  }

  /** Minutes since local midnight, 0 to 1439. */
  minuteOfDay(epochSeconds: number): number {
    const seconds = Math.floor(epochSeconds);
    const local = seconds + this.#stretchAt(seconds).offsetSeconds;
    return Math.floor((((local % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY) / 60);
  }

  /** `2027-01-31T00:00:00` of seconds that are counted like UTC's. */
  #civil(seconds: number): string {
    const day = Math.floor(seconds / SECONDS_PER_DAY);
    let date = this.#days.get(day);
    if (date === undefined) {
      date = `${utcOf(day * SECONDS_PER_DAY).slice(0, -9)}`;
      this.#days.set(day, date);
    }
    const rest = seconds - day * SECONDS_PER_DAY;
    return `${date}${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
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
