import { describe, expect, test } from "vitest";
import { catalogKey, slug } from "../../capacity/catalog/key";
import { compactCatalog, type FactFiles } from "../../cli/catalog/compact";

const QUOTA = {
  provider: "aws",
  service: "eks",
  name: "Clusters",
  code: "L-1",
  default: 100,
  max: null,
  unit: "clusters",
  scope: "region",
  adjustable: true,
  basis: "vendor-doc",
  asOf: null,
  note: null,
  source: "a page",
};

function facts(quotas: readonly Record<string, unknown>[]): FactFiles {
  const empty = { source: ["prices generated 2026-07-20"], retrieved: "2026-11-25", rows: [] };
  return { instances: empty, quotas: { ...empty, rows: quotas }, limits: empty, prices: empty, workload: empty };
}

const quotasOf = (rows: readonly Record<string, unknown>[]) => compactCatalog(facts(rows))["quotas.json"] ?? "";

describe("importer", () => {
  test("same facts, same bytes, whatever their order", () => {
    const other = { ...QUOTA, name: "Node groups", source: "another page" };
    expect(quotasOf([QUOTA, other])).toBe(quotasOf([other, QUOTA]));
  });

  test("unknown stays null", () => {
    const { columns, rows } = JSON.parse(quotasOf([{ ...QUOTA, default: null }]));
    expect(rows[0][columns.indexOf("default")]).toBeNull();
    expect(rows[0][columns.indexOf("asOf")]).toBeNull();
  });

  test.each([
    { what: "no unit", row: { ...QUOTA, unit: "" }, message: "no unit" },
    { what: "a missing unit", row: { ...QUOTA, unit: undefined }, message: "unit must be text" },
    { what: "no source", row: { ...QUOTA, source: null }, message: "source must be text" },
    { what: "a blank source", row: { ...QUOTA, source: " " }, message: "no source" },
    { what: "NaN", row: { ...QUOTA, default: Number.NaN }, message: "default must be" },
    { what: "a missing number", row: { ...QUOTA, default: undefined }, message: "default must be" },
    { what: "a long note", row: { ...QUOTA, note: "x".repeat(141) }, message: "141 characters" },
  ])("refuses a row with $what", ({ row, message }) => {
    expect(() => quotasOf([row])).toThrow(message);
  });

  test("refuses two rows of one key", () => {
    expect(() => quotasOf([QUOTA, { ...QUOTA, name: "clusters" }])).toThrow('two rows "aws/eks/clusters"');
  });
});

describe("keys", () => {
  test.each([
    ["Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", "running-on-demand-standard-instances"],
    ["Custom rules per zone (Free)", "custom-rules-per-zone-free"],
    ["kube-reserved memory (AL2023)", "kube-reserved-memory-al2023"],
    ["total_active_users", "total-active-users"],
  ])("%s", (name, expected) => expect(slug(name)).toBe(expected));

  test("are provider, service, name", () => {
    expect(catalogKey({ provider: "cloudflare", service: "waf", name: "Rate limits" })).toBe(
      "cloudflare/waf/rate-limits",
    );
  });
});
