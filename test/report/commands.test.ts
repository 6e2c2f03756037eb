import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../cli/main";
import { displayWidth } from "../../cli/report/layout";
import { planJsonSchema } from "../../cli/report/plan-schema";
import { expectGolden } from "../support/golden";

const EVENTS_FOLDER = path.resolve(import.meta.dirname, "../../stacks/events");
const EVENTS = readdirSync(EVENTS_FOLDER).filter((name) => name.endsWith(".yaml"));
const STORY = path.join(EVENTS_FOLDER, "morning-meeting.yaml");
const TOWN_HALL = path.join(EVENTS_FOLDER, "town-hall-10k.yaml");
const ASKED = "2027-01-27T06:00:00Z";
/** What a number looks like that isn't one, and a value that leaked. */
const NO_NUMBER = /\bNaN\b|\bInfinity\b|undefined|\[object/;

let folder: string;
let out: string;
let err: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-report-"));
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

describe("tidegate plan", () => {
  const isPublished = new Ajv2020({ strict: true }).compile(planJsonSchema() as object);

  it.each(EVENTS)("prints %s in every format", async (name) => {
    const file = path.join(EVENTS_FOLDER, name);
    expect(await run("plan", file, "--at", ASKED)).toBe(0);
    expect(out).not.toMatch(NO_NUMBER);
    expect(out.split("\n").filter((line) => displayWidth(line) > 120 && !/^ +https:\S+$/.test(line))).toEqual([]);
    expect(await run("plan", file, "--at", ASKED, "--format", "markdown")).toBe(0);
    expect(out).not.toMatch(NO_NUMBER);
    expect(out.length).toBeLessThan(65_536);
    expect(await run("plan", file, "--at", ASKED, "--format", "html")).toBe(0);
    expect(out).not.toMatch(NO_NUMBER);
    expect(await run("plan", file, "--at", ASKED, "--format", "json")).toBe(0);
    expect(isPublished(JSON.parse(out)), JSON.stringify(isPublished.errors)).toBe(true);
    const bytes = out;
    await run("plan", file, "--at", ASKED, "--format", "json");
    expect(out).toBe(bytes);
  });

  it("takes an instant, a zoned local time, and now", async () => {
    await run("plan", TOWN_HALL, "--at", ASKED, "--format", "json");
    const byInstant = JSON.parse(out);
    await run("plan", TOWN_HALL, "--at", "2027-01-27T14:00[Asia/Shanghai]", "--format", "json");
    expect(JSON.parse(out)).toEqual(byInstant);
    await run("plan", TOWN_HALL, "--at", "2027-01-27T14:00+08:00", "--format", "json");
    expect(JSON.parse(out)).toEqual(byInstant);
    const before = Math.floor(Date.now() / 1000) * 1000;
    await run("plan", TOWN_HALL, "--at", "now", "--format", "json");
    const judged = Date.parse(JSON.parse(out).basis.at.utc);
    expect(judged).toBeGreaterThanOrEqual(before);
    expect(judged).toBeLessThanOrEqual(Date.now());
  });

  it("says of an event in the past that it is over", async () => {
    expect(await run("plan", TOWN_HALL, "--at", "2099-01-01T00:00:00Z")).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^Over: /);
  });

  it("ends with 2 for a blocked plan only when asked to be strict", async () => {
    const blocked = ["plan", STORY, "--at", ASKED, "--set", "hosts.media.cloudfront=[one.example.com]"];
    expect(await run(...blocked)).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^Not ready/);
    expect(await run(...blocked, "--strict")).toBe(2);
  });

  it("ends with 2 for a plan that no size can satisfy, and still says what it found", async () => {
    expect(await run("plan", STORY, "--set", "cluster.families=[t3]")).toBe(2);
    expect(out.split("\n")[0]).toMatch(/^No feasible plan/);
  });

  it("tells every bad option and every bad value of the file at once", async () => {
    const options = ["--worlds", "-1", "--seed", "1.5", "--risk", "2", "--at", "tomorrow", "--set", "duration=forever"];
    expect(await run("plan", TOWN_HALL, ...options)).toBe(1);
    expect(out).toBe("");
    expectGolden(err.replaceAll(`${EVENTS_FOLDER}/`, ""), "report/bad-options.txt");
  });

  it.each([
    ["--at", "2027-03-28T02:30[Europe/Berlin]", "does not exist"],
    ["--at", "2027-10-31T02:30[Europe/Berlin]", "exists twice"],
    ["--at", "2027-01-27T14:00[Asia/Shangai]", "Write Asia/Shanghai"],
    ["--at", "2027-13-01T00:00:00Z", "got"],
    ["--at", "", "got"],
    ["--worlds", "1e9", "0 to 100000"],
    ["--worlds", "ten", "whole number"],
    ["--worlds", "", "whole number"],
    ["--risk", "0", "0.001 to 0.5"],
    ["--risk", "NaN", "0.001 to 0.5"],
    ["--seed", "-1", "0 to 4294967295"],
  ])("refuses %s %j", async (option, value, reason) => {
    expect(await run("plan", TOWN_HALL, option, value)).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(`${option}: `);
    expect(err).toContain(reason);
  });

  it.each([["--format", "pdf"], ["--colour"]])("refuses %s", async (...options) => {
    expect(await run("plan", TOWN_HALL, ...options)).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/error: /);
  });
});

