import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register as init } from "../../cli/commands/init";
import { register as schema } from "../../cli/commands/schema";
import { register as tiers } from "../../cli/commands/tiers";
import { register as validate } from "../../cli/commands/validate";
import { readEvent, readEventText } from "../../cli/input/read-event";
import { expectGolden } from "../support/golden";

let folder: string;
let out: string;
let err: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-commands-"));
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  vi.stubEnv("NO_COLOR", "1");
  vi.stubEnv("COLUMNS", "100");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  const program = new Command("tidegate").exitOverride();
  for (const register of [init, schema, tiers, validate]) register(program);
  await program.parseAsync([...argv], { from: "user" });
  return Number(process.exitCode ?? 0);
}

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const VALID = "name: sample\nstart: 2027-01-31T08:00[Asia/Shanghai]\naudience: { peakConcurrentViewers: 5000 }\n";

describe("tidegate validate", () => {
  it("says that valid files are valid, on standard output", async () => {
    const good = file("good.yaml", VALID);
    expect(await run("validate", good)).toBe(0);
    expect(out).toBe(`${good}: valid\n`);
    expect(err).toBe("");
  });

  it("shows all problems of all files and exits 1", async () => {
    const good = file("good.yaml", VALID);
    const bad = file("bad.yaml", `${VALID}stream: { segmentSeconds: 0.5 }\nduration: 5\n`);
    const worse = file("worse.yaml", "");
    expect(await run("validate", bad, good, worse)).toBe(1);
    expect(out).toBe(`${good}: valid\n`);
    expectGolden(err.replaceAll(`${folder}/`, ""), "input/validate-files.txt");
  });

  it("prints findings as JSON", async () => {
    const bad = file("bad.yaml", `${VALID}stream: { segmentSeconds: 0.5 }\n`);
    expect(await run("validate", "--json", bad)).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      files: [
        {
          file: bad,
          ok: false,
          findings: [
            {
              id: "out-of-range",
              severity: "error",
              where: "stream.segmentSeconds",
              file: bad,
              line: 4,
              column: 11,
              found: "got 0.5 s",
              expected: "1 s to 10 s",
              fix: "For low latency set partSeconds",
            },
          ],
        },
      ],
    });
  });

  it("checks a file as --set changes it", async () => {
    const bad = file("bad.yaml", `${VALID}stream: { segmentSeconds: 0.5 }\n`);
    expect(await run("validate", bad, "--set", "stream.segmentSeconds=2")).toBe(0);
    expect(await run("validate", bad, "--set", "stream.segmentSeconds=2", "--set", "risk=7")).toBe(1);
  });

  it("shows warnings of a file that is valid", async () => {
    const loose = file("loose.yaml", `${VALID}cluster: { survivingZones: 3 }\n`);
    expect(await run("validate", loose)).toBe(0);
    expect(err).toContain("loose.yaml: 1 warning");
  });
});

describe("tidegate init", () => {
  it.each(["10k", "100k", "1m"])("prints a file for %s that is valid without a warning", async (tier) => {
    expect(await run("init", "--tier", tier)).toBe(0);
    const outcome = readEventText(out, "event.yaml");
    expect(outcome.findings).toEqual([]);
    expect(outcome.ok && outcome.value.tier).toBe(tier);
    expectGolden(out, `input/init-${tier}.yaml`);
  });

  it("offers remarks that are valid too", async () => {
    await run("init", "--tier", "10k");
    const lines = out
      .split("\n")
      .map((line) => line.replace(/^( *)# (?=(repeats|regions|meanKbps|chat|shortVideo|services|hosts| +))/, "$1"));
    const outcome = readEventText(lines.join("\n"), "event.yaml");
    expect(outcome.findings).toEqual([]);
    expect(outcome.ok && outcome.value.features.some((feature) => feature.id === "service:rewards")).toBe(true);
    expect(outcome.ok && outcome.value.repeats).toEqual({ every: "day", until: "2027-02-26" });
  });

  it("takes a name and writes a new file", async () => {
    const place = path.join(folder, "cup.yaml");
    expect(await run("init", "--name", "cup-final", "--out", place)).toBe(0);
    expect(readEvent(place)).toMatchObject({ ok: true, value: { name: "cup-final" } });
    expect(out).toBe("");
  });

  it("never writes over somebody's file", async () => {
    const place = file("mine.yaml", "mine");
    expect(await run("init", "--out", place)).toBe(1);
    expect(readFileSync(place, "utf8")).toBe("mine");
    expect(err).toContain("exists already");
  });

  it("refuses a name that can't be one", async () => {
    expect(await run("init", "--name", "Cup: [Final")).toBe(1);
    expect(out).toBe("");
    expect(err).toContain("--name");
  });

  it.each(["null", "true"])("keeps the name %s text", async (name) => {
    expect(await run("init", "--name", name)).toBe(0);
    expect(readEventText(out, "event.yaml")).toMatchObject({ ok: true, value: { name } });
  });
});

describe("tidegate tiers", () => {
  it("shows a table", async () => {
    expect(await run("tiers")).toBe(0);
    expectGolden(out, "input/tiers.txt");
  });

  it("prints JSON", async () => {
    await run("tiers", "--json");
    expect(JSON.parse(out)).toMatchObject([{ name: "10k" }, { name: "100k" }, { name: "1m", maxViewers: 1_000_000 }]);
  });
});

describe("tidegate schema", () => {
  it("prints the event's schema", async () => {
    await run("schema");
    const text = out;
    out = "";
    await run("schema", "event");
    expect(out).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ title: "Tidegate event file" });
  });
});

describe("help", () => {
  it.each(["validate", "init", "tiers", "schema"])("of %s has examples", async (command) => {
    await expect(run(command, "--help")).rejects.toMatchObject({ code: "commander.helpDisplayed" });
    expect(out).toContain(`$ tidegate ${command}`);
  });
});
