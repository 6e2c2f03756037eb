/** Whether a text names a time zone that the runtime knows. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const AT = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\)$/;

/** The instant of `at(yyyy-mm-ddThh:mm:ss)` in a zone; undefined for another expression, null for an impossible date. */
export function atInstant(expression: string, zone: string): Date | null | undefined {
  if (!expression.startsWith("at(")) return undefined;
  const match = AT.exec(expression);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(wall);
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return null;
  return new Date(wall - offsetMilliseconds(new Date(wall - offsetMilliseconds(read, zone)), zone));
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function offsetMilliseconds(instant: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((item) => item.type === type)?.value ?? 0);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return wall - Math.floor(instant.getTime() / 1000) * 1000;
}

// EventBridge Scheduler: rate(value unit), and cron with six fields.
const RATE = /^rate\([1-9]\d* (minute|minutes|hour|hours|day|days)\)$/;
const CRON = /^cron\((\S+ ){5}\S+\)$/;

/** What is wrong with a schedule expression in a zone at an instant, if anything. */
export function scheduleProblem(expression: string, zone: string, now: Date): string | undefined {
  if (!isTimeZone(zone)) return `Invalid Schedule Expression Timezone ${zone}.`;
  const instant = atInstant(expression, zone);
  if (instant === null) return `Invalid Schedule Expression ${expression}.`;
  if (instant !== undefined)
    return instant.getTime() <= now.getTime()
      ? `Invalid Schedule Expression ${expression}: the time is in the past`
      : undefined;
  return RATE.test(expression) || CRON.test(expression) ? undefined : `Invalid Schedule Expression ${expression}.`;
}
