import { Temporal } from "temporal-polyfill";
import { formatDuration } from "./duration";
import type { Event, ZonedStart } from "./event";
import type { Reading } from "./reading";
import { gapAt } from "./start";

const SECONDS_PER_DAY = 86_400;
const MOST_DAYS = 366;
const SATURDAY = 6;
const WEEKDAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function plainDate(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads the repetition and holds it against the first occurrence. */
export function readRepeats(
  { draft, problems }: Reading,
  start: ZonedStart | undefined,
  durationSeconds: number,
): Event["repeats"] {
  const repeats = draft.repeats;
  if (repeats?.every === undefined || repeats.until === undefined) return null;
  const every = repeats.every;
  const until = plainDate(repeats.until);
  if (until === undefined) {
    problems.error({
      id: "no-such-date",
      path: ["repeats", "until"],
      found: `got ${JSON.stringify(repeats.until)}`,
      expected: "a date of the calendar",
      fix: "Correct the date",
    });
    return null;
  }
  if (durationSeconds >= SECONDS_PER_DAY) {
    problems.error({
      id: "occurrences-overlap",
      path: ["repeats", "every"],
      found: `an event of ${formatDuration(durationSeconds)} each ${every}`,
      expected: "an end before the next start",
      fix: "Shorten duration below 24h or delete repeats",
    });
  }
  if (start === undefined) return { every, until: until.toString() };
  const first = Temporal.PlainDateTime.from(start.local);
  if (Temporal.PlainDate.compare(until, first.toPlainDate()) < 0) {
    problems.error({
      id: "until-before-start",
      path: ["repeats", "until"],
      found: `got ${until.toString()}`,
      expected: `${first.toPlainDate().toString()} or later, the day of the start`,
      fix: "Move until after start or delete repeats",
    });
    return null;
  }
  const days = first.toPlainDate().until(until).days;
  if (days > MOST_DAYS) {
    problems.error({
      id: "repeats-too-long",
      path: ["repeats", "until"],
      found: `got ${until.toString()}, ${days} days after the start`,
      expected: `at most ${MOST_DAYS} days`,
      fix: "Plan a year at a time: what always runs is part of the platform",
    });
    return null;
  }
  if (every === "weekday" && first.dayOfWeek >= SATURDAY) {
    const monday = first.add({ days: 8 - first.dayOfWeek });
    problems.error({
      id: "start-not-a-weekday",
      path: ["repeats", "every"],
      found: `the start is a ${WEEKDAY_NAMES[first.dayOfWeek - 1]}`,
      expected: "Monday to Friday",
      fix: `Start on ${monday.toPlainDate().toString()} or repeat each day`,
    });
  }
  warnOfGaps({ first, until, every }, start.zone, problems);
  return { every, until: until.toString() };
}

interface Occurrences {
  readonly first: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDate;
  readonly every: "day" | "weekday";
}

/** An occurrence whose local time clocks skip begins later by the clock: an operator should know. Only days with a jump are looked at. */
function warnOfGaps({ first, until, every }: Occurrences, zone: string, problems: Reading["problems"]): void {
  const end = until.add({ days: 1 }).toPlainDateTime().toZonedDateTime(zone);
  let jump = first.toZonedDateTime(zone).getTimeZoneTransition("next");
  while (jump !== null && Temporal.ZonedDateTime.compare(jump, end) < 0) {
    const lastDay = jump.toPlainDate();
    let day = jump.subtract({ seconds: 1 }).toPlainDate();
    for (; Temporal.PlainDate.compare(day, lastDay) <= 0; day = day.add({ days: 1 })) {
      const occurrence = day.toPlainDateTime(first.toPlainTime());
      const isSkipped = every === "weekday" && day.dayOfWeek >= SATURDAY;
      if (isSkipped || gapAt(occurrence, zone) === undefined) continue;
      const shown = occurrence.toZonedDateTime(zone, { disambiguation: "compatible" }).toPlainDateTime();
      problems.warn({
        id: "occurrence-in-gap",
        path: ["repeats"],
        found: `${occurrence.toString({ smallestUnit: "minute" })} does not exist in ${zone}`,
        expected: "a time that clocks show on each day",
        fix: `It begins at ${shown.toPlainTime().toString({ smallestUnit: "minute" })} on that day; move start if that is not meant`,
      });
    }
    jump = jump.getTimeZoneTransition("next");
  }
}
