import { Temporal } from "temporal-polyfill";
import type { Event } from "./event/event";
import { momentOf } from "./moment";
import type { Finding } from "./problems";

/** One time the event takes place. */
export interface Occurrence {
  /** 0 for the first. */
  readonly index: number;
  /** The start, seconds since 1970-01-01T00:00Z. */
  readonly epochSeconds: number;
  readonly zone: string;
}

export interface Occurrences {
  /** The first start first; at least one. */
  readonly list: readonly Occurrence[];
  readonly findings: readonly Finding[];
}

/** Most occurrences that are enumerated: a year of days. */
export const MOST_OCCURRENCES = 366;

const SATURDAY = 6;

/**
 * Every start of the event until its last date, in the event's own zone: a change of daylight saving moves no start.
 *
 * The stated start always takes place, also when a weekday event starts on a weekend. A local time that a change skips
 * takes place as much later as the clock jumps; one that exists twice takes place the first time. Both are found.
 */
export function occurrencesOf(event: Event): Occurrences {
  const { start, repeats } = event;
  const list: Occurrence[] = [{ index: 0, epochSeconds: start.epochSeconds, zone: start.zone }];
  const findings: Finding[] = [];
  if (repeats === null) return { list, findings };

  const days: Day[] = [];
  const first = Temporal.PlainDateTime.from(start.local);
  const until = Temporal.PlainDate.from(repeats.until);
  for (let day = 1; ; day++) {
    const local = first.add({ days: day });
    if (Temporal.PlainDate.compare(local.toPlainDate(), until) > 0) break;
    if (repeats.every === "weekday" && local.dayOfWeek >= SATURDAY) continue;
    if (list.length === MOST_OCCURRENCES) {
      findings.push({
        id: "repeats-beyond-horizon",
        severity: "warning",
        where: "repeats.until",
        found: `more than ${MOST_OCCURRENCES} occurrences until ${repeats.until}`,
        expected: `${MOST_OCCURRENCES} at most in one plan`,
        fix: `Set repeats.until to ${list.length} occurrences from the start and plan again later`,
      });
      break;
    }
    const zoned = local.toZonedDateTime(start.zone, { disambiguation: "compatible" });
    list.push({ index: list.length, epochSeconds: zoned.epochMilliseconds / 1000, zone: start.zone });
    days.push({ local, zoned });
  }
  return { list, findings: [...findings, ...clockChanges(days)] };
}

/** A repetition as written, and as it takes place. */
interface Day {
  readonly local: Temporal.PlainDateTime;
  readonly zoned: Temporal.ZonedDateTime;
}

/** A local time is missing or doubled only where the offset changes from one day to the next; asking every day would cost more than the dates. */
function clockChanges(days: readonly Day[]): readonly Finding[] {
  return days.flatMap(({ local, zoned }, i) => {
    const offset = zoned.offsetNanoseconds;
    const steady = days[i - 1]?.zoned.offsetNanoseconds === offset && days[i + 1]?.zoned.offsetNanoseconds === offset;
    return steady ? [] : clockChange(local, zoned);
  });
}

function clockChange(local: Temporal.PlainDateTime, zoned: Temporal.ZonedDateTime): readonly Finding[] {
  const at = () => momentOf(zoned.epochMilliseconds / 1000, zoned.timeZoneId);
  const common = {
    severity: "warning",
    where: "repeats",
    fix: "Choose a start outside the hour of the change",
  } as const;
  if (!zoned.toPlainDateTime().equals(local)) {
    return [
      {
        id: "start-skipped-by-clock-change",
        ...common,
        found: `${local.toString({ smallestUnit: "minute" })} does not exist in ${zoned.timeZoneId}: that day starts at ${at().local}`,
        expected: "a local time that exists on every day",
      },
    ];
  }
  const later = local.toZonedDateTime(zoned.timeZoneId, { disambiguation: "later" });
  if (later.epochMilliseconds !== zoned.epochMilliseconds) {
    return [
      {
        id: "start-doubled-by-clock-change",
        ...common,
        found: `${local.toString({ smallestUnit: "minute" })} exists twice in ${zoned.timeZoneId}: the first is meant, ${at().utc}`,
        expected: "a local time that exists once on every day",
      },
    ];
  }
  return [];
}
