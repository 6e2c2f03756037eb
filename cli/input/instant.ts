import { Temporal } from "temporal-polyfill";
import { ProblemList } from "../../capacity/event/problem-list";
import { readStart } from "../../capacity/event/start";
import type { Finding, Outcome } from "../../capacity/problems";

const WHERE = "--at";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/i;

/**
 * Reads an instant from the command line: `2027-01-27T06:00:00Z`, with an offset, `2027-01-27T14:00[Asia/Shanghai]`, or `now`.
 *
 * @param nowMs what `now` means, milliseconds since 1970
 * @returns seconds since 1970-01-01T00:00Z
 */
export function readInstant(text: string, nowMs: number): Outcome<number> {
  const written = text.trim();
  if (written === "now") return { ok: true, value: Math.floor(nowMs / 1000), findings: [] };
  if (INSTANT.test(written)) return ofInstant(written);
  if (!written.includes("[")) return { ok: false, findings: [unreadable(text)] };
  const problems = new ProblemList({});
  const start = readStart(written, problems);
  if (start !== undefined) return { ok: true, value: start.epochSeconds, findings: [] };
  return { ok: false, findings: problems.findings.map((finding) => ({ ...finding, where: WHERE })) };
}

function ofInstant(text: string): Outcome<number> {
  try {
    return { ok: true, value: Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000), findings: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, findings: [unreadable(text)] };
  }
}

function unreadable(text: string): Finding {
  return {
    id: "bad-instant",
    severity: "error",
    where: WHERE,
    found: `got ${JSON.stringify(text)}`,
    expected: "an instant, a local time with its zone, or now",
    fix: "Write it like 2027-01-27T06:00:00Z or 2027-01-27T14:00[Asia/Shanghai]",
  };
}
