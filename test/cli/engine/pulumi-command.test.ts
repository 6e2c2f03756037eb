import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPulumi, isOlder, MINIMUM_VERSION } from "../../../cli/engine/pulumi-command";

const usualPath = process.env.PATH;

/** A folder with a `bin/pulumi` that only knows its version. */
function cliOfVersion(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-cli-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "pulumi"), `#!/bin/sh\necho v${version}\n`);
  chmodSync(join(folder, "bin", "pulumi"), 0o755);
  return folder;
}

describe("finding the Pulumi CLI", () => {
  beforeEach(() => {
    process.env.PATH = mkdtempSync(join(tmpdir(), "tidegate-no-path-"));
  });

  afterEach(() => {
    process.env.PATH = usualPath;
  });

  it("says what to do when there is none", async () => {
    const found = await findPulumi("nowhere");
    expect(found).toMatchObject({
      ok: false,
      problems: [{ id: "pulumi-absent", found: "no pulumi on PATH and none built" }],
    });
    expect(found.ok ? "" : found.problems[0]?.fix).toContain("npm run engine");
  });

  it("says that the one on PATH is too old, and how new it must be", async () => {
    process.env.PATH = join(cliOfVersion("3.100.2"), "bin");
    const found = await findPulumi("nowhere");
    expect(found).toMatchObject({ ok: false, problems: [{ id: "pulumi-too-old", found: "pulumi 3.100.2" }] });
    expect(found.ok ? "" : found.problems[0]?.expected).toContain(MINIMUM_VERSION);
  });

  it("prefers PATH, and takes the built one where PATH's is too old", async () => {
    const built = cliOfVersion("3.999.0");
    process.env.PATH = join(cliOfVersion("3.998.0"), "bin");
    expect(await findPulumi(built)).toMatchObject({ ok: true, value: { version: "3.998.0", from: "path" } });
    process.env.PATH = join(cliOfVersion("3.1.0"), "bin");
    expect(await findPulumi(built)).toMatchObject({ ok: true, value: { version: "3.999.0", from: "built" } });
  });

  it.each([
    ["3.247.9", "3.248.0", true],
    ["3.248.0", "3.248.0", false],
    ["3.99.0", "3.248.0", true],
    ["4.0.0", "3.248.0", false],
    ["3.248.0-dev.1", "3.248.0", false],
  ])("%s is older than %s: %s", (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected);
  });
});
