import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TemporaryProject } from "../../stacks/temporary-project";
import { expectGolden } from "../../support/golden";
import { runIn } from "./run";

const ROOT = path.resolve(import.meta.dirname, "../../..");

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

describe("tidegate stacks", () => {
  it.each([
    ["table", "stacks/list-120.txt"],
    ["markdown", "stacks/list.md"],
    ["json", "stacks/list.json"],
  ])("lists the shipped stacks as %s", async (format, golden) => {
    const { code, out, err } = await runIn(ROOT, "stacks", "--format", format);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expectGolden(out, golden);
  });

  it("shows what is wrong with a stack beside it, the others as they are, and ends with 1", async () => {
    project.change("event-1m", { "tidegate:event": undefined, "tidegate:mode": "nwo" });
    project.change("event-100k", { "tidegate:event": "nobody.yaml" });
    project.write("platform", "config: [");
    project.change("event-10k", { "tidegate:event": "morning-meeting.yaml" });
    const { code, out } = await runIn(project.root, "stacks");
    expect(code).toBe(1);
    expectGolden(out, "stacks/broken-120.txt");
    const { code: again, out: json } = await runIn(project.root, "stacks", "--format", "json");
    expect(again).toBe(1);
    const problems = Object.fromEntries(
      (JSON.parse(json) as { stack: string; problems: { id: string }[] }[]).map(({ stack, problems }) => [
        stack,
        problems.map(({ id }) => id),
      ]),
    );
    expect(problems).toEqual({
      edge: [],
      "event-100k": ["event-file-missing"],
      "event-10k": [],
      "event-1m": [expect.any(String), expect.any(String)],
      "morning-meeting": ["event-declared-twice"],
      platform: [expect.any(String)],
    });
  });

  it("finds the project from a folder below it", async () => {
    const { code, out } = await runIn(project.path("stacks", "events"), "stacks");
    expect(code).toBe(0);
    expect(out).toContain("morning-meeting");
  });

  it("says where there is no project, and what is missing in one without a name", async () => {
    const nowhere = await runIn("/", "stacks");
    expect(nowhere).toEqual({
      code: 1,
      out: "",
      err: "1 problem\n  /: there is no Pulumi.yaml here or in a folder above, expected the folder of a project. Change to the project's folder and run the command again\n",
    });
    writeFileSync(project.path("Pulumi.yaml"), "runtime: nodejs\n");
    const unnamed = await runIn(project.root, "stacks");
    expect(unnamed.code).toBe(1);
    expect(unnamed.err).toBe(
      "Pulumi.yaml: 1 problem\n  name: missing, expected the project's name. Write it like name: tidegate\n",
    );
  });

  it("loads nothing of Pulumi", async () => {
    const loaded = await import("node:child_process").then(({ spawnSync }) =>
      spawnSync(
        process.execPath,
        [
          "-e",
          `process.argv.splice(1, 0, "x"); process.on("exit", () => console.error(Object.keys(require.cache).filter((file) => file.includes("@pulumi")).length)); require("./cli/tidegate.cjs")`,
          "stacks",
        ],
        { cwd: ROOT, encoding: "utf8" },
      ),
    );
    expect(loaded.stdout).toContain("morning-meeting");
    expect(loaded.stderr).toBe("0\n");
  });
});
