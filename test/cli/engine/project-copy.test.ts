import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { copyOfProject } from "../../../cli/engine/project-copy";

it("a project's copy may be written without touching the stack files, and shares everything else", () => {
  const original = resolve(__dirname, "project");
  const stackFile = join("config", "Pulumi.dev.yaml");
  const before = readFileSync(join(original, stackFile), "utf8");
  const copy = copyOfProject(original);
  writeFileSync(join(copy.folder, stackFile), "encryptionsalt: changed\n");
  writeFileSync(join(copy.folder, "Pulumi.other.yaml"), "config: {}\n");
  expect(readFileSync(join(original, stackFile), "utf8")).toBe(before);
  expect(existsSync(join(original, "Pulumi.other.yaml"))).toBe(false);
  expect(lstatSync(join(copy.folder, "index.cjs")).isSymbolicLink()).toBe(true);
  copy.remove();
  expect(existsSync(copy.folder)).toBe(false);
  expect(existsSync(join(original, "index.cjs"))).toBe(true);
});
