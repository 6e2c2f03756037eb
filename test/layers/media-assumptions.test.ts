import { describe, expect, test } from "vitest";
import { edgeAssumptions } from "../../capacity/catalog/assumptions/edge";
import { ingestAssumptions } from "../../capacity/catalog/assumptions/ingest";
import { licenceAssumptions } from "../../capacity/catalog/assumptions/licence";
import { originAssumptions } from "../../capacity/catalog/assumptions/origin";
import { originShieldAssumptions } from "../../capacity/catalog/assumptions/origin-shield";
import { packageAssumptions } from "../../capacity/catalog/assumptions/package";
import { relayAssumptions } from "../../capacity/catalog/assumptions/relay";
import { transcodeAssumptions } from "../../capacity/catalog/assumptions/transcode";
import { coefficient } from "../../capacity/catalog/coefficients";
import type { AssumptionRow } from "../../capacity/parameter";

const TABLES: Readonly<Record<string, readonly AssumptionRow[]>> = {
  edge: edgeAssumptions,
  relay: relayAssumptions,
  originShield: originShieldAssumptions,
  origin: originAssumptions,
  ingest: ingestAssumptions,
  transcode: transcodeAssumptions,
  package: packageAssumptions,
  licence: licenceAssumptions,
};
const ROWS = Object.values(TABLES).flat();

test.each(ROWS.filter((row) => row.fact !== undefined).map((row) => [row.key, row] as const))(
  "%s repeats its fact's numbers exactly",
  (_, row) => {
    const fact = coefficient(row.fact ?? "");
    expect(row.expected).toBe(fact.expected);
    expect(row.low).toBe(fact.low ?? fact.expected);
    expect(row.high).toBe(fact.high ?? fact.expected);
  },
);

describe.each(Object.entries(TABLES))("%s", (layer, rows) => {
  test("every row belongs to its layer, is ordered and within its bounds", () => {
    for (const row of rows) {
      expect(row.key.startsWith(`${layer}.`), row.key).toBe(true);
      expect(row.low, row.key).toBeLessThanOrEqual(row.expected);
      expect(row.expected, row.key).toBeLessThanOrEqual(row.high);
      expect(row.low, row.key).toBeGreaterThanOrEqual(row.min ?? 0);
      expect(row.high, row.key).toBeLessThanOrEqual(row.max ?? Number.POSITIVE_INFINITY);
    }
  });

  test("every reason reads on after 'assumed because', every row has a source and a date", () => {
    for (const row of rows) {
      expect(row.because, row.key).toMatch(/^[a-z0-9]|^(CloudFront|Opus|WebRTC|HTTP|RTMP)/);
      expect(row.source.trim(), row.key).not.toBe("");
      expect(row.asOf, row.key).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });
});

test("no two rows are stated at the same place", () => {
  const paths = ROWS.map((row) => row.path);
  expect(new Set(paths).size).toBe(paths.length);
});
