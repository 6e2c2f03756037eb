import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planEvent } from "../../capacity/plan";
import { hasMarker, markerOf, readFingerprints } from "../../cli/comment/marker";
import { COMMENT_LIMIT, renderComment } from "../../cli/comment/render";
import { diffSides } from "../../cli/diff/diff";
import { NOTHING } from "../../cli/diff/side";
import { graph, resource, TYPES } from "../diff/graphs";
import { arbitraryEvent, parsed } from "../support/arbitrary-event";
import { expectGolden } from "../support/golden";
import { hostilePlan, samplePlan } from "../support/sample-plan";
import { imbalances } from "./balance";
import { cases, compare, large, refused, side, small } from "./diffs";
import { ALLOWED_TAGS, commentHtml } from "./page";

const names = Object.keys(cases) as (keyof typeof cases)[];

describe("the comment", () => {
  it.each(names)("for %s is as reviewed, fits, and closes what it opens", (name) => {
    const { text } = renderComment(cases[name]());
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(imbalances(text)).toEqual([]);
    expect(hasMarker(text, "default")).toBe(true);
    expectGolden(text, `comment/${name}.md`);
  });

  it("is one line where nothing changes", () => {
    const lines = renderComment(cases["no-change"]()).text.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe("Tidegate: nothing changes. `product-launch` ✅ ready");
  });

  it("says what it leaves out of a change of 5,000 resources, and keeps what matters more", () => {
    const { text, leftOut } = renderComment(cases["5000-resources"](), { elsewhere: "It is in the artifact." });
    expect(leftOut.join()).toMatch(/^Resources of product-launch \(\d+ more lines\)/);
    expect(text).toContain("> Left out to fit: Resources of product-launch");
    expect(text).toContain("It is in the artifact.");
    expect(text).toContain("<summary>Quotas to raise (3)</summary>");
    expect(text).toMatch(/… and \d+ more lines/);
    expect(renderComment(cases["5000-resources"](), { limit: 2 ** 20 }).leftOut).toEqual([]);
  });

  it.each([65_536, 40_000, 20_000, 10_000])("keeps verdict, blockers and violations within %i bytes", (limit) => {
    const blocked = side("b.yaml", samplePlan, { policies: refused, graph: graph(...many(3000)) });
    const { text } = renderComment([compare(side("a.yaml", small), blocked)], { limit });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(imbalances(text)).toEqual([]);
    expect(text).toContain("⛔ Refused by 1 mandatory policy rule. Was ready, now: Not ready");
    expect(text).toContain("`tidegate-live/no-single-zone` at `NodeGroup core-a-1`");
    for (const finding of samplePlan.findings.filter(({ severity }) => severity === "blocker")) {
      expect(text).toContain(finding.where);
    }
  });

  it("holds with hundreds of stacks, and with more blockers than fit", () => {
    const blockers = Array.from({ length: 12 }, (_, i) => ({
      id: "blocked",
      severity: "blocker" as const,
      where: `layer-${i}`,
      found: "x".repeat(300),
      expected: "less",
      fix: "Do it",
    }));
    const fresh = side("b.yaml", { ...small, findings: blockers });
    const diffs = Array.from({ length: 300 }, (_, i) => ({
      ...compare(side("a.yaml", small), fresh),
      name: `stack-${i}`,
    }));
    const { text, leftOut } = renderComment(diffs);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(imbalances(text)).toEqual([]);
    expect(leftOut.join()).toContain("Blockers");
    expect(text).toMatch(/… and \d+ more blockers/);
    expect(text).toMatch(/… and \d+ more events/);
  });

  it("says that viewers are watching, first of all", () => {
    expect(renderComment(cases["live-window"]()).text).toContain("## Tidegate: ⚠️ Viewers are watching.");
  });

  it("puts + and − into the first column of diff blocks", () => {
    const { text } = renderComment(cases.resize());
    const block = /```diff\n([\s\S]*?)\n```/.exec(text)?.[1] ?? "";
    expect(block.split("\n").map((line) => line[0])).toEqual(expect.arrayContaining(["!", "-", "+"]));
    expect(block.split("\n").filter((line) => !/^[-+! #]/.test(line))).toEqual([]);
  });

  it("carries the fingerprints for whoever verifies", () => {
    const diffs = cases.resize();
    const carried = readFingerprints(renderComment(diffs).text);
    expect(carried.get("product-launch")).toEqual(diffs[0]?.fingerprint);
    expect(readFingerprints("a comment without")).toEqual(new Map());
  });

  it("says what couldn't be compared", () => {
    const problem = {
      id: "revision-unknown",
      severity: "error" as const,
      where: "the revision",
      file: "main:a.yaml",
      found: "git knows no main",
      expected: "a commit",
      fix: "fetch it",
    };
    const { text } = renderComment([
      diffSides({ ...NOTHING, label: "main:a.yaml", problems: [problem] }, side("a.yaml", small)),
    ]);
    expect(text).toContain("### Not compared");
    expect(text).toContain("git knows no main, expected a commit. Fetch it");
    expect(text).toContain("Without a comparison:");
  });
});

function many(count: number) {
  return Array.from({ length: count }, (_, i) => resource(TYPES.alarm, `alarm-${i}`, { period: 60 }));
}

const HOSTILE = [
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "</details></summary></table><h1>all is well</h1>",
  "```\n# ready\n```",
  "`````js\n````",
  "` `` ``` code",
  "@octocat and @example/team, x@evil.example",
  "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
  "https://evil.example www.evil.example ftp://evil.example mailto:x@evil.example",
  "[ref]: https://evil.example\n\n[ref]",
  "| a | b |\n| - | - |\n| c | d |",
  "#1 GH-2 example/other#3",
  "$\\frac{1}{2}$ $`x`$ $$y$$",
  ":tada: ~~gone~~ **bold** _it_ ***",
  "--> <!-- hidden --> tidegate:comment:v1:",
  "- [x] done\n# heading\n> quote\n---\n    code",
  "\u202eevil\u202c \u0000 \u001b[31m \u2028",
  "&lt;b&gt; &#64;octocat &copy;",
  "\\",
  "{{ 1 }} %% click a href",
];

describe("hostile text in every field", () => {
  it.each(HOSTILE)("is inert: %j", (hostile) => {
    const plan = hostilePlan(hostile);
    const policies = refused.map((one) => ({
      ...one,
      pack: hostile,
      rule: `${hostile}-${one.enforcement}`,
      where: hostile,
      message: hostile,
    }));
    const resources = graph(
      resource(TYPES.bucket, hostile, { [hostile]: hostile, bucket: "a" }),
      resource(TYPES.alarm, "same", { [hostile]: `${hostile}1` }),
    );
    const after = graph(
      resource(TYPES.alarm, "same", { [hostile]: `${hostile}2` }),
      resource(TYPES.alarm, `${hostile}new`),
    );
    const diff = compare(
      side(hostile, { ...small, event: { ...small.event, name: hostile } }, { graph: resources }),
      side(`${hostile};rm -rf`, plan, { graph: after, policies }),
    );
    const { text } = renderComment([diff, { ...diff, name: `${hostile}2` }], {
      base: hostile,
      head: hostile,
      stackSet: hostile,
    });
    expect(imbalances(text)).toEqual([]);
    const html = commentHtml(text);
    const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag = ""]) => tag.toLowerCase());
    expect(tags.filter((tag) => !ALLOWED_TAGS.has(tag))).toEqual([]);
    expect(html.match(/.{0,60}(?:<a[\s>]|<img|<h1|<li><input|<del>|<em>|<strong>|<[^>]*\son\w+=).{0,60}/gi)).toBeNull();
    expect(html.match(/<!--/g)).toHaveLength(2);
    // What a forge itself looks for, it looks for outside of code.
    const words = html
      .replace(/<pre>[\s\S]*?<\/pre>|<code[\s\S]*?<\/code>|<!--[\s\S]*?-->/g, " ")
      .replace(/<[^>]*>/g, " ");
    expect(words.match(/@[A-Za-z0-9]|#\d|GH-\d|[a-z]:\/\/[a-z]|www\.[a-z]|:tada:/gi)).toBeNull();
    expect(["\u0000", "\u001b", "\u202e", "\u2028"].filter((letter) => text.includes(letter))).toEqual([]);
    expect(/^tidegate .*rm -rf/m.test(text)).toBe(false);
  });

  it("keeps apart sets of stacks whatever they are called", () => {
    for (const name of [...HOSTILE, "--", "a-->b", ""]) {
      expect(markerOf(name)).toMatch(/^<!-- [^-<>]*(?:-[^-<>]+)* -->$/);
      expect(hasMarker(`${markerOf(name)}\nx`, name)).toBe(true);
      expect(hasMarker(`${markerOf(name)}\nx`, `${name}x`)).toBe(false);
    }
  });
});

it("of any two valid events fits, and closes what it opens", () => {
  fc.assert(
    fc.property(arbitraryEvent, arbitraryEvent, fc.integer({ min: 10_000, max: COMMENT_LIMIT }), (a, b, limit) => {
      const plan = (raw: typeof a) => planEvent(parsed(raw), { worlds: 5, seed: 1 });
      const { text } = renderComment([compare(side("a.yaml", plan(a)), side("b.yaml", plan(b)))], { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      expect(imbalances(text)).toEqual([]);
      expect(text).not.toMatch(/\bNaN\b|\bInfinity\b|undefined|\[object/);
    }),
    { numRuns: 25 },
  );
}, 60_000);

it("of the same diffs is the same bytes", () => {
  expect(renderComment(cases.resize()).text).toBe(renderComment(cases.resize()).text);
  expect(renderComment([compare(side("a", small), side("b", large))]).text).toContain("product-launch");
});
