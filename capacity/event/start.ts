import { Temporal } from "temporal-polyfill";
import type { ZonedStart } from "./event";
import type { Problem, ProblemList } from "./problem-list";
import { nearest } from "./words";

const SHAPE = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?(?:\[([^\]]*)\])?$/i;
const EXAMPLE = "2027-01-31T08:00[Asia/Shanghai]";
const PATH = ["start"];

/** A problem of the start, all of which say what they found the same way. */
function problem(id: string, text: string, rest: Pick<Problem, "expected" | "fix"> & { found?: string }): Problem {
  return { id, path: PATH, found: `got ${JSON.stringify(text)}`, ...rest };
}

/** Reads `2027-01-31T08:00[Asia/Shanghai]`; a local time that doesn't exist, or exists twice, is a problem that names the way out. */
export function readStart(text: string, problems: ProblemList): ZonedStart | undefined {
  const match = SHAPE.exec(text);
  if (match === null) {
    problems.error(
      problem("bad-start", text, { expected: "a local time and its zone", fix: `Write it like ${EXAMPLE}` }),
    );
    return undefined;
  }
  const [, date = "", time = "", offset, zone] = match;
  const local = plainDateTime(date, time.padStart(time.length === 4 || time.length === 7 ? time.length + 1 : 0, "0"));
  if (local === undefined) {
    problems.error(
      problem("no-such-time", text, {
        expected: "a date and time of the calendar",
        fix: `Correct ${Number.isNaN(Date.parse(`${date}T00:00Z`)) ? `the date ${date}` : `the date or time ${date} ${time}`}`,
      }),
    );
    return undefined;
  }
  if (zone === undefined) {
    problems.error(
      problem("zone-missing", text, {
        expected: "an IANA zone in brackets at the end",
        fix: `Write it like ${date}T${time}[Europe/Berlin]`,
      }),
    );
    return undefined;
  }
  if (!isZone(zone)) {
    const near = nearest(zone, Intl.supportedValuesOf("timeZone"));
    problems.error({
      id: "unknown-zone",
      path: PATH,
      found: `got the time zone ${JSON.stringify(zone)}`,
      expected: "an IANA zone such as Europe/Berlin",
      fix: near === undefined ? "Look it up in the IANA list" : `Write ${near}`,
    });
    return undefined;
  }
  if (offset?.toUpperCase() === "Z") {
    problems.error(
      problem("start-in-utc", text, {
        expected: "a local time of the zone, not UTC",
        fix: `Write ${instantText(Temporal.Instant.from(`${local.toString()}Z`), zone)}`,
      }),
    );
    return undefined;
  }
  return atOffset(local, zone, offset, problems);
}

function plainDateTime(date: string, time: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: "reject" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether the engine knows the zone; offsets such as `+08:00` are no zones here, since they know no daylight saving. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Temporal.PlainDateTime(2000, 1, 1).toZonedDateTime(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function instantText(instant: Temporal.Instant, zone: string): string {
  return written(instant.toZonedDateTimeISO(zone).toPlainDateTime(), zone);
}

function written(local: Temporal.PlainDateTime, zone: string, offset = ""): string {
  const text = local.toString({ smallestUnit: local.second === 0 ? "minute" : "second" });
  return `${text}${offset}[${zone}]`;
}

function atOffset(
  local: Temporal.PlainDateTime,
  zone: string,
  offset: string | undefined,
  problems: ProblemList,
): ZonedStart | undefined {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (!earlier.toPlainDateTime().equals(local)) {
    problems.error({ path: PATH, ...gapProblem(local, zone) });
    return undefined;
  }
  const matching = [earlier, later].filter((candidate) => offset === undefined || candidate.offset === offset);
  const [found] = matching;
  if (found === undefined) {
    problems.error({
      id: "wrong-offset",
      path: PATH,
      found: `got the offset ${offset}`,
      expected: `${[...new Set([earlier.offset, later.offset])].join(" or ")} in ${zone} at that time`,
      fix: `Write ${written(local, zone, earlier.offset)}`,
    });
    return undefined;
  }
  if (offset === undefined && !earlier.equals(later)) {
    problems.error({
      id: "time-exists-twice",
      path: PATH,
      found: `${local.toString({ smallestUnit: "minute" })} exists twice in ${zone}, when clocks are set back`,
      expected: "one instant",
      fix: `Write ${written(local, zone, earlier.offset)} for the first or ${written(local, zone, later.offset)} for the second`,
    });
    return undefined;
  }
  return {
    local: local.toString({ smallestUnit: "second" }),
    zone,
    epochSeconds: Math.floor(found.epochMilliseconds / 1000),
  };
}

/** The gap that a local time falls into, with the nearest times on both sides; undefined where the time exists. */
export function gapAt(
  local: Temporal.PlainDateTime,
  zone: string,
): { readonly before: Temporal.PlainDateTime; readonly after: Temporal.PlainDateTime } | undefined {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(local)) return undefined;
  const transition = earlier.getTimeZoneTransition("next");
  if (transition === null) return undefined;
  return {
    before: transition.subtract({ minutes: 1 }).toPlainDateTime(),
    after: transition.toPlainDateTime(),
  };
}

function gapProblem(local: Temporal.PlainDateTime, zone: string): Omit<Problem, "path"> {
  const gap = gapAt(local, zone);
  const clock = { smallestUnit: "minute" } as const;
  const jump =
    gap === undefined
      ? ""
      : `: clocks jump from ${gap.before.add({ minutes: 1 }).toPlainTime().toString(clock)} to ${gap.after.toPlainTime().toString(clock)}`;
  return {
    id: "time-does-not-exist",
    found: `${local.toString(clock)} does not exist in ${zone}${jump}`,
    expected: "a time that clocks show",
    fix:
      gap === undefined ? "Choose another time" : `Write ${written(gap.before, zone)} or ${written(gap.after, zone)}`,
  };
}
