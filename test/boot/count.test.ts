import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const COUNT = path.resolve(import.meta.dirname, "../../.ci/count.cjs");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-count-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One file of vitest's JSON results, with a test for each status. */
function testFile(...statuses: readonly string[]) {
  const status = statuses.includes("failed") ? "failed" : "passed";
  return { name: "a.test.ts", status, message: "", assertionResults: statuses.map((each) => ({ status: each })) };
}

function count(...reports: readonly { success: boolean; testResults: readonly unknown[] }[]) {
  const files = reports.map((report, index) => {
    const file = path.join(folder, `${index}`);
    writeFileSync(file, JSON.stringify(report));
    return file;
  });
  const { status, stdout } = spawnSync(process.execPath, [COUNT, ...files], { encoding: "utf8" });
  return { exitCode: status, lines: stdout.trimEnd().split("\n") };
}

it("adds the tests of all runs up", () => {
  const outcome = count(
    { success: true, testResults: [testFile("passed", "passed"), testFile("passed")] },
    { success: true, testResults: [testFile("passed")] },
  );
  expect(outcome).toEqual({ exitCode: 0, lines: ["4 passed, 0 failed"] });
});

it("ends with exit code 1 when a test failed", () => {
  const outcome = count({ success: false, testResults: [testFile("passed", "failed")] });
  expect(outcome).toEqual({ exitCode: 1, lines: ["1 passed, 1 failed"] });
});

it("counts skipped tests apart", () => {
  const outcome = count({ success: true, testResults: [testFile("passed", "skipped", "todo")] });
  expect(outcome).toEqual({ exitCode: 0, lines: ["2 skipped", "1 passed, 0 failed"] });
});

it("counts a file that could not be loaded as a failure", () => {
  const broken = { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] };
  const outcome = count({ success: false, testResults: [testFile("passed"), broken] });
  expect(outcome).toEqual({
    exitCode: 1,
    lines: ["counted as one failure: b.test.ts: no such module", "1 passed, 1 failed"],
  });
});

it("says no numbers when nothing ran or results are missing", () => {
  expect(count({ success: true, testResults: [] }).exitCode).toBe(1);
  const { status, stdout } = spawnSync(process.execPath, [COUNT, path.join(folder, "absent")], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
});
