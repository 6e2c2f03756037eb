import { describe, expect, test } from "vitest";
import { expectGolden } from "../support/golden";
import { renderStory, THEIR_NODES } from "./report";
import { planOf, VARIANTS } from "./variants";

const nodes = (variant: keyof typeof VARIANTS) => planOf(VARIANTS[variant]).nodes;

describe("the story", () => {
  test("as planned needs a tenth of their thousand servers", () => {
    expect(nodes("ours")).toBeLessThan(THEIR_NODES / 10);
  });

  test("stays far below a thousand on large machines of 2020, half empty or not", () => {
    expect(nodes("older")).toBeLessThan(THEIR_NODES / 2);
    expect(nodes("emptier")).toBeLessThan(THEIR_NODES / 2);
  });

  test("needs more than a thousand machines of 2020 with about one pod on each, media through CDNs", () => {
    expect(nodes("small")).toBeGreaterThan(THEIR_NODES);
    expect(nodes("smallCame")).toBeGreaterThan(THEIR_NODES);
  });

  test("needs more than a thousand once media comes from own relays on machines of 2020", () => {
    expect(nodes("both")).toBeGreaterThan(THEIR_NODES);
    expect(nodes("came")).toBeGreaterThan(THEIR_NODES);
    expect(nodes("came")).toBeLessThan(nodes("both"));
  });

  test("needs no thousand with own relays alone: today's large machines send more each", () => {
    expect(nodes("relays")).toBeGreaterThan(nodes("ours"));
    expect(nodes("relays")).toBeLessThan(THEIR_NODES);
  });

  test("at the asking is not ready, and says what is in the way", () => {
    const { verdict, findings } = planOf(VARIANTS.ours).plan;
    expect(verdict.status).toBe("blocked");
    expect(findings.filter((finding) => finding.severity === "blocker").length).toBe(verdict.blockers);
  });

  test("is told in docs/story.md with these numbers", () => {
    expectGolden(renderStory(), "../../docs/story.md");
  });
});
