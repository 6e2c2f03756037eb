import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Copy, type Outcome } from "./copy";

const SOURCES = {
  "cli/main.ts":
    'import { word } from "./word";\nexport async function main(argv: readonly string[]): Promise<number> {\n  process.stdout.write([word, ...argv].join(" "));\n  return 0;\n}\n',
  "cli/word.ts": 'export const word: string = "ebb";\n',
};

let copy: Copy;
beforeEach(() => {
  copy = new Copy(SOURCES);
  copy.borrowNodeModules();
});
afterEach(() => copy.remove());

const tidegate = (...argv: readonly string[]): Promise<Outcome> => copy.node("cli/tidegate.cjs", ...argv);
const bundleTime = (): number => statSync(copy.path("dist/main.cjs")).mtimeMs;

describe("ensureBuilt", () => {
  it("builds what is missing and leaves alone what is fresh", async () => {
    expect(await tidegate("a")).toEqual({ exitCode: 0, stdout: "ebb a", stderr: "" });
    const built = bundleTime();
    expect(await tidegate("b")).toEqual({ exitCode: 0, stdout: "ebb b", stderr: "" });
    expect(bundleTime()).toBe(built);
  });

  it("sees a change that keeps the file's size and time, in spite of cached machine code", async () => {
    await tidegate("a");
    const before = statSync(copy.path("cli/word.ts"));
    copy.write("cli/word.ts", SOURCES["cli/word.ts"].replace("ebb", "tip"));
    utimesSync(copy.path("cli/word.ts"), before.atime, before.mtime);
    expect(await tidegate("a")).toEqual({ exitCode: 0, stdout: "tip a", stderr: "" });
  });

  it("never uses machine code of another build, even of the same length", async () => {
    await tidegate("a");
    const cached = () => readdirSync(copy.path("dist/cache/main"));
    const first = cached();
    expect(first).toHaveLength(1);
    copy.write("cli/word.ts", SOURCES["cli/word.ts"].replace("ebb", "tip"));
    await tidegate("a");
    expect(cached()).toHaveLength(1);
    expect(cached()).not.toEqual(first);
  });

  it("builds again when a source has gone, and says why it can't", async () => {
    await tidegate("a");
    rmSync(copy.path("cli/word.ts"));
    const outcome = await tidegate("a");
    expect(outcome).toMatchObject({ exitCode: 70, stdout: "" });
    expect(outcome.stderr).toContain('Could not resolve "./word"');
  });

  it("never falls back to the bundle of before when the sources are broken", async () => {
    await tidegate("a");
    copy.write("cli/word.ts", "export const word = ;\n");
    const outcome = await tidegate("a");
    expect(outcome).toMatchObject({ exitCode: 70, stdout: "" });
    expect(outcome.stderr).toContain("cli/word.ts:1:20");
    expect(outcome.stderr).toContain("could not be built from its sources");
  });

  it("lets several processes build at once, each running a whole bundle", async () => {
    const outcomes = await Promise.all(["a", "b", "c"].map((word) => tidegate(word)));
    expect(outcomes.map((outcome) => outcome.stdout)).toEqual(["ebb a", "ebb b", "ebb c"]);
    expect(readdirSync(copy.path("dist")).sort()).toEqual(["cache", "main.cjs", "main.cjs.map", "main.inputs.json"]);
  });

  it("skips an entry that this repository doesn't have", async () => {
    const outcome = await copy.node("-e", 'require("./cli/boot/build.cjs").ensureBuilt("stacks").then(console.log)');
    expect(outcome).toEqual({ exitCode: 0, stdout: "undefined\n", stderr: "" });
    expect(existsSync(copy.path("dist/stacks.cjs"))).toBe(false);
  });

  it("runs what was published where there are no sources", async () => {
    await copy.node("cli/boot/build.cjs");
    for (const absent of ["cli/main.ts", "cli/word.ts", "package-lock.json", "dist/main.inputs.json", "node_modules"]) {
      rmSync(copy.path(absent), { recursive: true });
    }
    expect(await tidegate("a")).toEqual({ exitCode: 0, stdout: "ebb a", stderr: "" });
  });

  it("carries a large JSON file unchanged", async () => {
    const rows = Array.from({ length: 500 }, (_, index) => ({ index, name: `"quoted" \\ \u2028 ${index}` }));
    copy.write("cli/rows.json", JSON.stringify(rows));
    copy.write(
      "cli/main.ts",
      'import rows from "./rows.json";\nexport async function main(): Promise<number> {\n  process.stdout.write(JSON.stringify(rows));\n  return 0;\n}\n',
    );
    expect(JSON.parse((await tidegate()).stdout)).toEqual(rows);
    expect(readFileSync(copy.path("dist/main.cjs"), "utf8")).toContain("JSON.parse(");
  });

  it("leaves a heavy library unread until it is asked for", async () => {
    copy.write(
      "cli/main.ts",
      [
        "export async function main(argv: readonly string[]): Promise<number> {",
        '  if (argv[0] === "chart") process.stdout.write((await import("echarts")).version);',
        "  return Object.keys(require.cache).filter((file) => /node_modules.echarts/.test(file)).length;",
        "}",
      ].join("\n"),
    );
    expect(await tidegate("other")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await tidegate("chart")).toMatchObject({ exitCode: 1, stdout: "6.1.0" });
  });
});
