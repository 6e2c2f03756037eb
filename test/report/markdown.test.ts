import { describe, expect, it } from "vitest";
import { escapeMarkdown, renderMarkdown } from "../../cli/report/markdown";
import { expectGolden } from "../support/golden";
import { hostilePlan, samplePlan } from "../support/sample-plan";

const HOSTILE = "a | b `code` <img src=x onerror=alert(1)> @somebody [x](https://example.com) **b**\n# h";
/** GitHub refuses longer comments. */
const LONGEST_COMMENT = 65_536;

describe("the Markdown report", () => {
  it("reads as reviewed", () => {
    expectGolden(renderMarkdown(samplePlan), "report/sample.md");
  });

  it("says the verdict before anything folded", () => {
    const text = renderMarkdown(samplePlan);
    expect(text.indexOf("Not ready for 1.0M")).toBeLessThan(text.indexOf("<details>"));
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
    expect(text.length).toBeLessThan(LONGEST_COMMENT);
  });

  it("keeps every row of a table in its columns, whatever a user writes", () => {
    const text = renderMarkdown(hostilePlan(HOSTILE));
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    let columns = 0;
    for (const line of text.split("\n")) {
      if (!line.startsWith("|")) columns = 0;
      else if (columns === 0) columns = cells(line);
      else expect(cells(line), line).toBe(columns);
    }
    expect(text).not.toContain("<img");
    expect(text).not.toMatch(/(?<!\\)`/);
    expect(text).not.toContain(" @somebody");
    expect(text).not.toContain("(https://example.com");
  });

  it.each([
    ["a|b", "a\\|b"],
    ["`x`", "\\`x\\`"],
    ["<b>&", "&lt;b&gt;&amp;"],
    ["two\nlines", "two lines"],
    ["mail me@example.com", "mail me@example.com"],
    ["\\|", "\\\\\\|"],
  ])("escapes %j", (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));
});
