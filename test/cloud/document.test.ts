import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { standInPage } from "../engine/cloud/document";
import { notReproduced } from "../engine/cloud/not-reproduced";
import { REFUSALS } from "../engine/cloud/rules";

const PAGE = resolve(__dirname, "..", "..", "docs", "stand-in.md");

it("docs/stand-in.md lists what the tables refuse now", () => {
  const page = standInPage();
  if (process.env.UPDATE_STAND_IN === "1") writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});

it("names a source for every refusal, and each once", () => {
  expect(REFUSALS.filter((refusal) => refusal.source.trim() === "" || refusal.when.trim() === "")).toEqual([]);
  const ids = REFUSALS.map((refusal) => refusal.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it("gives a reason for every recorded refusal that no rule reproduces", () => {
  expect(notReproduced().filter((item) => item.why === "")).toEqual([]);
  expect(notReproduced().length).toBeLessThan(220);
});