describe("tidegate plan --out", () => {
  it.each([
    ["plan.html", /^<!doctype html>/],
    ["plan.md", /^## Plan of/],
    ["plan.json", /^\{\n {2}"\$schema"/],
    ["plan.txt", /^Ready for/],
  ])("writes %s whole, in the format that its name says, and says so", async (name, beginning) => {
    const file = path.join(folder, name);
    writeFileSync(file, "old");
    expect(await run("plan", TOWN_HALL, "--out", file)).toBe(0);
    expect(out).toBe("");
    expect(err).toMatch(new RegExp(`Wrote .*${name} \\(\\d+ kB\\)`));
    expect(readFileSync(file, "utf8")).toMatch(beginning);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("obeys --format over the name, and puts no colour into a file", async () => {
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("FORCE_COLOR", "1");
    const file = path.join(folder, "plan.html");
    expect(await run("plan", TOWN_HALL, "--format", "table", "--out", file)).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^Ready for/);
  });

  it.each([
    ["missing/plan.html", "doesn't exist"],
    [".", "it is a folder"],
  ])("can't write to %s and says why", async (name, reason) => {
    expect(await run("plan", TOWN_HALL, "--out", path.join(folder, name))).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("tidegate explain", () => {
  it.each(EVENTS)("explains every layer of %s", async (name) => {
    const file = path.join(EVENTS_FOLDER, name);
    await run("plan", file, "--worlds", "0", "--format", "json");
    const ids: readonly string[] = JSON.parse(out).layers.map((layer: { id: string }) => layer.id);
    expect(ids.length).toBeGreaterThan(10);
    for (const id of ids) {
      expect(await run("explain", file, id, "--worlds", "0"), `${id}: ${err}`).toBe(0);
      expect(out).toContain(`(${id})`);
      expect(out).not.toMatch(NO_NUMBER);
    }
  });

  it("gives every number a parent", async () => {
    await run("explain", TOWN_HALL, "session", "--worlds", "0");
    const inputs = out.split("\n").filter((line) => /^ {4}[a-z]\w+ {2,}\S/i.test(line));
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((line) => !/given: |known: |assumed because |computed: |sum over/.test(line))).toEqual([]);
  });

  it("names the layer that was probably meant, and all there are", async () => {
    expect(await run("explain", TOWN_HALL, "sesion")).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/got "sesion".*edge:cloudfront.*Write session/s);
  });

  it("prints the same as JSON", async () => {
    expect(await run("explain", TOWN_HALL, "session", "--json")).toBe(0);
    expect(JSON.parse(out).equations.map((equation: { key: string }) => equation.key)).toContain("signInsPerSecond");
  });
});

describe("tidegate quotas", () => {
  it("lists what suffices as well", async () => {
    expect(await run("quotas", STORY, "--at", ASKED)).toBe(0);
    expect(out).toMatch(/ raise .*/);
    expect(out).toMatch(/ ok .*/);
    expect(await run("quotas", STORY, "--json")).toBe(0);
    expect(JSON.parse(out).length).toBeGreaterThan(10);
  });

  it("prints requests that a shell runs, and the rest as comments", async () => {
    expect(await run("quotas", STORY, "--commands")).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("aws ")).length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(
        /^(# .*|aws service-quotas request-service-quota-increase --service-code [a-z0-9-]+ --quota-code L-[0-9A-F]{8} --desired-value \d+ --region [a-z0-9-]+)$/,
      );
    }
  });
});

describe("tidegate levers", () => {
  it("says what helps, with the words to copy", async () => {
    expect(await run("levers", STORY, "--at", ASKED, "--worlds", "0")).toBe(0);
    expect(out).toContain("--set ");
    expect(out).not.toMatch(NO_NUMBER);
    expect(await run("levers", STORY, "--at", ASKED, "--worlds", "0", "--json")).toBe(0);
    for (const lever of JSON.parse(out)) expect(lever.set.length).toBeGreaterThan(0);
  });
});

describe("tidegate headroom", () => {
  const CURRENT =
    "name: today\nregion: us-east-1\nnodePools: { core: { instanceType: c6i.8xlarge, nodes: 12 } }\nlayers: { cache: 3 }\n";

  it("says what today's capacity holds and what breaks first", async () => {
    const current = path.join(folder, "today.yaml");
    writeFileSync(current, CURRENT);
    expect(await run("headroom", STORY, "--current", current), err).toBe(0);
    expect(out).toMatch(/^today holds .* of 1\.0M viewers; \S+ breaks first; \d+ layers unknown/);
    expect(out).not.toMatch(NO_NUMBER);
    expect(await run("headroom", STORY, "--current", current, "--json")).toBe(0);
    expect(JSON.parse(out).current).toBe("today");
  });

  it("tells problems of the current file, the event and the options together", async () => {
    const current = path.join(folder, "today.yaml");
    writeFileSync(current, `${CURRENT}colour: red\n`);
    expect(await run("headroom", STORY, "--current", current, "--worlds", "x")).toBe(1);
    expect(err).toMatch(/colour/);
    expect(err).toMatch(/--worlds/);
    expect(out).toBe("");
  });

  it("refuses capacity of another region", async () => {
    const current = path.join(folder, "today.yaml");
    writeFileSync(current, CURRENT.replace("us-east-1", "eu-west-1"));
    expect(await run("headroom", STORY, "--current", current)).toBe(1);
    expect(err).toMatch(/eu-west-1.*us-east-1/s);
  });

  it("asks for the current file", async () => {
    expect(await run("headroom", STORY)).toBe(1);
    expect(err).toMatch(/--current/);
  });
});

describe("help", () => {
  it.each(["plan", "explain", "headroom", "quotas", "levers", "validate", "init", "schema", "tiers"])(
    "of %s has examples",
    async (verb) => {
      expect(await run(verb, "--help")).toBe(0);
      expect(out).toMatch(/Examples:\n {2}\$ tidegate /);
    },
  );
});
