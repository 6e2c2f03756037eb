import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../cli/report/html";
import { findChromium, isChromiumRequired, launchChromium } from "../support/chromium";
import { hostilePlan, samplePlan } from "../support/sample-plan";

const chromium = findChromium();
if (chromium === undefined && !isChromiumRequired) {
  console.warn(
    "Skipped: no Chromium on PATH (chromium, chromium-browser, google-chrome), so the HTML report isn't opened.",
  );
}

const SCREENS = [
  { name: "a desk", width: 1280, height: 900, colorScheme: "light" },
  { name: "a phone", width: 390, height: 844, colorScheme: "light" },
  { name: "a dark desk", width: 1280, height: 900, colorScheme: "dark" },
] as const;

/** A letter this small can't be read on a screen. */
const SMALLEST_LETTER_PX = 9;

interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

describe.skipIf(chromium === undefined && !isChromiumRequired)("the HTML report in a browser", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tidegate-html-"));
  const file = path.join(folder, "plan.html");
  let browser: Browser;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error("TIDEGATE_REQUIRE asks for chromium, and none is on PATH");
    writeFileSync(file, await renderHtml(samplePlan));
    browser = await launchChromium(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(target: string, screen: (typeof SCREENS)[number]): Promise<Opened> {
    const { width, height, colorScheme } = screen;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(target).href);
    return { page, complaints, requests };
  }

  it.each(SCREENS)("opens on $name without complaint, request or sideways scrolling", async (screen) => {
    const { page, complaints, requests } = await open(file, screen);
    expect(await page.getByText("Not ready for 1.0M viewers").first().isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(screen.width);
    await page.close();
  });

  it.each(SCREENS)("draws marks and letters inside each picture on $name", async (screen) => {
    const { page } = await open(file, screen);
    const pictures: readonly Measured[] = await page.evaluate(MEASURE);
    expect(pictures).toHaveLength(4);
    for (const picture of pictures) {
      expect(picture.marks, picture.title).toBeGreaterThan(1);
      expect(picture.outside, picture.title).toEqual([]);
      expect(picture.overlapping, picture.title).toEqual([]);
      expect(picture.smallestLetterPx, picture.title).toBeGreaterThanOrEqual(SMALLEST_LETTER_PX);
      expect(picture.unpainted, picture.title).toBe(0);
    }
    await page.close();
  });

  it("shows a hostile name as text and runs nothing of it", async () => {
    const name = `</title><script>document.title="owned"</script><img src=x onerror="document.title='owned'">`;
    const target = path.join(folder, "hostile.html");
    writeFileSync(target, await renderHtml(hostilePlan(name)));
    const { page, complaints, requests } = await open(target, SCREENS[0]);
    expect(await page.title()).toBe(`Plan of ${name}`);
    expect(await page.locator("script, img").count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    await page.close();
  });
});

interface Measured {
  readonly title: string;
  readonly marks: number;
  readonly outside: readonly string[];
  readonly overlapping: readonly string[];
  readonly smallestLetterPx: number;
  /** Marks whose colour the page doesn't know. */
  readonly unpainted: number;
}

/** Runs in the page: measures the pictures that are shown at this width. */
const MEASURE = `[...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => {
  const box = svg.getBoundingClientRect();
  const slack = 1;
  const isInside = (r) => r.left >= box.left - slack && r.right <= box.right + slack && r.top >= box.top - slack && r.bottom <= box.bottom + slack;
  const texts = [...svg.querySelectorAll("text")].map((node) => ({ text: node.textContent, rect: node.getBoundingClientRect() }));
  const overlaps = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const marks = [...svg.querySelectorAll("path, rect")].filter((node) => !node.closest("defs") && getComputedStyle(node).fill !== "none");
  const drawn = [...svg.querySelectorAll("path")].filter((node) => !node.closest("defs")).map((node) => ({ text: "mark", rect: node.getBoundingClientRect() }));
  const scale = box.width / svg.viewBox.baseVal.width;
  return {
    title: svg.querySelector("title").textContent,
    marks: marks.length,
    outside: [...texts, ...drawn].filter(({ rect }) => !isInside(rect)).map(({ text }) => text),
    overlapping: texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => overlaps(a.rect, b.rect)).map((b) => a.text + " / " + b.text)),
    smallestLetterPx: Math.min(...[...svg.querySelectorAll("text")].map((node) => parseFloat(getComputedStyle(node).fontSize) * scale)),
    unpainted: [...svg.querySelectorAll("[fill^='var'], [stroke^='var']")].filter((node) => {
      const style = getComputedStyle(node);
      return style.fill === "none" && style.stroke === "none";
    }).length,
  };
})`;
