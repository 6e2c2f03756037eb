import { describe, expect, it } from "vitest";
import { RESOURCES, RESOURCES_RETRIEVED, resourceRow } from "../../capacity/catalog/resources";
import { compactResources } from "../../cli/catalog/import-resources";

const FACTS = JSON.stringify({
  source: ["models"],
  retrieved: "2026-11-25",
  note: "null = unknown",
  rows: [
    {
      type: "aws:a/b:B",
      refusals: [
        { when: "taken", error: "Exists", source: "page" },
        { when: "full", error: "Limit", source: "page" },
      ],
      source: ["types", "page"],
      ranges: null,
    },
    { type: "aws:a/c:C", refusals: null, source: ["types"], ranges: {} },
  ],
});

describe("the resource facts in the catalog", () => {
  it("are compacted with every source named once, and keep unknown apart from none", () => {
    expect(JSON.parse(compactResources(FACTS))).toEqual({
      source: ["models"],
      retrieved: "2026-11-25",
      note: "null = unknown",
      sources: ["page", "types"],
      rows: [
        {
          type: "aws:a/b:B",
          refusals: [
            ["taken", "Exists", 0],
            ["full", "Limit", 0],
          ],
          source: [1, 0],
          ranges: null,
        },
        { type: "aws:a/c:C", refusals: null, source: [1], ranges: {} },
      ],
    });
  });

  it("cover 130 types, each once, with a day and with sources", () => {
    expect(RESOURCES).toHaveLength(130);
    expect(new Set(RESOURCES.map((row) => row.type)).size).toBe(130);
    expect(RESOURCES_RETRIEVED).toBe("2026-11-25");
    expect(RESOURCES.filter((row) => row.source.length === 0 || row.source.includes("source not recorded"))).toEqual(
      [],
    );
  });

  it("answer undefined for a type without a row", () => {
    expect(resourceRow("aws:eks/nodeGroup:NodeGroup")?.refusals?.[0]).toEqual({
      when: "a node group of that name exists",
      error: "ResourceInUseException",
      source: expect.stringContaining("CreateNodegroup"),
    });
    expect(resourceRow("aws:ec2/instance:Instance")).toBeUndefined();
  });
});
