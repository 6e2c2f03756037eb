import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TemporaryProject } from "../../stacks/temporary-project";
import { runIn } from "./run";

/** A copy of Tidegate in which nobody has built an engine. */
const unbuilt = mkdtempSync(path.join(tmpdir(), "tidegate-unbuilt-"));
vi.mock("../../../cli/package-root", () => ({ packageRoot: () => unbuilt }));

let project: TemporaryProject;
let usualPath: string | undefined;
beforeEach(() => {
  project = new TemporaryProject();
  mkdirSync(project.path("bin"));
  usualPath = process.env.PATH;
  process.env.PATH = project.path("bin");
});
afterEach(() => {
  process.env.PATH = usualPath;
  project.remove();
  rmSync(unbuilt, { recursive: true, force: true });
});

/** A command that says it is Pulumi of a version. */
function pulumi(version: string): void {
  const file = project.path("bin", "pulumi");
  writeFileSync(file, `#!/bin/sh\necho v${version}\n`);
  chmodSync(file, 0o755);
}

describe.each([
  ["preview", ["preview", "platform", "--engine", "pulumi"]],
  ["up", ["up", "platform", "--yes"]],
])("tidegate %s on the real engine", (_, argv) => {
  it("says how Pulumi is had where there is none", async () => {
    const before = project.read("platform");
    const { code, out, err } = await runIn(project.root, ...argv);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /no pulumi on PATH and none built, expected pulumi [\d.]+ or newer\. Install Pulumi .*or run `npm run engine`/,
    );
    expect(project.read("platform")).toBe(before);
  });

  it("says which version is needed where it is too old", async () => {
    pulumi("3.99.0");
    const { code, err } = await runIn(project.root, ...argv);
    expect(code).toBe(1);
    expect(err).toMatch(/pulumi 3\.99\.0, expected pulumi [\d.]+ or newer, not older than the SDK\. Install Pulumi/);
  });
});

describe("tidegate up", () => {
  it("never asks where there is no terminal: it wants --yes, before it does anything", async () => {
    const { code, out, err } = await runIn(project.root, "up", "platform");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      "1 problem\n  --yes: there is no terminal to ask on, expected an answer before anything is changed. Look at tidegate preview STACK --engine pulumi, then run tidegate up STACK --yes\n",
    );
  });

  it("knows an unknown stack and a broken one before it looks for Pulumi", async () => {
    expect((await runIn(project.root, "up", "platfrom", "--yes")).err).toContain("Did you mean platform?");
    project.change("platform", { "tidegate:region": "mars" });
    const { code, err } = await runIn(project.root, "up", "platform", "--yes");
    expect(code).toBe(1);
    expect(err).toMatch(/^stacks\/config\/Pulumi\.platform\.yaml: 1 problem\n {2}tidegate:region/);
  });
});
