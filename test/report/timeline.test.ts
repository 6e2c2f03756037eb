import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { displayWidth } from "../../cli/report/layout";
import { type Ran, runIn } from "../cli/stacks/run";
import { expectGolden } from "../support/golden";

const EVENTS = path.resolve(import.meta.dirname, "../../stacks/events");
const FINAL = path.join(EVENTS, "cup-final-1m.yaml");
const MEETING = path.join(EVENTS, "morning-meeting.yaml");
/** What a number looks like that isn't one, and a value that leaked. */
const NO_NUMBER = /\bNaN\b|\bInfinity\b|undefined|\[object/;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-timeline-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: readonly string[]): Promise<Ran> => runIn(folder, "timeline", ...argv);
/** What a command that must succeed printed. */
async function printed(...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await run(...argv, "--worlds", "0");
  expect(code, err).toBe(0);
  return out;
}

describe("tidegate timeline", () => {
  it("shows the curve, and what happens when and why", async () => {
    const out = await printed(FINAL);
    expect(out.split("\n").filter((line) => displayWidth(line) > 120)).toEqual([]);
    expectGolden(out, "report/timeline-final.txt");
  });

  it("names the occurrences of an event that repeats, and lists all steps when asked", async () => {
    const first = await printed(MEETING);
    expect(first).toContain("14 more occurrences with the same steps");
    expect(first).not.toMatch(NO_NUMBER);
    expect((await printed(MEETING, "--all")).match(/go or no-go/g)).toHaveLength(15);
  });

  it("draws the curve and the order of things for a forge", async () => {
    const out = await printed(MEETING, "--format", "markdown");
    expectGolden(out, "report/timeline-meeting.md");
    expect(out.match(/```mermaid/g)).toHaveLength(2);
  });

  it("shows what is done by deployBy, what is made good, and how many timers are left", async () => {
    const out = await printed(FINAL, "--deploy-by", "2027-05-29T19:30[Europe/London]");
    expect(out).toContain("What is made good from deployBy on");
    expect(out).toMatch(/\d+ steps before deployBy: their sizes are built at once/);
  });

  it("prints all of it for programs, the same bytes each time", async () => {
    const asked = [FINAL, "--format", "json", "--deploy-by", "2027-05-01T00:00Z"] as const;
    const bytes = await printed(...asked);
    const answer = JSON.parse(bytes);
    expect(answer).toMatchObject({
      version: 1,
      event: "cup-final",
      zone: "Europe/London",
      deployment: { done: 0, catchUp: [] },
    });
    expect(answer.steps[0]).toMatchObject({
      kind: "raise",
      at: { utc: expect.any(String), local: expect.any(String) },
    });
    expect(answer.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(await printed(...asked)).toBe(bytes);
  });

  it("writes to a file", async () => {
    const file = path.join(folder, "timeline.md");
    expect(await printed(FINAL, "--format", "markdown", "--out", file)).toBe("");
    expect(readFileSync(file, "utf8")).toContain("## Timeline of cup-final");
  });

  it("says what is wrong with an instant, a file and a format, and writes nothing", async () => {
    const file = path.join(folder, "timeline.md");
    const refused = await run(FINAL, "--deploy-by", "tomorrow", "--out", file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("--deploy-by");
    expect((await run(path.join(folder, "nowhere.yaml"), "--out", file)).code).toBe(1);
    expect((await run(FINAL, "--format", "pdf", "--out", file)).code).toBe(1);
    expect(existsSync(file)).toBe(false);
  });
});
