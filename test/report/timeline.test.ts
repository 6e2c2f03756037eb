import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../cli/main";
import { displayWidth } from "../../cli/report/layout";
import { expectGolden } from "../support/golden";

const EVENTS = path.resolve(import.meta.dirname, "../../stacks/events");
const FINAL = path.join(EVENTS, "cup-final-1m.yaml");
const MEETING = path.join(EVENTS, "morning-meeting.yaml");
/** What a number looks like that isn't one, and a value that leaked. */
const NO_NUMBER = /\bNaN\b|\bInfinity\b|undefined|\[object/;

let folder: string;
let out: string;
let err: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-timeline-"));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  vi.stubEnv("NO_COLOR", "1");
  vi.stubEnv("COLUMNS", "120");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  out = "";
  err = "";
  return main(argv);
}

describe("tidegate timeline", () => {
  it("shows the curve, and what happens when and why", async () => {
    expect(await run("timeline", FINAL, "--worlds", "0")).toBe(0);
    expect(out.split("\n").filter((line) => displayWidth(line) > 120)).toEqual([]);
    expectGolden(out, "report/timeline-final.txt");
  });

  it("names the occurrences of an event that repeats, and lists all steps when asked", async () => {
    expect(await run("timeline", MEETING, "--worlds", "0")).toBe(0);
    expect(out).toContain("14 more occurrences with the same steps");
    expect(out).not.toMatch(NO_NUMBER);
    expect(await run("timeline", MEETING, "--worlds", "0", "--all")).toBe(0);
    expect(out.match(/go or no-go/g)).toHaveLength(15);
  });

  it("draws the curve and the order of things for a forge", async () => {
    expect(await run("timeline", MEETING, "--worlds", "0", "--format", "markdown")).toBe(0);
    expectGolden(out, "report/timeline-meeting.md");
    expect(out.match(/```mermaid/g)).toHaveLength(2);
  });

  it("shows what is done by deployBy, what is made good, and how many timers are left", async () => {
    expect(await run("timeline", FINAL, "--worlds", "0", "--deploy-by", "2027-05-29T19:30[Europe/London]")).toBe(0);
    expect(out).toContain("What is made good from deployBy on");
    expect(out).toMatch(/\d+ steps before deployBy: their sizes are built at once/);
  });

  it("prints all of it for programs, the same bytes each time", async () => {
    const asked = ["timeline", FINAL, "--worlds", "0", "--format", "json", "--deploy-by", "2027-05-01T00:00Z"] as const;
    expect(await run(...asked)).toBe(0);
    const bytes = out;
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
    await run(...asked);
    expect(out).toBe(bytes);
  });

  it("writes to a file", async () => {
    const file = path.join(folder, "timeline.md");
    expect(await run("timeline", FINAL, "--worlds", "0", "--format", "markdown", "--out", file)).toBe(0);
    expect(out).toBe("");
    expect(readFileSync(file, "utf8")).toContain("## Timeline of cup-final");
  });

  it("says what is wrong with an instant, a file and a format, and writes nothing", async () => {
    const file = path.join(folder, "timeline.md");
    expect(await run("timeline", FINAL, "--deploy-by", "tomorrow", "--out", file)).toBe(1);
    expect(err).toContain("--deploy-by");
    expect(await run("timeline", path.join(folder, "nowhere.yaml"), "--out", file)).toBe(1);
    expect(await run("timeline", FINAL, "--format", "pdf", "--out", file)).toBe(1);
    expect(existsSync(file)).toBe(false);
  });
});
