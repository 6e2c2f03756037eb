import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderComment } from "../../cli/comment/render";
import { findChromium, isChromiumRequired, launchChromium } from "../support/chromium";
import { cases } from "./diffs";
import { commentPage } from "./page";

const chromium = findChromium();
if (chromium === undefined && !isChromiumRequired) {
  console.warn("Skipped: no Chromium on PATH, so the comments aren't looked at as a browser shows them.");
}

describe.skipIf(chromium === undefined && !isChromiumRequired)("a comment in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    if (chromium === undefined) throw new Error("TIDEGATE_REQUIRE asks for chromium, and none is on PATH");
    browser = await launchChromium(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(["new-event", "resize", "policy-refusal", "live-window", "20-stacks", "5000-resources"] as const)(
    "shows %s: verdict and table in sight, details folded, nothing wider than the page",
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
      await page.setContent(commentPage(renderComment(cases[name]()).text));
      expect(await page.locator("h2").first().isVisible()).toBe(true);
      expect(await page.locator("table").first().isVisible()).toBe(true);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(900);
      // Markup that wasn't understood would stand there as text.
      const words = (await page.locator("main").textContent()) ?? "";
      expect(words.match(/<\/?details|<\/?summary|<sub>|<b>|^```|\| --: \|/gm)).toBeNull();
      const folded = page.locator("details:not([open]) table").first();
      if ((await folded.count()) > 0) expect(await folded.isVisible()).toBe(false);
      expect(await page.locator("details details").count()).toBeGreaterThan(0);
      await page.close();
    },
    30_000,
  );
});
