import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Light enough for every start: words and options. */
const LIGHT = ["commander", "picocolors", "fastest-levenshtein", "node:fs", "node:path"];
const STATIC = /^(?:import|export) (?!type )(?:[^;]*? from )?"([^"]+)";/gm;

/** What Node loads before a command runs: the files behind static imports, and the packages they name. */
function loadedBy(file: string, seen = new Set<string>(), packages = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(STATIC)) {
    if (specifier.endsWith(".json")) continue;
    if (!specifier.startsWith(".")) {
      packages.add(specifier);
      continue;
    }
    const base = path.resolve(path.dirname(file), specifier);
    const target = [`${base}.ts`, path.join(base, "index.ts")].find((candidate) => existsSync(candidate));
    expect(target, `${specifier} in ${file}`).toBeDefined();
    if (target !== undefined) loadedBy(target, seen, packages);
  }
  return packages;
}

it("loads no calculator, schema or table before a command runs", () => {
  const packages = loadedBy(path.join(ROOT, "cli/main.ts"));
  expect(packages).toContain("commander");
  expect([...packages].filter((name) => !LIGHT.includes(name))).toEqual([]);
});

it("sees through static imports to the packages behind them", () => {
  expect([...loadedBy(path.join(ROOT, "cli/report/plan-schema.ts"))]).toContain("zod");
  expect([...loadedBy(path.join(ROOT, "cli/report/table.ts"))]).toContain("cli-table3");
});
