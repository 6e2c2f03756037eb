import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../cli/report/html";
import { expectGolden } from "../support/golden";
import { hostilePlan, samplePlan } from "../support/sample-plan";

const HOSTILE = `</title></svg><script>alert(1)</script><img src=x onerror="alert(1)">' onload='alert(1)`;

describe("the HTML report", () => {
  let html = "";
  beforeAll(async () => {
    html = await renderHtml(samplePlan);
  });

  it("is as reviewed, and the same bytes each time", async () => {
    expect(await renderHtml(samplePlan)).toBe(html);
    expectGolden(html, "report/sample.html");
  });

  it("fetches, runs and embeds nothing", () => {
    expect(html).not.toMatch(/<(script|iframe|object|embed|link|base|form)\b/i);
    expect(html).not.toMatch(/\s(src|srcset|style|on\w+)=/i);
    expect(html).not.toMatch(/url\((?!#)|@import/i);
    // Links of sources are followed by people, not by the page.
    expect(html.replace(/<a href="https:[^"]*"/g, "")).not.toMatch(/href=/);
  });

  it("lets in its own style sheet by hash and no other", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html.match(/<style/g)).toHaveLength(1);
  });

  it("colours pictures by the page's theme only", () => {
    const drawings = html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(drawings).toHaveLength(8);
    for (const drawing of drawings) {
      const visible = drawing.replace(/<clipPath[\s\S]*?<\/clipPath>/g, "");
      expect(visible.match(/(fill|stroke)="(?!none|var\(--)[^"]*"/g)).toBeNull();
    }
  });

  it("names every table, column and picture", () => {
    const count = (pattern: RegExp) => (html.match(pattern) ?? []).length;
    expect(count(/<table>/g)).toBe(count(/<caption>[^<]+<\/caption>/g));
    expect(count(/<svg /g)).toBe(count(/<title id="chart-[^"]+">[^<]+<\/title><desc [^>]+>[^<]+<\/desc>/g));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, used] of html.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const id of (used ?? "").split(" ")) expect(ids).toContain(id);
    }
  });

  it("prints a hostile name as text", async () => {
    const hostile = await renderHtml(hostilePlan(HOSTILE));
    expect(hostile).not.toMatch(/<(script|img)/i);
    const tags = (text: string) => [...new Set(text.match(/<\/?[a-z][a-z0-9]*/gi))].sort();
    expect(tags(hostile).filter((tag) => !tags(html).includes(tag))).toEqual([]);
    // Every attribute a tag has is one of ours.
    const attributes = (text: string) =>
      new Set(
        [...text.matchAll(/<[a-z][^<>]*>/gi)].flatMap(([tag]) =>
          [...tag.replace(/"[^"]*"/g, '""').matchAll(/ ([a-z-]+)=/gi)].map((match) => match[1]),
        ),
      );
    expect([...attributes(hostile)].filter((name) => !attributes(html).has(name ?? ""))).toEqual([]);
  });

  it("leaves out a picture that has nothing to show", async () => {
    const bare = await renderHtml({
      ...samplePlan,
      timeline: { ...samplePlan.timeline, curve: [] },
      layers: [],
      sensitivity: [],
      cost: { ...samplePlan.cost, perOccurrence: { ...samplePlan.cost.perOccurrence, lines: [] } },
    });
    expect(bare).not.toContain("<svg");
    expect(bare).toContain("No layer is in use.");
  });
});
