import { describe, expect, it } from "vitest";
import type { Finding } from "../../capacity/problems";
import { renderFindings } from "../../cli/report/findings";

const ESCAPE = "\u001b[";
const shares: Finding = {
  id: "shares-do-not-sum",
  severity: "error",
  where: "audience.regions[1].peakShareRatio",
  file: "cup-final.yaml",
  line: 14,
  column: 9,
  found: "shares sum to 1.10",
  expected: "1",
  fix: "Lower one region by 0.10",
};
const segment: Finding = {
  ...shares,
  id: "out-of-range",
  where: "stream.segmentSeconds",
  line: 21,
  found: "got 0.5 s",
  expected: "1 s to 10 s",
  fix: "For low latency set partSeconds",
};

describe("findings", () => {
  it("read as design.md 8 shows them", () => {
    expect(renderFindings([shares, segment], { color: false })).toBe(
      [
        "cup-final.yaml: 2 problems",
        "  audience.regions[1].peakShareRatio (line 14): shares sum to 1.10, expected 1. Lower one region by 0.10",
        "  stream.segmentSeconds (line 21): got 0.5 s, expected 1 s to 10 s. For low latency set partSeconds",
      ].join("\n"),
    );
  });

  it("without a file are counted by how grave they are, gravest first", () => {
    const { file, line, column, ...bare } = segment;
    const blocker: Finding = {
      ...bare,
      severity: "blocker",
      where: "edge:cloudfront",
      found: "150 Gbps",
      expected: "320 Gbps",
      fix: "Ask for it",
    };
    const note: Finding = {
      ...bare,
      severity: "note",
      where: "cluster",
      found: "5 nodes",
      expected: "fewer",
      fix: "Leave it",
    };
    expect(renderFindings([note, blocker], { color: false })).toBe(
      "1 blocker, 1 note\n  edge:cloudfront: 150 Gbps, expected 320 Gbps. Ask for it\n  note: cluster: 5 nodes, expected fewer. Leave it",
    );
  });

  it("of several files stand apart", () => {
    const other = { ...shares, file: "other.yaml" };
    expect(renderFindings([shares, other], { color: false }).split("\n\n")).toHaveLength(2);
  });

  it("of nothing are nothing", () => {
    expect(renderFindings([], { color: true })).toBe("");
  });

  it("colour only where asked, and never by what a file says", () => {
    expect(renderFindings([shares], { color: true })).toContain(ESCAPE);
    const hostile = { ...shares, found: "got \u001b[2J", file: "a\u001b[31m.yaml" };
    expect(renderFindings([hostile], { color: false })).not.toContain(ESCAPE);
  });
});
