import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { LAYERS } from "../capacity/layers/layer";

const DOCS = path.resolve(import.meta.dirname, "../docs");
const page = readFileSync(path.join(DOCS, "model.md"), "utf8");

test("docs/model.md links every page about the model", () => {
  const pages = readdirSync(path.join(DOCS, "model")).filter((name) => name.endsWith(".md"));
  expect(pages.filter((name) => !page.includes(`](model/${name})`))).toEqual([]);
});

test("docs/model.md links to pages that exist", () => {
  const linked = [...page.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? "");
  const here = new Set(readdirSync(DOCS, { recursive: true }).map((name) => String(name)));
  expect(linked.filter((name) => !here.has(name))).toEqual([]);
});

test("docs/model.md names every layer in its index", () => {
  const index = page.slice(0, page.indexOf("## Notation"));
  expect(LAYERS.filter((layer) => !new RegExp(`\\b${layer}\\b`).test(index))).toEqual([]);
});
