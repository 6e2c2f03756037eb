import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";

const GOLDEN = path.resolve(import.meta.dirname, "../golden");

/**
 * Compares a text with what was reviewed and kept, byte for byte.
 *
 * `UPDATE_GOLDEN=1` writes the file instead; the change is then reviewed as a diff like any other.
 * @param name path under `test/golden`, e.g. `report/story.md`
 */
export function expectGolden(text: string, name: string): void {
  const file = path.join(GOLDEN, name);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(path.dirname(file), { recursive: true });
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) expect.fail(`test/golden/${name} is not there. UPDATE_GOLDEN=1 writes it; review the result.`);
  expect(text, `test/golden/${name} differs. If the new text is right, write it with UPDATE_GOLDEN=1.`).toBe(
    readFileSync(file, "utf8"),
  );
}
