import { expect, it } from "vitest";
import { renderHtml } from "../../cli/report/html";
import { renderMarkdown } from "../../cli/report/markdown";
import { renderTable } from "../../cli/report/table";
import { expectGolden } from "../support/golden";
import { storyPlan } from "../support/story";

// What the story's team would have read on the afternoon of the asking. Changes with the model and the catalog, as it should:
// the diff of these files shows what a change means to a reader.

it("reads as reviewed on a terminal", () => {
  expectGolden(`${renderTable(storyPlan([]).plan, { width: 120, colors: "plain" })}\n`, "report/story-120.txt");
});

it("reads as reviewed in a pull request", () => {
  expectGolden(renderMarkdown(storyPlan([]).plan), "report/story.md");
});

it("says the same in a browser", async () => {
  const { plan } = storyPlan([]);
  const html = await renderHtml(plan);
  for (const { id } of plan.layers) expect(html).toContain(`<th scope="row">${id}</th>`);
  for (const { item } of plan.cost.perOccurrence.lines) expect(html).toContain(item);
});
